"""What changes in the text of a form, line by line."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

AROUND = 2


@dataclass(frozen=True)
class TextLine:
    """`kind`: same, added, removed, or gap where lines are left out. `before` and `after` are numbers of lines."""

    kind: str
    text: str = ""
    before: int | None = None
    after: int | None = None


def text_changes(before: str, after: str) -> tuple[TextLine, ...]:
    """The lines that differ with two lines around them; empty when nothing does."""
    old, new = before.split("\n"), after.split("\n")
    found: list[TextLine] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        if found:
            found.append(TextLine("gap"))
        for tag, a, b, c, d in group:
            if tag == "equal":
                found += [TextLine("same", old[n], n + 1, n - a + c + 1) for n in range(a, b)]
                continue
            found += [TextLine("removed", old[n], n + 1) for n in range(a, b)]
            found += [TextLine("added", new[n], None, n + 1) for n in range(c, d)]
    return tuple(found)
