"""The door for commands that work without a node: forms of other programs as ours, a form as a spreadsheet and back."""

from __future__ import annotations

from tongban.engines.forms.declarations import Form, read
from tongban.engines.forms.importing.outcome import Imported, ImportFault, Lost
from tongban.engines.forms.importing.writing import written

__all__ = ["FORMATS", "Form", "ImportFault", "Imported", "Lost", "export_xlsx", "imported", "read", "written"]

FORMATS = ("formio", "formcode", "xlsx")


def imported(data: bytes, *, format: str, title: str = "") -> Imported:  # noqa: A002 (that is what the command says)
    """Reads a file of one of FORMATS; `title` is used where the file has none. Raises ImportFault."""
    if format == "formio":
        from tongban.engines.forms.importing import formio  # noqa: PLC0415 (each command needs one of them)

        return formio.imported(data, title)
    if format == "formcode":
        from tongban.engines.forms.importing import formcode  # noqa: PLC0415

        try:
            return formcode.imported(data.decode("utf-8-sig"), title)
        except UnicodeDecodeError as error:
            raise ImportFault([(f"byte {error.start + 1}", "this is no UTF-8")]) from None
    from tongban.engines.forms.importing import sheets_in  # noqa: PLC0415

    return sheets_in.imported(data, title)


def export_xlsx(form: Form) -> bytes:
    """A form as an XLSX file. Raises ImportFault for a text that no cell can hold."""
    from tongban.engines.forms.importing import sheets_out  # noqa: PLC0415

    return sheets_out.exported(form)
