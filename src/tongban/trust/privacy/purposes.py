"""The purposes for which personal data may be read, declared by the blocks that read them."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.kernel.declarations.api import LegalBasis, Text


@dataclass(frozen=True)
class Purpose:
    """What personal data is read for, in both languages, and the article that allows it."""

    code: str
    text: Text
    legal_basis: LegalBasis


class UndeclaredPurpose(LookupError):  # noqa: N818 (a refusal)
    """A purpose that no block has declared; the message names it and what to do."""


_PURPOSES: dict[str, Purpose] = {}


def declare_purpose(code: str, text: Text, legal_basis: LegalBasis) -> None:
    found = Purpose(code, text, legal_basis)
    if _PURPOSES.setdefault(code, found) != found:
        raise ValueError(f"purpose {code!r} is declared twice with different words")


def words(code: str) -> Text:
    """The words of a purpose; its code where it is no longer declared."""
    found = _PURPOSES.get(code)
    return found.text if found else Text(code, code)


def basis(code: str, written: str) -> str:
    """An article as it was written down; in the page's language where it is that of the purpose."""
    found = _PURPOSES.get(code)
    return str(found.legal_basis) if found and found.legal_basis.citation == written else written


def purpose(code: str) -> Purpose:
    try:
        return _PURPOSES[code]
    except KeyError:
        raise UndeclaredPurpose(
            f"purpose {code!r} is not declared: call privacy.declare_purpose in the apps.py of the block that reads"
        ) from None
