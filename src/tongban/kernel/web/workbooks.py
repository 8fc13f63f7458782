"""Spreadsheets (XLSX) from strangers: judged and bounded before the library opens them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.utils.translation import gettext as _

from tongban.kernel.web.parsing import BadInput
from tongban.kernel.web.uploads import check_upload
from tongban.kernel.xml import api as xml

MAX_UNPACKED = 20_000_000


def workbook(file: Any, *, max_bytes: int) -> Any:
    """An upload, or bytes, as an openpyxl workbook that is read row by row.

    The file is small, unpacks to little, refers to no other file, and its XML holds no document type. Rows are read as
    they are asked for, so whoever reads them answers for what a damaged sheet raises. Raises BadInput.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 (a large library; few pages need it)

    try:
        return load_workbook(io.BytesIO(_bounded(file, max_bytes)), read_only=True, keep_links=False)
    except BadInput:
        raise
    except Exception as error:  # noqa: BLE001 (the library raises whatever a broken file leads it to)
        raise BadInput(_("The spreadsheet is damaged: %(why)s") % {"why": str(error)[:200]}) from None


def _bounded(file: Any, max_bytes: int) -> bytes:
    check_upload(file, allowed=("xlsx",), max_bytes=max_bytes)
    data: bytes = file if isinstance(file, bytes) else file.read()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(one.file_size for one in archive.infolist()) > MAX_UNPACKED:
            raise BadInput(_("The spreadsheet is too large once unpacked."))
        for one in archive.infolist():
            if one.filename.startswith("xl/externalLinks"):
                raise BadInput(_("The spreadsheet refers to other files. Save it without such links."))
            if one.filename.endswith((".xml", ".rels")):
                try:
                    xml.read(archive.read(one), max_bytes=MAX_UNPACKED)
                except xml.XmlError as error:
                    raise BadInput(_("The spreadsheet is damaged: %(why)s") % {"why": error}) from None
    return data
