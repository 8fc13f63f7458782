"""Words for the index: Chinese by the single character, everything else by the word, lower case; pinyin beside them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")
TOKEN = re.compile(rf"{HAN.pattern}|[^\W_]+?(?={HAN.pattern})|[^\W_]+")
MAX_QUERY = 200
MAX_TERMS = 10


def clean(text: str) -> str:
    """Text that both databases take: no NUL, no lone surrogates, compatibility forms folded, lower case."""
    plain = text.encode("utf-8", "ignore").decode().replace("\0", " ")
    return unicodedata.normalize("NFKC", plain).lower()


def tokens(text: str) -> list[str]:
    """The words of a text: each Chinese character is one."""
    return TOKEN.findall(clean(text))


def initials(text: str) -> list[str]:
    """The first letters of the pinyin of the Chinese characters of a text."""
    letters = lazy_pinyin(HAN.findall(clean(text)), style=Style.FIRST_LETTER, errors="ignore")
    return [letter for letter in letters if letter.isascii() and letter.isalpha()]


def pinyin(text: str) -> str:
    """The pinyin of the Chinese characters in one word."""
    return "".join(lazy_pinyin(HAN.findall(clean(text)), errors="ignore"))


@dataclass(frozen=True)
class Term:
    """Words that must stand in a row. `prefix`: the last may be the beginning of a word. `letters`: or as initials."""

    words: tuple[str, ...]
    prefix: bool = False
    letters: tuple[str, ...] = ()


def terms(query: str) -> list[Term]:
    """What a query asks for: every term must be found."""
    found: list[Term] = []
    run: list[str] = []
    for piece in clean(query[:MAX_QUERY]).split():
        for token in tokens(piece):
            if HAN.fullmatch(token):
                run.append(token)
                continue
            found += [Term(tuple(run))] if run else []
            run = []
            letters = tuple(token) if token.isascii() and token.isalpha() and len(token) > 1 else ()
            found.append(Term((token,), prefix=True, letters=letters))
        found += [Term(tuple(run))] if run else []
        run = []
    return found[:MAX_TERMS]


def loose(wanted: list[Term]) -> list[Term]:
    """The same query when nothing holds all of it: any two neighbouring characters or any word will do."""
    pairs = [Term(pair) for term in wanted for pair in zip(term.words, term.words[1:], strict=False)]
    return (pairs + [term for term in wanted if term.prefix])[: MAX_TERMS * 3]
