"""The kinds of Form.io's components, and what of each is carried over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tongban.engines.forms.importing import kindred
from tongban.engines.forms.importing.formcode_kinds import Asked
from tongban.engines.forms.importing.formio_json import is_set, number, table, tables, value, words, yes
from tongban.engines.forms.importing.naming import spoken
from tongban.engines.forms.options import Option
from tongban.kernel.declarations.api import Text

Made = Callable[[dict[str, Any]], Asked]
MAX_LENGTH = 100_000


def _count(raw: Any) -> int:
    found = number(raw)
    return found if isinstance(found, int) and 0 < found <= MAX_LENGTH else 0


def _text(raw: dict[str, Any]) -> Asked:
    rules = table(raw.get("validate"))
    asked = Asked("longtext" if raw.get("type") == "textarea" else "text")
    if _count(rules.get("maxLength")):
        asked.facts["length"] = _count(rules["maxLength"])
    least = _count(rules.get("minLength"))
    regex = rules.get("pattern")
    if isinstance(regex, str) and regex:
        said = words(rules.get("customMessage"))
        hint = Text(said, said) if said else kindred.PATTERN_HINT
        made = kindred.pattern(regex, whole=True, hint=hint)
        if isinstance(made, str):
            asked.lost.append((f"pattern {regex[:60]}", made))
        else:
            asked.facts |= made
        if least:
            asked.lost.append((f"minLength {least}", "there is a pattern already"))
    elif least:
        hint = Text(f"请至少填写{least}个字。", f"Write at least {least} characters.")
        asked.facts |= {"pattern": f"(?s).{{{min(least, 1000)},}}", "pattern_hint": hint}
    if is_set(raw.get("editor")):
        asked.lost.append((f"editor {words(raw['editor'])[:20]}", "a long text is plain text"))
    return asked


def _number(raw: dict[str, Any]) -> Asked:
    rules = table(raw.get("validate"))
    asked = Asked("money" if raw.get("type") == "currency" else "number")
    for name in ("min", "max"):
        bound = number(rules.get(name))
        if bound is not None:
            asked.facts[name] = bound
    places = number(raw.get("decimalLimit"))
    if isinstance(places, int) and 0 <= places <= len("123456789") and asked.kind == "number":
        asked.facts["places"] = places
    if raw.get("currency") not in (None, "", "CNY"):
        asked.lost.append((f"currency {words(raw['currency'])[:10]}", "sums are in yuan"))
    return asked


def _chosen(kind: str, values: Any) -> Asked:
    found: dict[str, Option] = {}
    asked = Asked(kind)
    for one in tables(values):
        label = words(one.get("label"))
        kept = value(one.get("value")) or value(label)
        if not kept:
            continue
        if kept in found:
            asked.lost.append((f"answer {kept[:40]}", "the same value stands twice"))
        found.setdefault(kept, Option(kept, spoken(label or kept)))
    asked.facts["options"] = tuple(found.values())
    return asked if found else Asked("", lost=[("answers", "there is none to choose from")])


def _select(raw: dict[str, Any]) -> Asked:
    source = words(raw.get("dataSrc")) or "values"
    if source != "values":
        return Asked("", lost=[(f"dataSrc {source[:20]}", "answers from elsewhere: use a code list (codes)")])
    values = table(raw.get("data")).get("values")
    return _chosen("choices" if raw.get("multiple") is True else "choice", values)


def _boxes(raw: dict[str, Any]) -> Asked:
    asked = _chosen("choices", raw.get("values"))
    rules = table(raw.get("validate"))
    for name, key in (("min", "minSelectedCount"), ("max", "maxSelectedCount")):
        if asked.kind and _count(rules.get(key)):
            asked.facts[name] = _count(rules[key])
    return asked


def _checkbox(raw: dict[str, Any]) -> Asked:
    return Asked("statement" if yes(table(raw.get("validate")).get("required")) else "yesno")


def _date(raw: dict[str, Any]) -> Asked:
    timed = raw.get("type") == "datetime" and raw.get("enableTime", True) is not False
    if not timed:
        return Asked("date")
    if raw.get("enableDate") is False:
        return Asked(*kindred.time())
    kind = kindred.known("datetime", "date_time")
    return Asked(kind) if kind else Asked("", lost=[("date with time", "our forms ask no date together with a time")])


def _file(raw: dict[str, Any]) -> Asked:
    wanted = words(raw.get("filePattern")) or "*"
    endings = [one.strip() for one in wanted.split(",")]
    accept, others = kindred.file_types(endings)
    several = raw.get("multiple") is True
    lost = [(one[:40], "files of this type are not accepted") for one in others]
    if "*" in endings:
        lost.append(("*", f"accepted are {', '.join(accept)}"))
    if several:
        lost.append(("multiple", f"at most {kindred.MANY_FILES} files"))
    return Asked("upload" if accept else "", {"accept": accept, "max": kindred.MANY_FILES if several else 1}, lost)


def _signature(_raw: dict[str, Any]) -> Asked:
    kind = kindred.known("signature")
    return Asked(kind) if kind else Asked("", lost=[("signature", "our forms have no place to sign")])


KINDS: dict[str, Made] = {
    "textfield": _text, "textarea": _text, "number": _number, "currency": _number, "checkbox": _checkbox,
    "select": _select, "radio": lambda raw: _chosen("choice", raw.get("values")), "selectboxes": _boxes,
    "email": lambda _raw: Asked("email"), "phoneNumber": lambda _raw: Asked("phone"), "file": _file,
    "url": lambda _raw: Asked(*kindred.url()), "datetime": _date, "day": _date, "signature": _signature,
    "time": lambda _raw: Asked(*kindred.time()), "address": lambda _raw: Asked("address"),
}  # fmt: skip
