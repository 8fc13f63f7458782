"""What stands between words on a page, as each language writes it: commas, colons and brackets."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import pgettext


def comma() -> str:
    """What stands between the members of a list that a template goes through: ", " or "、"."""
    return pgettext("between the members of a list", ", ")


def pause() -> str:
    """What stands between two remarks of one line, such as who and when: ", " or a full-width comma."""
    return pgettext("between two remarks", ", ")


def colon() -> str:
    """What stands between a label and its value in one line: ": " or "："."""
    return pgettext("between a label and its value", ": ")


def listed(values: Iterable[object]) -> str:
    """Members of a list in one line, parted as the language parts them."""
    return comma().join(str(value) for value in values)


def aside(value: object) -> str:
    """A remark or a count in the brackets of the language, with the space before them: " (3)" or "（3）"."""
    return pgettext("a remark in brackets", " (%(text)s)") % {"text": value}
