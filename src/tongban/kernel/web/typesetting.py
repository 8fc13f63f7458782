"""Setting documents with Typst: one set of fonts and one closed compiler for every block that makes a PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent


@cache
def _fonts(own: Path) -> Any:
    """The shipped fonts, and those that the operator put into the node folder for what the shipped ones lack."""
    paths = [str(folder) for folder in (FONTS, own) if folder.is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


def typeset(*, files: Mapping[str, bytes], at: dt.datetime | None = None, standard: str = "") -> bytes:
    """Sets `files["main.typ"]` as PDF; the compiler sees these files and the fonts, no other part of the disk.

    Values go in as a file of data (JSON), never into the text of a template. The same files and `at` give the same
    bytes. `standard` is one of PDF's, such as "a-2a". Raises RuntimeError (typst.TypstError) with the compiler's words.
    """
    compiler: Any = typst.compile  # its type does not know that it takes a table of files
    return bytes(
        compiler(
            dict(files),
            root=str(FONTS),
            font_paths=_fonts(settings.CONFIG.folder / "fonts"),
            format="pdf",
            pdf_standards=standard or None,
            timestamp=at.replace(microsecond=0) if at else None,
        )
    )
