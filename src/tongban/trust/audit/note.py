"""Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint): a text, an empty line, lines of signatures."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"


class NoteError(ValueError):
    """A note, key or checkpoint is not well-formed, or its signature is not the expected one."""


def key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def _decode(text: str, length: int) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError(f"not base64: {text[:40]!r}") from None
    if len(data) != length:
        raise NoteError(f"expected {length} bytes, got {len(data)}")
    return data


def _named(text: str, parts: int) -> list[str]:
    found = text.strip().split("+", parts - 1)
    if len(found) != parts:
        raise NoteError("not a note key: expected its parts joined by +")
    return found


@dataclass(frozen=True)
class NoteKey:
    """An Ed25519 key that signs notes under a name. The name holds no blank and no plus sign."""

    name: str
    private: Ed25519PrivateKey

    @classmethod
    def generate(cls, name: str) -> NoteKey:
        """A new key. Raises NoteError for a name that a note could not carry."""
        if not name or "+" in name or any(character.isspace() for character in name):
            raise NoteError(f"a key's name holds neither blanks nor plus signs: {name!r}")
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def parse(cls, text: str) -> NoteKey:
        """Reads `secret`. Raises NoteError."""
        first, second, name, identity, data = _named(text, 5)
        if (first, second) != ("PRIVATE", "KEY"):
            raise NoteError("not a private note key")
        key = cls(name, Ed25519PrivateKey.from_private_bytes(_decode(data, 33)[1:]))
        if key_id(name, key.public).hex() != identity:
            raise NoteError(f"the key of {name} does not fit its identifier")
        return key

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def secret(self) -> str:
        """The text of the key file."""
        data = base64.b64encode(ED25519 + self.private.private_bytes_raw()).decode()
        return f"PRIVATE+KEY+{self.name}+{key_id(self.name, self.public).hex()}+{data}"

    @property
    def verifier(self) -> str:
        """What others need to check this key's signatures; may be published."""
        data = base64.b64encode(ED25519 + self.public).decode()
        return f"{self.name}+{key_id(self.name, self.public).hex()}+{data}"

    def sign(self, text: str) -> str:
        """The signature line for a note's text, which ends with a line break."""
        signature = key_id(self.name, self.public) + self.private.sign(text.encode())
        return f"— {self.name} {base64.b64encode(signature).decode()}\n"


def open_note(note: str, verifier: str) -> str:
    """The text of a note that the verifier's key has signed. Raises NoteError."""
    name, identity, data = _named(verifier, 3)
    public = _decode(data, 33)[1:]
    text, mark, lines = note.rpartition("\n\n")
    if not mark or key_id(name, public).hex() != identity:
        raise NoteError("not a signed note, or not a verifier")
    text += "\n"
    for line in lines.splitlines():
        if line.startswith(f"— {name} "):
            signature = _decode(line.rsplit(" ", 1)[1], 68)
            if signature[:4].hex() == identity:
                return _checked(text, signature[4:], public, name)
    raise NoteError(f"not signed by {name}")


def _checked(text: str, signature: bytes, public: bytes, name: str) -> str:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
    except InvalidSignature:
        raise NoteError(f"the signature of {name} does not fit the text") from None
    return text


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def read_checkpoint(text: str) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint's text. Raises NoteError."""
    lines = text.split("\n")
    if len(lines) <= len(("origin", "size", "root")) or not lines[0] or not (lines[1].isascii() and lines[1].isdigit()):
        raise NoteError("not a checkpoint: expected origin, size and root, a line each")
    return lines[0], int(lines[1]), _decode(lines[2], 32)
