"""The visible seal: a round vermilion stamp, drawn by Typst and laid on the page by pyHanko."""

from __future__ import annotations

import functools
import io
import json
from pathlib import Path

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from tongban.kernel.web import api as web

SIDE = 119  # points: 42 mm, the size of an authority's seal
_TEMPLATE = Path(__file__).with_name("stamp.typ")


@functools.lru_cache(maxsize=64)
def _drawn(text: str) -> bytes:
    """One page of 42 mm by 42 mm. The first line of the text runs round the rim, the second stands below the star."""
    around, _, below = text.partition("\n")
    words = json.dumps({"around": around, "below": below}, ensure_ascii=False)
    return web.typeset(files={"main.typ": _TEMPLATE.read_bytes(), "data.json": words.encode()})


class _Page(PdfContent):  # type: ignore[misc]
    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject["/Seal"] = page
        self.box = BoxConstraints(width=SIDE, height=SIDE)
        return b"/Seal Do"


def style(text: str) -> StaticStampStyle:
    """How pyHanko draws the seal."""
    middle = AxisAlignment.ALIGN_MID
    layout = SimpleBoxLayoutRule(x_align=middle, y_align=middle, margins=Margins.uniform(0))
    return StaticStampStyle(
        background=_Page(_drawn(text)), background_layout=layout, background_opacity=0.85, border_width=0
    )
