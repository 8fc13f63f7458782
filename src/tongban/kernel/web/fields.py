"""What `{% field %}` needs to know of a FieldView of engines/forms, by its attributes alone (the kernel knows no forms)."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

INPUTS = {"date": "date", "phone": "tel"}
INPUT_MODES = {"number": "decimal", "money": "decimal", "phone": "tel"}
CODED = ("number", "money", "phone", "resident_number", "credit_code", "date")
LONGEST_RADIO_LIST = 8
TRUE = (True, "yes", "true", "on", "1")


def provenance(thing: Any) -> str:
    """Where a value was read and when: From 人口库, 20 November 2026."""
    from tongban.kernel.web.templatetags.ui import day  # noqa: PLC0415 (the tags draw fields, fields show days)

    source, as_of = getattr(thing, "source", ""), getattr(thing, "as_of", None)
    if not source:
        return ""
    if as_of is None:
        return _("Verified: %(source)s") % {"source": source}
    return _("Verified: %(source)s, %(day)s") % {"source": source, "day": day(as_of)}


class Drawn:
    """A field as the template draws it."""

    def __init__(self, view: Any) -> None:
        self.view = view
        self.id, self.name, self.kind = str(view.id), view.name, view.kind
        self.label, self.error = view.label, getattr(view, "error", "")
        self.hint = getattr(view, "hint", "") or ""
        self.required = bool(getattr(view, "required", True))
        self.provenance = provenance(view)

    @property
    def form(self) -> str:
        """Which of the template's shapes the field takes."""
        if getattr(self.view, "readonly", False):
            return "known"
        if self.kind in ("choices", "yesno"):
            return "choices"
        if self.kind == "choice":
            return "choices" if len(self.view.options) <= LONGEST_RADIO_LIST else "select"
        return self.kind if self.kind in ("longtext", "upload", "statement") else "text"

    @property
    def input(self) -> str:
        if self.form == "choices":
            return "checkbox" if self.kind == "choices" else "radio"
        return INPUTS.get(self.kind, "text")

    @property
    def text(self) -> str:
        value = self.view.value
        return "" if value is None else str(value)

    @property
    def shown(self) -> str:
        return str(getattr(self.view, "display", "") or "")

    @property
    def on(self) -> bool:
        return self.view.value in TRUE

    @property
    def choices(self) -> list[dict[str, Any]]:
        pairs = [_pair(option) for option in self.view.options or ()]
        if not pairs and self.kind == "yesno":
            pairs = [("yes", _("Yes")), ("no", _("No"))]
        value = self.view.value
        if isinstance(value, bool):
            value = "yes" if value else "no"
        chosen = {str(one) for one in value} if isinstance(value, list | tuple | set | frozenset) else {str(value)}
        return [
            {"id": f"{self.id}-{i}" if i else self.id, "value": v, "label": label, "checked": str(v) in chosen}
            for i, (v, label) in enumerate(pairs)
        ]

    def _describing(self) -> str:
        ids = [f"{self.id}-hint"] if self.hint or self.provenance else []
        return " ".join([*ids, f"{self.id}-error"] if self.error else ids)

    @property
    def described(self) -> SafeString:
        return _attributes({"aria-describedby": self._describing()})

    @property
    def attributes(self) -> SafeString:
        """Everything an input says beyond id, name and value."""
        view = self.view
        return _attributes({
            "aria-describedby": self._describing(),
            "aria-invalid": "true" if self.error else "",
            "autocomplete": getattr(view, "autocomplete", "") or ("off" if self.kind in CODED else ""),
            "inputmode": getattr(view, "inputmode", "") or INPUT_MODES.get(self.kind, ""),
            "accept": _accept(getattr(view, "accept", "")) if self.kind == "upload" else "",
            "spellcheck": "false" if self.kind in CODED else "",
        })  # fmt: skip


def _pair(option: Any) -> tuple[Any, Any]:
    return tuple(option) if isinstance(option, tuple | list) else (option.value, option.label)


def _accept(accept: Any) -> str:
    kinds = accept.split(",") if isinstance(accept, str) else list(accept or ())
    return ",".join(one if one.startswith(".") or "/" in one else f".{one.strip()}" for one in kinds if one.strip())


def _attributes(values: dict[str, str]) -> SafeString:
    return format_html_join("", ' {}="{}"', ((name, value) for name, value in values.items() if value))
