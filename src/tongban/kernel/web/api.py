"""The front door of the web block: what views and parsers of every other block share.

Input from outside is read by `safe_xml`, `decode_json`, `json_body`, `check_upload` and `workbook` only; each raises
BadInput with a translatable message, which becomes a page with status 400 (or 413) where no view catches it.
`typeset` makes PDFs.
"""

from tongban.kernel.web.dates import day
from tongban.kernel.web.files import inert
from tongban.kernel.web.gone import Gone
from tongban.kernel.web.limits import PER_MINUTE, allowed
from tongban.kernel.web.mail import mail_connection
from tongban.kernel.web.menu import Entry, add_entry, entries
from tongban.kernel.web.parsing import BadInput, csv_cell, decode_json, json_body, safe_xml
from tongban.kernel.web.pictures import qr, qr_on_page
from tongban.kernel.web.requests import allow_form_target, client_address, number, safe_next
from tongban.kernel.web.typesetting import typeset
from tongban.kernel.web.uploads import TYPES, Upload, check_upload, pixels
from tongban.kernel.web.workbooks import workbook
from tongban.kernel.web.writing import aside, colon, listed

__all__ = [
    "PER_MINUTE",
    "TYPES",
    "BadInput",
    "Entry",
    "Gone",
    "Upload",
    "add_entry",
    "allow_form_target",
    "allowed",
    "aside",
    "check_upload",
    "client_address",
    "colon",
    "csv_cell",
    "day",
    "decode_json",
    "entries",
    "inert",
    "json_body",
    "listed",
    "mail_connection",
    "number",
    "pixels",
    "qr",
    "qr_on_page",
    "safe_next",
    "safe_xml",
    "typeset",
    "workbook",
]  # fmt: skip
