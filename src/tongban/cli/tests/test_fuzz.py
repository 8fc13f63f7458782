"""Random expressions, contexts and models: a reply, never the last net under the engine."""

import argparse
import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.cli import decisions, guard, rules
from tongban.engines.rules.tests.models import definitions, input_data, literal, requires, table

PIECES = [
    "1",
    "x",
    "y.z",
    '"a"',
    '@"2026-01-31"',
    "+",
    "-",
    "*",
    "/",
    "**",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "..",
    "<",
    "=",
    ">=",
    "in",
    "if",
    "then",
    "else",
    "for",
    "i",
    "return",
    "some",
    "every",
    "satisfies",
    "and",
    "or",
    "not(",
    "between",
    "instance",
    "of",
    "function(",
    "null",
    "true",
    "date(",
    "time(",
    "duration(",
    "string(",
    "count(",
    "sum(",
    "sort(",
    "list",
    "replace(",
    "matches(",
    '"(a|b)*$"',
    "substring(",
    "item",
    "partial",
    "?",
    "1e6000",
    "-1",
    "0.5",
    "[1,2,3]",
    "{a:1}",
    "费",
    "number",
    "context",
    "get",
    "value(",
    "range(",
    '"[1..2]"',
    "now()",
    "today()",
    "day",
    "of",
    "week(",
    "after(",
    "overlaps(",
    "//c",
    "/*",
    "\\",
    "'",
    "\n",
    "is(",
    "mode(",
    "exp(",
    "0",
    "99999999999",
]
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join), st.text(max_size=40))
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["x", "date", "range", "context"]), inner, max_size=2),
    max_leaves=6,
)  # fmt: skip
QUIET = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def looked_at(reply):
    assert b"the engine failed" not in reply.err, reply.err
    assert reply.code in (0, 1)
    assert reply.code == 0 or 10 <= len(reply.err) <= 2_000 or reply.out


@QUIET
@given(TEXTS, JSON, st.booleans())
def test_any_expression_and_context_is_answered(tmp_path, text, value, unary):
    (tmp_path / "c.json").write_text(json.dumps({"x": value, "y": {"z": value}}), encoding="utf-8")
    chosen = argparse.Namespace(
        expression="-", context=str(tmp_path / "c.json"), unary=unary, input=json.dumps(value) if unary else None
    )
    data = text.encode("utf-8", "replace")
    reply = guard.answered(lambda _: rules._feel(chosen, data), b"")
    looked_at(reply)
    if reply.code == 0:
        json.loads(reply.out)


MODEL = definitions(
    '<itemDefinition name="t"><typeRef>number</typeRef><allowedValues><text>[0..9]</text></allowedValues></itemDefinition>'
    + input_data("a", "t")
    + literal("Sum", "a + 1", needs=requires("a"), kind="number")
    + literal("Twice", "Sum * 2", needs=requires("Sum", kind="Decision"))
    + '<decisionService name="S"><outputDecision href="#d_Twice"/><inputData href="#i_a"/></decisionService>'
)
TABLE = table([("<= 60", '"a"', "1"), ("> 60", "-", "2")], inputs=[("x", "number"), ("y", "string")], default="0")


def changed(text: str, pick: random.Random) -> str:
    """The text with some of its parts cut out, doubled, swapped or made strange."""
    for _ in range(pick.randrange(1, 4)):
        start = pick.randrange(len(text))
        end = min(len(text), start + pick.choice([1, 3, 12, 60]))
        part = text[start:end]
        text = (
            text[:start] + pick.choice(["", part * 2, part[::-1], "0", '"', "<x/>", "&#1;", "typeRef='t'"]) + text[end:]
        )
    return text


@pytest.mark.parametrize("text", [MODEL, TABLE], ids=["model", "table"])
@QUIET
@given(seed=st.integers(0, 1 << 30))
def test_any_damage_to_a_model_is_answered(tmp_path, text, seed):
    path = tmp_path / "m.dmn"
    path.write_text(changed(text, random.Random(seed)), encoding="utf-8")  # noqa: S311 (damage, no secrets)
    decisions._models.clear()
    asked = {"id": 1, "model": str(path), "input": {"a": 1, "x": 2, "y": "b"}}
    for more in ({}, {"decision": "D"}, {"service": "S"}):
        reply = decisions._answered(json.dumps({**asked, **more}).encode())
        looked_at(reply)
        assert "the engine failed" not in json.loads(reply.out).get("error", "")
    looked_at(guard.answered(lambda _: decisions.check(path), b""))
