"""The door for commands that work without a node: forms checked and described; forms of other programs as ours."""

from __future__ import annotations

from typing import Any

from tongban.engines.forms.declarations import Form, read
from tongban.engines.forms.examining import Finding, prepare
from tongban.engines.forms.importing.outcome import Imported, ImportFault, Lost
from tongban.engines.forms.importing.writing import written

__all__ = [
    "FORMATS", "MAX_BYTES", "Finding", "Form", "ImportFault", "Imported", "Lost", "described", "examine", "export_xlsx",
    "imported", "read", "written",
]  # fmt: skip

MAX_BYTES = 2_000_000
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


def examine(text: str, name: str) -> tuple[Finding, ...]:
    """What is wrong with a form text, by its place; `name` is the file's path, beside which code lists may lie."""
    prepare()
    from tongban.engines.forms.examining import examine as examined  # noqa: PLC0415 (its parts need Django)

    return examined(text, name)


def described(text: str, name: str) -> dict[str, Any]:
    """The JSON Schema of a form's answers. Raises DeclarationError."""
    prepare()
    from tongban.engines.forms.schema import json_schema  # noqa: PLC0415

    return json_schema(read(text, name))
