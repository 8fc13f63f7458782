"""A spreadsheet (XLSX) as a form: a row is a question; the columns are those that the export writes.

Only `kind` or `label` must be there. Pages stand in the column `page` or, with their own facts, in the sheet `pages`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter

from tongban.engines.forms.declarations import Field, Form, Page, read
from tongban.engines.forms.importing import sheet_cells
from tongban.engines.forms.importing.naming import Names, cleaned, spoken
from tongban.engines.forms.importing.outcome import MAX_FIELDS, Imported, ImportFault, Lost
from tongban.kernel.declarations.api import DeclarationError, Text, literal
from tongban.kernel.web.api import BadInput, workbook

MAX_BYTES = 4_000_000
MAX_COLUMNS = 80
SHEETS: dict[str, type[Field | Page | Form]] = {"form": Form, "pages": Page, "fields": Field}
Raw = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One row: where it stands, and its raw values as TOML would give them. `page` is the id of the page."""

    place: str
    values: Raw
    page: str = ""


def imported(data: bytes, title: str = "") -> Imported:
    """Reads a workbook; `title` where it says none. Raises ImportFault."""
    lost: list[Lost] = []
    try:
        found = _sheets(workbook(data, max_bytes=MAX_BYTES), lost)
    except BadInput as error:
        raise ImportFault([("", str(error.message))]) from None
    except ImportFault:
        raise
    except Exception as error:  # noqa: BLE001 (rows are read as they are asked for; the library raises anything)
        raise ImportFault([("", f"the spreadsheet is damaged: {str(error)[:200]}")]) from None
    head = found["form"][0].values if found["form"] else {"title": _raw(spoken(title or "Form"))}
    return _assembled(head, found["pages"], found["fields"], lost)


def _sheets(book: Any, lost: list[Lost]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {name: [] for name in SHEETS}
    only = len(book.worksheets) == 1
    for sheet in book.worksheets:
        name = "fields" if only else sheet.title.strip().lower()
        if name in SHEETS:
            found[name] = list(_rows(sheet, SHEETS[name], lost))
        else:
            lost.append(Lost(sheet.title[:31], "a sheet", f"known are {', '.join(SHEETS)}"))
    return found


def _rows(sheet: Any, kind: type[Field | Page | Form], lost: list[Lost]) -> Iterator[Row]:
    hints = {head: (name, hint) for head, name, hint in sheet_cells.columns(kind)}
    heads: list[str] = []
    for number, line in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_FIELDS + 2), 1):
        texts = [_text(cell, f"{sheet.title}!{get_column_letter(n)}{number}", lost) for n, cell in enumerate(line, 1)]
        if not any(text.strip() for text in texts):
            continue
        if number > MAX_FIELDS + 1:
            raise ImportFault([(sheet.title, f"more than {MAX_FIELDS} rows")])
        if not heads:
            heads = _heads(texts, sheet.title, number, (*hints, "page"), lost)
            continue
        yield _row(f"{sheet.title}!row {number}", dict(zip(heads, texts, strict=False)), hints)


def _heads(texts: list[str], sheet: str, number: int, known: tuple[str, ...], lost: list[Lost]) -> list[str]:
    heads = [sheet_cells.heading(text, known) for text in texts]
    if not {"kind", "label zh", "label en", "title zh", "title en"} & set(heads):
        raise ImportFault(
            [(f"{sheet}!row {number}", "the first row names the columns, for example: page, kind, label")]
        )
    for place, (head, text) in enumerate(zip(heads, texts, strict=True), 1):
        if text.strip() and (not head or head in heads[: place - 1]):
            at = f"{sheet}!{get_column_letter(place)}{number}"
            lost.append(Lost(at, cleaned(text)[:60], "a second column of this name" if head else "an unknown column"))
            heads[place - 1] = ""
    return heads


def _row(place: str, texts: Mapping[str, str], hints: Mapping[str, tuple[str, Any]]) -> Row:
    values: Raw = {}
    for head, text in texts.items():
        name, hint = hints.get(head, ("", None))
        if hint in sheet_cells.LANGUAGES and text:
            values.setdefault(name, {"zh": "", "en": ""})[hint] = text
        elif name and text.strip():
            values[name] = sheet_cells.read(hint, name, text.strip() if name != "pattern" else text)
    return Row(place, values, texts.get("page", "").strip())


def _text(cell: Any, place: str, lost: list[Lost]) -> str:
    value = cell.value
    if value is None:
        return ""
    if getattr(cell, "data_type", "") in ("f", "e"):
        lost.append(Lost(place, str(value)[:60], "a formula or an error: write its value"))
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _assembled(head: Raw, pages: list[Row], rows: list[Row], lost: list[Lost]) -> Imported:
    known: dict[str, Raw] = {}
    for row in pages:
        own = str(row.values.get("id", ""))
        if own and own not in known:
            known[own] = {"title": _raw(spoken(own)), **row.values, "fields": []}
        else:
            lost.append(Lost(row.place, own, "each page has an id of its own"))
    names, ids, page, last = Names(), Names("-", "page"), "", ""
    names.taken = {str(row.values["name"]) for row in rows if "name" in row.values}
    ids.taken = set(known)
    by_title: dict[str, str] = {}
    for row in rows:
        if row.page and row.page != last:
            last, page = row.page, row.page if row.page in known else by_title.get(row.page, "")
        if page not in known:
            title = row.page or last
            page = by_title[title] = ids.free(title or "page")
            known[page] = {"id": page, "title": _raw(spoken(title)) if title else head.get("title", {}), "fields": []}
        values = _completed(row.values, names)
        fault = _fault(values)
        if fault:
            lost.append(Lost(row.place, cleaned(str(values.get("name", "")))[:60], fault))
        else:
            known[page]["fields"].append(values)
    lost += [Lost("pages", str(one["id"]), "a page without questions") for one in known.values() if not one["fields"]]
    return Imported(_form(head, [one for one in known.values() if one["fields"]]), tuple(lost))


def _completed(values: Raw, names: Names) -> Raw:
    """A row with the name and the kind that it leaves open."""
    label = values.get("label") or _raw(spoken(str(values.get("name", ""))))
    found = {"kind": "text", **values, "label": label}
    return found if "name" in found else {"name": names.free(label["en"] or label["zh"]), **found}


def _raw(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _form(head: Raw, pages: list[Raw]) -> Form:
    if not pages:
        raise ImportFault([("", "there is no question that can be carried over")])
    title = {"title": head.get("title") or _raw(Text("表单", "Form"))}
    text = "".join(f"{name} = {literal(value)}\n" for name, value in (head | title | {"pages": pages}).items())
    try:
        return read(text, "")
    except DeclarationError as error:
        raise ImportFault([(one.path, one.message) for one in error.problems[:20]]) from None


def _fault(values: Raw) -> str:
    """Why a row is no question of ours; empty when it is one."""
    text = f'title = {{ zh = "x" }}\npages = [{{ id = "x", title = {{ zh = "x" }}, fields = [{literal(values)}] }}]\n'
    try:
        read(text, "")
    except DeclarationError as error:
        first = error.problems[0]
        return ": ".join(filter(None, (first.path.removeprefix("pages[0].fields[0]").strip("."), str(first.message))))
    return ""
