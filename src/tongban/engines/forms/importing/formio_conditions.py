"""When a component of Form.io is shown, as a FEEL condition over what was asked before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tongban.engines.forms.declarations import Field
from tongban.engines.forms.importing.formio_json import number, table, tables, value, words, written, yes
from tongban.engines.forms.importing.naming import quoted

DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(T.*)?")
SIGNS = {
    "isEqual": "=", "isNotEqual": "!=", "lessThan": "<", "greaterThan": ">", "lessThanOrEqual": "<=",
    "greaterThanOrEqual": ">=", "isDateEqual": "=", "isNotDateEqual": "!=", "dateLessThan": "<",
    "dateGreaterThan": ">", "dateLessThanOrEqual": "<=", "dateGreaterThanOrEqual": ">=",
}  # fmt: skip
CALLS = {
    "includes": "contains({}, {})", "notIncludes": "not(contains({}, {}))", "contains": "contains({}, {})",
    "startsWith": "starts with({}, {})", "endsWith": "ends with({}, {})",
}  # fmt: skip
ORDERED = ("<", ">", "<=", ">=")
LOGIC = {"==": "=", "===": "=", "!=": "!=", "!==": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
MAX_LOGIC = 20


class NotSaid(ValueError):  # noqa: N818 (it names what is the matter)
    """A condition cannot be said; the message says why."""


def condition(raw: Any, fields: Mapping[str, Field]) -> str:
    """FEEL for the `conditional` of a component; empty without one. `fields`: what was asked before, by key and path.
    Raises NotSaid.
    """
    said = table(raw)
    if said.get("json"):
        return logic(said["json"], fields)
    several = list(tables(said.get("conditions")))
    if not several and not said.get("when"):
        return ""
    pairs = several or [{"component": said["when"], "operator": "isEqual", "value": said.get("eq")}]
    join = " or " if said.get("conjunction") == "any" else " and "
    texts = [_one(pair, fields) for pair in pairs]
    whole = join.join(f"({text})" for text in texts) if len(texts) > 1 else texts[0]
    return whole if yes(said.get("show")) else f"if {whole} then false else true"


def _one(pair: dict[str, Any], fields: Mapping[str, Field]) -> str:
    name, operator = words(pair.get("component")), words(pair.get("operator")) or "isEqual"
    field = _field(name, fields)
    if operator in ("isEmpty", "isNotEmpty"):
        return f"{field.name} {'=' if operator == 'isEmpty' else '!='} null"
    given = pair.get("value")
    if operator in CALLS and field.kind in ("text", "longtext", "address"):
        return CALLS[operator].format(field.name, quoted(words(given)))
    if operator not in SIGNS:
        raise NotSaid(f"the comparison {operator[:40]!r} is not known")
    return compared(field, SIGNS[operator], given)


def _field(name: str, fields: Mapping[str, Field]) -> Field:
    field = fields.get(name.removeprefix("data."))
    if field is None:
        raise NotSaid(f"it looks at {name[:60]!r}, which is not asked before")
    return field


def compared(field: Field, sign: str, given: Any) -> str:
    """One comparison, in the type of the field."""
    if field.kind == "choices":
        text = f"list contains({field.name}, {quoted(value(given))})"
        if sign not in ("=", "!="):
            raise NotSaid("a list of answers has no order")
        return text if sign == "=" else f"if {text} then false else true"
    return f"{field.name} {sign} {_literal(field, given, sign)}"


def _literal(field: Field, given: Any, sign: str) -> str:
    if field.kind in ("yesno", "statement"):
        if sign not in ("=", "!="):
            raise NotSaid("yes and no have no order")
        return "true" if yes(given) or given in (1, "1") else "false"
    if field.kind in ("number", "money", "integer", "decimal"):
        exact = number(given)
        if exact is None:
            raise NotSaid(f"{str(given)[:40]!r} is no number")
        return written(exact)
    if field.kind == "date":
        found = DATE.fullmatch(words(given))
        if not found:
            raise NotSaid(f"{words(given)[:40]!r} is no date")
        return f'date("{found[1]}")'
    if field.kind == "upload" or sign in ORDERED:
        raise NotSaid(f"answers of the kind {field.kind} are not compared so")
    return quoted(value(given))


def logic(raw: Any, fields: Mapping[str, Field], depth: int = 0) -> str:
    """JSONLogic of comparisons, `and`, `or`, `!` as FEEL. Raises NotSaid for anything more."""
    said = table(raw)
    if len(said) != 1 or depth > MAX_LOGIC:
        raise NotSaid("this JSONLogic is more than comparisons joined by and, or, not")
    ((operator, given),) = said.items()
    values = given if isinstance(given, list) else [given]
    if operator in ("and", "or") and values:
        return f" {operator} ".join(f"({logic(one, fields, depth + 1)})" for one in values)
    if operator == "!" and len(values) == 1:
        return f"if {logic(values[0], fields, depth + 1)} then false else true"
    if operator in LOGIC and len(values) == len("ab"):
        return _comparison(values, LOGIC[operator], fields)
    raise NotSaid(f"the JSONLogic operator {str(operator)[:40]!r} cannot be said")


def _comparison(values: list[Any], sign: str, fields: Mapping[str, Field]) -> str:
    first = table(values[0])
    if "var" not in first or isinstance(values[1], dict | list):
        raise NotSaid("a comparison of JSONLogic has a var first and a value second")
    return compared(_field(words(first["var"]), fields), sign, values[1])
