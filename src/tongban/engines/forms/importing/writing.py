"""A form as the TOML that `declarations.read` reads: what was read and written again is the same form."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.engines.forms.declarations import Field, Form, Page
from tongban.kernel.declarations.api import line, said


def written(form: Form) -> str:
    """The text of a form: its own keys, then each page, then each field of the page."""
    blocks = ["".join(_keys(form, ("pages",)))]
    for page in form.pages:
        blocks.append("[[pages]]\n" + "".join(_keys(page, ("fields",))))
        blocks += ["[[pages.fields]]\n" + "".join(_keys(field, ())) for field in page.fields]
    return "\n".join(blocks)


def _keys(thing: Form | Page | Field, apart: tuple[str, ...]) -> Iterator[str]:
    for name, value in said(thing):
        if name not in apart:
            yield line(name, value)
