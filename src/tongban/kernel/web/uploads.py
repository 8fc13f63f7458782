"""Files that people send: known by their content, bounded before anything opens them."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.kernel.web.parsing import BadInput

TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
ENDINGS = {"jpg": "jpeg"}
MAX_UNPACKED = 200_000_000
MAX_RATIO = 120
MAX_MEMBERS = 2_000
MAX_PIXELS = 100_000_000
_CHUNK = 1 << 16
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class Upload:
    """A file that passed: cleaned name, kind (a key of TYPES), size in bytes, SHA-256 in hex."""

    name: str
    type: str
    size: int
    sha256: str

    @property
    def media_type(self) -> str:
        return TYPES[self.type]


def check_upload(file: Any, *, allowed: Sequence[str], max_bytes: int, name: str = "") -> Upload:
    """Judges a file by its bytes, never by its name or what the sender says.

    `file` is bytes or a Django upload; `allowed` are keys of TYPES; `max_bytes` bounds the file. Archives are unpacked
    into nothing, counting bytes as they come out. Raises BadInput when the file is empty, too large, of another kind
    than allowed or than its name says, broken, encrypted, carries macros or would unpack to too much.
    """
    cleaned = clean_name(name or str(getattr(file, "name", "") or "file"))
    data = _read(file, max_bytes)
    kind = sniff(data)
    ending = cleaned.rpartition(".")[2].lower() if "." in cleaned else ""
    permitted = [ENDINGS.get(one.lower().lstrip("."), one.lower().lstrip(".")) for one in allowed]
    if kind not in permitted:
        kinds = ", ".join(sorted({one.upper() for one in permitted}))
        raise BadInput(_("%(name)s is not one of the accepted kinds: %(kinds)s.") % {"name": cleaned, "kinds": kinds})
    if ENDINGS.get(ending, ending) not in (kind, ""):
        facts = {"name": cleaned, "kind": kind.upper()}
        raise BadInput(_("%(name)s holds a %(kind)s file under another ending. Rename it.") % facts)
    return Upload(cleaned, kind, len(data), hashlib.sha256(data).hexdigest())


def clean_name(name: str) -> str:
    """A file's name without folders, control characters and text-direction marks, at most 120 characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(one for one in last if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    stem, dot, ending = re.sub(r"\s+", " ", shown).strip(" .").rpartition(".")
    return ((stem[:100] + dot + ending[:19]) if dot else ending[:120]) or "file"


def _read(file: Any, max_bytes: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    for piece in [file] if isinstance(file, bytes) else file.chunks():
        size += len(piece)
        if size > max_bytes:
            limit = f"{max_bytes / 1_000_000:g}"
            raise BadInput(_("The file is larger than %(limit)s MB.") % {"limit": limit}, status=413)
        pieces.append(piece)
    if not size:
        raise BadInput(_("The file is empty."))
    if hasattr(file, "seek"):
        file.seek(0)
    return b"".join(pieces)


def sniff(data: bytes) -> str:
    """The kind of a file by its content (a key of TYPES), or an empty text. Raises BadInput for a dangerous one."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        pixels(data)
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        pixels(data)
        return "jpeg"
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    return ""


def pixels(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG picture; nothing of both for other content. Raises BadInput when damaged."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _pixels(data[16:24], ">II")
    if data.startswith(b"\xff\xd8\xff"):
        height, width = _pixels(_jpeg_size(data), ">HH")
        return width, height
    return 0, 0


def _pixels(sides: bytes, form: str) -> tuple[int, int]:
    if len(sides) != struct.calcsize(form):
        raise BadInput(_("The picture is damaged. Save it again and send the new file."))
    first, second = struct.unpack(form, sides)
    if not 0 < first * second <= MAX_PIXELS:
        raise BadInput(_("The picture has too many pixels. Make it smaller."))
    return first, second


def _jpeg_size(data: bytes) -> bytes:
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:  # noqa: PLR2004 (JPEG marker)
        marker = data[place + 1]
        if marker in _JPEG_FRAMES:
            return data[place + 5 : place + 9]
        if marker == 0xFF:  # noqa: PLR2004 (fill byte before a marker)
            place += 1
            continue
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return b""


def _archive(data: bytes) -> str:
    broken = BadInput(_("The archive is damaged or encrypted. Make it again without a password."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _members(archive, len(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise (error if isinstance(error, BadInput) else broken) from None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadInput(_("The document carries macros. Save it without them."))
    if "[Content_Types].xml" in names:
        return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else "zip"
    return "zip"


def _members(archive: zipfile.ZipFile, packed: int) -> set[str]:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise BadInput(_("The archive holds more than %(count)s files.") % {"count": MAX_MEMBERS})
    room = min(MAX_UNPACKED, max(packed * MAX_RATIO, 10_000_000))
    names: set[str] = set()
    for member in members:
        if member.flag_bits & 1:
            raise RuntimeError("encrypted")
        if member.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", member.filename):
            raise BadInput(
                _("The archive holds a file outside its own folder: %(name)s.") % {"name": clean_name(member.filename)}
            )
        for size in _sizes(archive, member):
            room -= size
            if room < 0:
                raise BadInput(_("The archive would unpack to far more than it should. It is not opened."))
        names.add(member.filename)
    return names


def _sizes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[int]:
    with archive.open(member) as stream:
        while piece := stream.read(_CHUNK):
            yield len(piece)
