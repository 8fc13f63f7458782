"""Pictures that a program reads."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def qr(text: str) -> bytes:
    """A QR code (ISO/IEC 18004, level M) as an SVG file without a border; it fits where it is put."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, dark="#1d1b18")
    return out.getvalue()


def qr_on_page(text: str, *, title: str) -> SafeString:
    """The same to stand on a page, on white and with the quiet zone that cameras need, 8 pixels a module at most."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(scale=4, border=4, light="#fff", title=title)
    return mark_safe(drawn)  # noqa: S308 (drawn here; the title is escaped by the writer)
