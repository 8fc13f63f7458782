"""Names and texts of our forms, made of whatever a foreign form calls its things."""

from __future__ import annotations

import re
import unicodedata

from tongban.kernel.declarations.api import Text

CHINESE = re.compile(r"[\u3400-\u9fff]")
JOINS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
MAX_NAME = 48
MAX_TEXT = 2_000


def spoken(raw: str) -> Text:
    """A text in the language that its characters show: Chinese, or else the other one."""
    words = cleaned(raw)
    return Text(words, "") if CHINESE.search(words) else Text("", words)


def cleaned(raw: str) -> str:
    """One line without what a text file cannot hold, of a bounded length."""
    shown = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in raw[: MAX_TEXT * 2])
    return " ".join(shown.split())[:MAX_TEXT]


def slug(raw: str, join: str = "_") -> str:
    """Small letters and digits; Chinese by its sound. May be empty."""
    if CHINESE.search(raw):
        from pypinyin import lazy_pinyin  # noqa: PLC0415 (its tables are large; few files need them)

        raw = " ".join(lazy_pinyin(raw[:MAX_NAME]))
    plain = unicodedata.normalize("NFKD", JOINS.sub(" ", raw[: MAX_NAME * 4]))
    words = re.findall(r"[a-z0-9]+", "".join(one for one in plain if not unicodedata.combining(one)).lower())
    return join.join(words).lstrip("0123456789" + join)[:MAX_NAME].rstrip(join)


class Names:
    """Gives each thing a name of its own."""

    def __init__(self, join: str = "_", otherwise: str = "field") -> None:
        self.join, self.otherwise = join, otherwise
        self.taken: set[str] = set()

    def free(self, raw: str) -> str:
        """A name after `raw` that nothing has yet."""
        base = slug(raw, self.join) or self.otherwise
        found, count = base, 2
        while found in self.taken:
            found, count = f"{base}{self.join}{count}", count + 1
        self.taken.add(found)
        return found


def quoted(text: str) -> str:
    """A text as FEEL writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
