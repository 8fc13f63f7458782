"""Pure functions of a package: called by FEEL with declared types; what may not stand there is refused with its line."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.engines.rules import api as rules
from tongban.engines.rules.run import Frame, Run

TEXT = '''"""Numbers that no table can say."""
from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

SMALL = Decimal("0.000001")


def annuity(principal: Decimal, rate: Decimal, months: Decimal) -> Decimal | None:
    """The monthly payment."""
    if months <= 0:
        return None
    if rate == 0:
        return principal / months
    growth = (1 + rate) ** months
    return (principal * rate * growth / (growth - 1)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def marginal(amount: Decimal, brackets: list[dict]) -> Decimal:
    total = Decimal(0)
    for one in brackets:
        low, high = one["from"], one.get("to")
        top = amount if high is None else min(amount, high)
        total += _part(low, top) * one["rate"]
    return total


def _part(low: Decimal, high: Decimal) -> Decimal:
    return max(high - low, Decimal(0))


def age(born: date, on: date) -> Decimal:
    return Decimal(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def spin(times: Decimal) -> Decimal:
    return sum([Decimal(1) for _ in range(times) for _ in range(1000)])


def wrong(value: Decimal) -> Decimal:
    return "text"


def fails(value: Decimal) -> Decimal:
    return value / 0
'''
KERNELS = rules.read_functions(TEXT, "rules.py")


def asked(text: str, **names: object) -> tuple[object, str]:
    run = Run(functions=KERNELS)
    value = rules.compile_expression(text).code(Frame({name: rules.to_feel(one) for name, one in names.items()}, run))
    return value, "; ".join(str(one) for one in run.warnings)


def test_the_functions_without_underscore_are_seen():
    assert set(KERNELS) == {"annuity", "marginal", "age", "spin", "wrong", "fails"}


@pytest.mark.parametrize(("text", "value"), [
    ("annuity(100000, 0.004, 240)", Decimal("648.96")), ("annuity(principal: 1200, rate: 0, months: 12)", Decimal(100)),
    ("annuity(1, 0, 0)", None), ('age(date("2000-05-02"), date("2026-05-01"))', Decimal(25)),
    ("marginal(50, [{from: 0, to: 10, rate: 0.1}, {from: 10, to: null, rate: 0.2}])", Decimal(9)),
    ("for x in [1200, 2400] return annuity(x, 0, 12)", [Decimal(100), Decimal(200)]),
])  # fmt: skip
def test_feel_calls_them_by_name(text: str, value: object):
    assert asked(text) == (value, "")


def test_a_name_of_the_context_goes_first():
    assert asked("age", age=3) == (Decimal(3), "")


@pytest.mark.parametrize(("text", "words"), [
    ('annuity("a", 0, 1)', "'principal' must be a number, got string"), ("annuity(1)", "takes 3 arguments"),
    ("wrong(1)", "gave a string, which is none of its declared types"), ("fails(1)", "DivisionByZero"),
    ("spin(1000000)", "a range of more than"), ("annuity(1, 9, 99999999)", "annuity"),
])  # fmt: skip
def test_what_has_no_value_is_null_with_a_warning(text: str, words: str):
    value, warned = asked(text)
    assert value is None
    assert words in warned


def test_a_loop_costs_steps():
    with pytest.raises(rules.LimitError):
        asked("spin(5000)")


@pytest.mark.parametrize(("text", "words"), [
    ("import os", "only functions, constants"), ("from os import system", "os.system may not be imported"),
    ("from decimal import getcontext", "may not be imported"), ("from math import gcd as x", "may not be imported"),
    ("x = open('/etc/passwd')", "a constant cannot be made"), ("x = ().__class__", ".__class__ may not be used"),
    ("class A: pass", "only functions"), ("def f(x): return x", "x has no type of FEEL"),
    ("def f(x: Decimal): return x", "the result has no type"), ("def f(x: float) -> Decimal: return x", "no type"),
    ("def f(x: Decimal = 1) -> Decimal: return x", "plain parameters only"), ("def f(*x: Decimal) -> Decimal: return x", "plain"),
    ("@g\ndef f() -> Decimal: return 1", "plain"), ("def f() -> Decimal: return 1.5", "no exact number"),
    ("def f() -> Decimal:\n    while True: pass", "While may not stand"), ("def f() -> str: return f'{1}'", "JoinedStr"),
    ("def f() -> str: return 'x'.format(1)", ".format may not be used"), ("def f() -> Decimal: return (lambda: 1)()", "Lambda"),
    ("def f() -> Decimal:\n    global x\n    x = 1", "Global"), ("def f() -> Decimal: return __builtins__", "may not be used"),
    ("def f() -> Decimal:\n    try: pass\n    except: pass", "Try may not stand"), ("def f(:", "not Python"),
    ("def f() -> Decimal: return 1\ndef f() -> Decimal: return 2", "the name is taken"), ("x = 1\n" * 151, "more than 150 lines"),
    ("def f() -> Decimal:\n    def g() -> Decimal: return 1\n    return g()", "FunctionDef may not stand"),
    ("def f() -> Decimal: return (x := 1)", "NamedExpr"), ("print('x')", "only functions"), ("\0", "not Python"),
])  # fmt: skip
def test_what_may_not_stand_there_is_refused_with_its_line(text: str, words: str):
    with pytest.raises(rules.ModelError) as refused:
        rules.read_functions(text, "rules.py")
    assert any(words in one.message and one.line >= 1 for one in refused.value.findings), refused.value


def test_a_name_that_was_not_imported_is_a_warning_when_it_runs():
    kernels = rules.read_functions("def f() -> Decimal:\n    return eval", "rules.py")
    run = Run(functions=kernels)
    assert rules.compile_expression("f()").code(Frame({}, run)) is None
    assert "NameError" in str(run.warnings[0])


@given(st.text(max_size=80))
def test_no_text_ends_in_another_error(text: str):
    with contextlib.suppress(rules.ModelError):
        rules.read_functions(text, "rules.py")
