"""TOML becomes frozen values; every fault names its place and what was expected."""

import contextlib
import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.declarations.api import DeclarationError, LegalBasis, Problem, Text, parse, parse_many, parse_toml


@dataclass(frozen=True)
class Limit:
    amount: int
    unit: Literal["working_days", "months"] = "working_days"

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a limit is at least 1")


@dataclass(frozen=True)
class Offer:
    title: Text
    limit: Limit
    since: dt.date = field(metadata={"key": "from"})
    fee: Decimal = Decimal(0)
    open: bool = True
    words: tuple[str, ...] = ()
    steps: tuple[Limit, ...] = ()
    named: dict[str, Limit] = field(default_factory=dict)
    later: dt.date | None = None
    anything: Any = None


GOOD = 'from = 2024-01-01\ntitle = {zh = "一", en = "One"}\nlimit = {amount = 7}\n'


def test_a_text_becomes_frozen_values() -> None:
    found = parse(
        GOOD + 'fee = 0.10\nwords = ["a"]\nlater = 2025-01-01\n[[steps]]\namount = 1\n[named.x]\namount = 2',
        Offer,
        source="x",
    )
    assert (found.since, found.fee, found.words, found.later) == (
        dt.date(2024, 1, 1),
        Decimal("0.10"),
        ("a",),
        dt.date(2025, 1, 1),
    )
    assert (found.steps, found.named) == ((Limit(1),), {"x": Limit(2)})
    with pytest.raises(AttributeError):
        found.fee = Decimal(1)


@pytest.mark.parametrize(("text", "path", "message"), [
    (GOOD + 'titel = "x"', "titel", "did you mean 'title'"),
    (GOOD + "zzzz = 1", "zzzz", "known: title"),
    (GOOD.replace("7", '"7"'), "limit.amount", "expected a whole number, got '7'"),
    (GOOD.replace("7", "true"), "limit.amount", "expected a whole number"),
    (GOOD.replace("7", "0"), "limit", "a limit is at least 1"),
    (GOOD.replace("{amount = 7}", "7"), "limit", "expected a table with amount, unit"),
    (GOOD.replace("amount = 7", 'amount = 7, unit = "working_day"'), "limit.unit", "did you mean 'working_days'"),
    (GOOD.replace("limit =", "limits ="), "limit", "missing; expected a table"),
    (GOOD.replace("2024-01-01", "2024-01-01T10:00:00"), "from", "expected a date"),
    (GOOD.replace("from", "since"), "since", "unknown key"),
    (GOOD + "fee = nan", "fee", "expected a number"),
    (GOOD + 'fee = "x"', "fee", "expected a number"),
    (GOOD + "open = 1", "open", "expected true or false"),
    (GOOD + 'words = "a"', "words", "expected a list"),
    (GOOD + "words = [1]", "words[0]", "expected text, got 1"),
    (GOOD + "steps = [{amount = 1}, {amout = 2}]", "steps[1].amout", "did you mean 'amount'"),
    (GOOD + "named = 1", "named", "expected a table"),
    (GOOD + "[named.x]\nunit = 1", "named.x.unit", "expected one of"),
    ("title = ", "end of document", "Invalid value"),
    ("a = 1\na = 2", "end of document", "Cannot overwrite"),
    ("a = " + "[" * 5000, "", "nested too deeply"),
    ("a = " + "1" * 5000, "", "too long"),
    ("a = 1e" + "9" * 30, "", "too long"),
    ("#" * 2_000_001, "", "larger than"),
])  # fmt: skip
def test_each_mistake_names_its_place(text: str, path: str, message: str) -> None:
    with pytest.raises(DeclarationError) as wrong:
        parse(text, Offer, source="offers/x.toml")
    assert str(wrong.value).startswith("offers/x.toml: ")
    assert any(one.path == path and message in str(one) for one in wrong.value.problems), str(wrong.value)


def test_all_mistakes_of_a_text_come_at_once() -> None:
    with pytest.raises(DeclarationError) as wrong:
        parse("fee = true\nopen = 1", Offer, source="x")
    assert {one.path for one in wrong.value.problems} == {"fee", "open", "from", "title", "limit"}


def test_a_text_of_many_tables_is_read_by_name() -> None:
    assert parse_many("[a]\namount = 1\n[b]\namount = 2", Limit, source="x") == {"a": Limit(1), "b": Limit(2)}
    with pytest.raises(DeclarationError, match=r"b\.amount: missing"):
        parse_many("[a]\namount = 1\n[b]", Limit, source="x")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_but_never_crashes(text: str) -> None:
    with contextlib.suppress(DeclarationError):
        parse_toml(text, "x")


def test_texts_follow_the_language_of_the_page() -> None:
    text = Text("一", "One")
    law = LegalBasis(Text("行政许可法", "Administrative Licensing Law"), "Article 42", "gazette")
    with translation.override("en"):
        assert (str(text), str(law), str(Text("一"))) == ("One", "Administrative Licensing Law, Article 42", "一")
    with translation.override("zh-hans"):
        assert (str(text), str(law)) == ("一", "《行政许可法》Article 42")


def test_a_problem_reads_as_a_sentence() -> None:
    assert str(Problem("f", "a.b", "unknown key", "did you mean 'c'?")) == "f: a.b: unknown key; did you mean 'c'?"
    assert str(Problem("f", "", "missing")) == "f: missing"
