"""Filters in FEEL over a register find exactly the rows that the engine would, whatever the database was asked."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.engines.rules import api as rules
from tongban.kernel.declarations.api import Text
from tongban.registers.records import api as records
from tongban.registers.records import filtering
from tongban.registers.records.models import Record

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
TITLE, UNIT = Text("甲", "A"), "430700.a"
KIND = records.RegisterType(
    code="test_filtered", title=TITLE, key="code", index=("name", "day"),
    fields=(
        records.Field("code", TITLE, UNIT), records.Field("name", TITLE, UNIT), records.Field("day", TITLE, UNIT, "date"),
        records.Field("grade", TITLE, UNIT), records.Field("open", TITLE, UNIT, "boolean"),
        records.Field("capital", TITLE, UNIT, "number"), records.Field("tags", TITLE, UNIT, "list"),
        records.Field("since", TITLE, UNIT, "date"),
    ),
)  # fmt: skip
TEXTS = ["a", "A", "b", "", "null", "true", "\U0001f600", "\uffff", "é", "e\u0301", "%", "a'b", '"', "x" * 250]
DAYS = ["2025-12-31", "2026-01-01", "2026-05-01"]
CHOICES = {
    "name": TEXTS, "day": DAYS, "grade": TEXTS, "open": [True, False], "capital": ["1", "1.0", "2.5", "-3"],
    "tags": [[], ["a"]], "since": DAYS,
}  # fmt: skip


@pytest.fixture
def rows() -> Callable[[str], list[str]]:
    """Rows with every value of every field beside missing ones and nulls; answers with what the engine alone finds."""
    records.declare(KIND)
    made = []
    fields = list(CHOICES)
    for place in range(90):
        data = {"code": f"k{place:03}"}
        for at, name in enumerate(fields):
            pool = [*CHOICES[name], None, "missing"]
            value = pool[(place * (at + 1) + place // 7) % len(pool)]
            if value != "missing":
                data[name] = value
        made.append(Record(register=KIND.code, key=data["code"], data=data, updated=AT, **KIND.columns(data)))
    Record.shared.bulk_create(made)

    def by_engine(where: str) -> list[str]:
        whole = rules.compile_expression(where)
        return [row.key for row in made if whole.evaluate(filtering.values(KIND, row.data), at=AT).value is True]

    return by_engine


def found(where: str) -> list[str]:
    return [one.key for one in records.find(register=KIND.code, where=where, limit=200, at=AT)]


def text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


CONSTANTS = st.one_of(
    st.sampled_from(TEXTS).map(text), st.sampled_from(DAYS).map(lambda day: f'date("{day}")'),
    st.sampled_from(["1", "2.5", "-3", "true", "false", "null", '"zz"', 'date("2026-01-02")']),
)  # fmt: skip
NAMES = st.sampled_from([*CHOICES, "code"])
COMPARED = st.builds(
    lambda name, sign, value, turned: f"{value} {sign} {name}" if turned else f"{name} {sign} {value}",
    NAMES, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), CONSTANTS, st.booleans(),
)  # fmt: skip
BETWEEN = st.builds(lambda name, low, high: f"{name} between {low} and {high}", NAMES, CONSTANTS, CONSTANTS)
RANGED = st.builds(
    lambda name, start, low, high, end: f"{name} in {start}{low}..{high}{end}",
    NAMES, st.sampled_from("[("), CONSTANTS, CONSTANTS, st.sampled_from("])"),
)  # fmt: skip
LISTED = st.builds(
    lambda name, items, list_: f"{name} in {'[' if list_ else '('}{', '.join(items)}{']' if list_ else ')'}",
    NAMES, st.lists(CONSTANTS, min_size=1, max_size=3), st.booleans(),
)  # fmt: skip
BOUNDS = st.builds(
    lambda name, sign, one, two: f"{name} in ({sign} {one}, {two})",
    NAMES, st.sampled_from(["<", "<=", ">", ">="]), CONSTANTS, CONSTANTS,
)  # fmt: skip
PLAIN = st.sampled_from(
    ["open", "name", "true", "false", "null", "not(open)", "string length(name) > 1", "count(tags) = 1"]
)
FILTERS = st.recursive(
    st.one_of(COMPARED, BETWEEN, RANGED, LISTED, BOUNDS, PLAIN),
    lambda inner: st.one_of(
        st.builds(lambda one: f"not({one})", inner),
        st.builds(lambda parts, word: "(" + f") {word} (".join(parts) + ")",
                  st.lists(inner, min_size=2, max_size=3), st.sampled_from(["and", "or"])),
    ),
    max_leaves=5,
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=FILTERS)
def test_a_filter_finds_what_the_engine_finds(rows, where: str):
    assert found(where) == rows(where)


SAYABLE = [
    'name = "a"', 'name != "a"', "name = null", "name != null", 'not(name = "a")', 'name < "b"', 'grade >= "a"',
    'day > date("2025-12-31")', 'since between date("2026-01-01") and date("2026-04-01")', "open", "not(open)",
    "open = true", 'name in ("a", "b")', 'name in ["a", null]', 'day in [date("2026-01-01")..date("2026-05-01"))',
    'not(name in ["a", "b"]) and (open or grade = "b")', '"a" = name', "name = 3", "not(name < 3)",
]  # fmt: skip


@pytest.mark.parametrize("where", SAYABLE)
def test_what_a_database_can_say_it_is_asked_alone(rows, where: str, django_assert_num_queries):
    assert records.search(register=KIND.code, where=where).by_database
    nothing = where in ("name = 3", "not(name < 3)")  # Django itself knows that no row can pass
    with django_assert_num_queries(0 if nothing else 1):
        assert found(where) == rows(where)


@pytest.mark.parametrize(("where", "reason"), [
    ("capital > 1", "numbers are kept as decimal text"), ('list contains(tags, "a")', "list contains"),
    ("tags = []", "lists are not kept"), ("name = grade", "something else than a value that is written out"),
    ('name + "a" = "aa"', "is not a field alone"), ("some x in tags satisfies x = name", "`some` and `every`"),
    ('name = "' + "x" * 200 + '"', "too long or odd"), ("open < true", "order"), ("day <= today()", "written out"),
    ('day in [date("2026-05-01")..date("2026-01-01")]', "before its start"),
])  # fmt: skip
def test_what_it_cannot_say_is_asked_of_each_row_with_the_reason(rows, where: str, reason: str):
    search = records.search(register=KIND.code, where=where)
    assert not search.by_database
    assert any(reason in one for one in search.reasons), search.reasons
    assert found(where) == rows(where)


def test_an_index_narrows_what_the_engine_looks_at(rows, monkeypatch):
    where = 'name = "a" and capital > 1 and grade != "b"'
    search = records.search(register=KIND.code, where=where)
    assert (search.indexed, search.by_database, len(search.reasons)) == (("name",), False, 1)
    wanted, seen, real = rows(where), [], filtering.values
    monkeypatch.setattr(filtering, "values", lambda kind, data: seen.append(data) or real(kind, data))
    assert found(where) == wanted
    assert {data["name"] for data in seen} == {"a"}


def test_the_index_of_the_column_is_used(rows):
    plan = filtering.plan(KIND, 'name = "a"')
    told = Record.shared.filter(plan.condition, register=KIND.code).explain()
    assert "records_c1" in told or connection.vendor != "sqlite", told


@pytest.mark.parametrize(
    ("where", "words"), [("name = ", "no filter in FEEL"), ("nam = 1", "nam"), ("1 +", "no filter")]
)
def test_what_is_no_filter_is_said(rows, where: str, words: str):
    with translation.override("en"), pytest.raises(records.RecordError, match=words):
        found(where)


def test_too_many_rows_are_not_looked_at_one_by_one(rows, monkeypatch):
    monkeypatch.setattr(filtering, "MAX_SEEN", 10)
    with translation.override("en"), pytest.raises(records.RecordError, match="More than 10 records"):
        found("capital > 100")
    assert list(itertools.islice(found('name = "a"'), 3))


def test_a_page_goes_on_after_the_last_key(rows):
    first = records.find(register=KIND.code, where="capital > 0", limit=3)
    rest = records.find(register=KIND.code, where="capital > 0", limit=200, after=first[-1].key)
    assert [one.key for one in (*first, *rest)] == rows("capital > 0")
