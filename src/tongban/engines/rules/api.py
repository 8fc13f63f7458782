"""The front door of rules: FEEL expressions, unary tests, DMN models.

Values in and out: Decimal (whole numbers and floats are taken, decimals given back), str, bool, None, date, time,
datetime, timedelta (days and time duration), YearsMonths, list, dict (context), Range, Function.
What Python's own types cannot hold (years outside 1 to 9999, nanoseconds) comes as FarDate, FineTime, FarMoment or
LongSpan, which `shown` and `to_json` write as any other. Times are compared by whole seconds, as FEEL has it.

    evaluate("if 面积 > 60 then 2 else 1", {"面积": 80})           # Decimal("2")
    test('[18..60), > 65', Decimal(70), {})                       # True
    decide(model=read_dmn(text, "fees.dmn"), decision="Fee", inputs={"area": 80}).result

What FEEL cannot compute is null with a warning, never an exception. FeelError is raised for a text that is no FEEL
and, as LimitError, for what is too deep, too long or too large. `at` is what `now()` and `today()` say; its zone
decides the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongban.engines.rules.builtins import TABLE, Builtin
from tongban.engines.rules.builtins.parameters import use as use_parameters
from tongban.engines.rules.checks import ARTICLE, check_model
from tongban.engines.rules.columns import Column, Plan, Quality
from tongban.engines.rules.dated import check_names
from tongban.engines.rules.described import Asked, Described, described
from tongban.engines.rules.dmn import read_model, read_with
from tongban.engines.rules.errors import FeelError, Finding, LimitError, ModelError, Warn
from tongban.engines.rules.expressions import (
    Cell,
    Evaluation,
    Expression,
    cell,
    expression,
    guarded,
    inner_names,
    unusual,
)
from tongban.engines.rules.folder import read_file
from tongban.engines.rules.kernels import read_kernels
from tongban.engines.rules.messages import MESSAGES
from tongban.engines.rules.model import Model
from tongban.engines.rules.mutation import Report, Survivor, mutated
from tongban.engines.rules.outside import called_outside
from tongban.engines.rules.reckoning import Reckoning, reckoned
from tongban.engines.rules.rounding import check_rounding as unrounded
from tongban.engines.rules.run import MAX_STEPS, Frame, Run
from tongban.engines.rules.runner import Outcome, Row, Used, run_all, run_decision, run_service
from tongban.engines.rules.saying import Said, say, translated
from tongban.engines.rules.shown import shown
from tongban.engines.rules.values import Function, Range, YearsMonths, to_feel
from tongban.engines.rules.weighing import Weighed, weighed
from tongban.engines.rules.wire import WireError, from_json, inputs_from_json, inputs_of, parsed, to_json, unparsed
from tongban.engines.rules.worked import Proof, WorkedCase
from tongban.engines.rules.worked import prove as proved
from tongban.engines.rules.writer import written

if TYPE_CHECKING:
    from tongban.engines.rules.conditions import RowCondition

__all__ = [
    "Asked", "Cell", "Column", "Described", "Evaluation", "Expression", "FeelError", "Finding", "Function",
    "Functions", "LimitError", "Model", "ModelError", "Outcome", "Plan", "Proof", "Quality", "Range", "Reckoning",
    "Report", "Row", "Said", "Survivor", "Used", "Warn", "Weighed", "WireError", "WorkedCase", "YearsMonths",
    "built_in", "call_service", "check", "check_parameters", "check_rounding", "compile_expression", "compile_tests",
    "decide", "describe", "evaluate", "evaluate_all", "foreign_names", "from_json", "inputs_from_json", "inputs_of",
    "is_article", "messages", "mutate", "parsed", "picture", "plan_filter", "prove", "read_dmn", "read_dmn_file",
    "read_functions", "reckon", "row_condition", "say", "shown", "test", "to_feel", "to_json", "translated",
    "unparsed", "use_parameters", "weigh", "write_dmn",
]  # fmt: skip

Functions = Mapping[str, Builtin]  # what `read_functions` gives


def compile_expression(text: str, *, names: Iterable[str] = ()) -> Expression:
    """Compiles an expression once; the same text is found again. `names`: those of the context, needed only for names
    with signs or reserved words in them (`a-b`, `date and time`); a context given whole shows those inside it too.
    `.names` are the names that it uses; `.evaluate(context)` gives value and warnings. Raises FeelError with line,
    column and suggestion.
    """
    return expression(text, unusual(names, text), inner_names(names, text))


def built_in() -> frozenset[str]:
    """The names of FEEL's own functions, which an expression may use besides those of its context."""
    return frozenset(TABLE)


def messages() -> Mapping[str, str]:
    """Everything that the engine can say, by code: the English text with the names of its parts."""
    return MESSAGES


def compile_tests(text: str, *, names: Iterable[str] = ()) -> Cell:
    """Compiles unary tests (`-`, `< 5`, `[1..9], 12`, `not("a")`). Raises FeelError."""
    return cell(text, unusual(names, text))


def evaluate(
    expression: str, context: Mapping[str, Any], *, steps: int = MAX_STEPS, at: dt.datetime | None = None
) -> Any:
    """The value of an expression in a context; null where FEEL has none. For the warnings use `compile_expression`.
    Raises FeelError for a faulty text, LimitError after so many steps.
    """
    return compile_expression(expression, names=context).evaluate(context, steps=steps, at=at).value


def test(
    unary: str,
    value: Any,
    context: Mapping[str, Any],
    *,
    steps: int = MAX_STEPS,  # noqa: PT028 (`test` is FEEL's word; this is none of pytest's)
    at: dt.datetime | None = None,  # noqa: PT028
) -> bool:
    """Whether a value passes unary tests, as in a cell of a decision table. Raises FeelError as `evaluate` does."""
    compiled = compile_tests(unary, names=context)
    inputs = {name: to_feel(context[name]) for name in compiled.names if name in context}
    return guarded(lambda: compiled.test(to_feel(value), Frame(inputs, Run(steps, at))))


test.__test__ = False  # type: ignore[attr-defined]  # pytest must not take the function for a test


def read_dmn(text: str, source: str, *, imports: Mapping[str, Model] | None = None, lenient: bool = False) -> Model:
    """Reads and compiles a DMN model (1.2 to 1.5); the same text is compiled once. `source` names it in messages;
    `imports` are the models that it may import, by namespace. Raises ModelError with every fault found: no XML,
    unknown elements, FEEL errors with their cell, cycles. `lenient` is for models from elsewhere: what can be decided
    is, faults stand in `.findings`, and only what is no model at all raises ModelError.
    """
    if not imports and not lenient:
        return read_model(text, source)
    return read_with(text, source, imports or {}, lenient=lenient)


def read_dmn_file(path: Path, *, lenient: bool = True) -> Model:
    """Reads a model from a file, and what it imports from the `.dmn` files beside it. Raises ModelError as `read_dmn`
    does, and OSError.
    """
    return read_file(path, lenient=lenient)


def decide(
    *,
    model: Model,
    decision: str,
    inputs: Mapping[str, Any],
    steps: int = MAX_STEPS,
    at: dt.datetime | None = None,
    functions: Functions | None = None,
) -> Outcome:
    """Decides, and first what the decision requires. `inputs` go by the names of the input data; a name of a decision
    gives its result instead of deciding it. `.trace` names every rule row that matched, with its annotations, and
    `.parameters` the dated parameters that were read; `functions` are those that FEEL may call beside its own; inputs
    that are missing or of a wrong type are null with a warning, and so are names that the model does not know.
    Raises LookupError for an unknown decision, FeelError for values that FEEL does not have, LimitError.
    """
    return guarded(lambda: run_decision(model, decision, inputs, Run(steps, at, functions)))


def reckon(
    *,
    model: Model,
    decision: str,
    inputs: Mapping[str, Any],
    told: Callable[[Any], str],
    at: dt.datetime | None = None,
    functions: Functions | None = None,
) -> tuple[Any, tuple[Reckoning, ...]]:
    """Decides once more and says how: the result, and each formula without a table on the way, part by part with the
    values in it, which `told` writes. Bounded: a formula that is long or odd comes without lines. Raises as `decide`.
    """
    run = Run(MAX_STEPS, at, functions)
    result, found = guarded(lambda: reckoned(model, decision, inputs, run, told))
    return result, tuple(found)


def weigh(
    *,
    model: Model,
    decision: str,
    inputs: Mapping[str, Any],
    at: dt.datetime | None = None,
    functions: Functions | None = None,
) -> tuple[Weighed, ...]:
    """Decides once more and says of every row of the decision's table which of its conditions hold. Raises as `decide`
    does.
    """
    return tuple(guarded(lambda: weighed(model, decision, inputs, Run(MAX_STEPS, at, functions))))


def call_service(
    *,
    model: Model,
    service: str,
    inputs: Mapping[str, Any],
    steps: int = MAX_STEPS,
    at: dt.datetime | None = None,
    functions: Functions | None = None,
) -> Outcome:
    """Calls a decision service: `inputs` by the names of its input data and input decisions. The result is the value
    of its one output decision, or a context of them by name. Raises as `decide` does.
    """
    return guarded(lambda: run_service(model, service, inputs, Run(steps, at, functions)))


def evaluate_all(
    *,
    model: Model,
    inputs: Mapping[str, Any],
    steps: int = MAX_STEPS,
    at: dt.datetime | None = None,
    functions: Functions | None = None,
) -> Outcome:
    """Decides every decision of a model; the result is a context of their values by name. Raises as `decide` does."""
    return guarded(lambda: run_all(model, inputs, Run(steps, at, functions)))


def write_dmn(model: Model, *, version: str = "1.5") -> str:
    """The XML of a model in the namespaces of a version (1.2 to 1.5), with its annotations, graphics and comments as
    they were read. Raises LookupError for an unknown version, ModelError when it lacks an element of the model.
    """
    return written(model.text, model.source, version)


def picture(model: Model, language: str) -> str:
    """The requirement diagram as an SVG element, where the model draws it or else laid out here; `language` is that of
    its description. Raises LimitError for a model of thousands of elements.
    """
    from tongban.engines.rules.picture import drawn_model  # noqa: PLC0415 (its words need Django, the rest does not)

    return drawn_model(model, language)


def check(model: Model, *, article: bool = True, functions: Collection[str] = ()) -> tuple[Finding, ...]:
    """What is wrong with a model that can be read: unknown names, rows without an article, overlaps, gaps, rows that
    can never match. `article=False` takes a missing article as a warning (models from elsewhere); `functions` are the
    names of those that it may call beside FEEL's own.
    """
    return check_model(model, article=article, functions=frozenset(functions))


def describe(unary: str) -> Described:
    """What a cell of a decision table asks, as data for plain words; what is more than values, limits and ranges
    comes back as its text. Never raises.
    """
    return described(unary)


def is_article(annotation: str) -> bool:
    """Whether an annotation column of this name holds the article that a row follows."""
    return annotation.casefold() in ARTICLE


def check_parameters(model: Model, *, known: Collection[str]) -> tuple[Finding, ...]:
    """Errors for `parameter("…")` with a name that is none of the known ones, warnings for names not written out."""
    return tuple(check_names(model, known))


def check_rounding(model: Model, *, decision: str) -> tuple[Finding, ...]:
    """An error for each amount of a money decision that the rule itself does not round. Raises LookupError."""
    return unrounded(model, decision)


def prove(*, model: Model, case: WorkedCase, functions: Functions | None = None) -> Proof:
    """Decides a worked case and says what is otherwise than expected. Never raises for what a case or model says."""
    return proved(model, case, functions)


def mutate(
    *,
    model: Model,
    cases: Sequence[WorkedCase],
    functions: Functions | None = None,
    seconds: float = 60,
) -> Report:
    """Changes a model in one place at a time and asks its worked cases: which changes nobody notices. Ends in time."""
    return mutated(model, cases, functions=functions, seconds=seconds)


def read_functions(text: str, source: str) -> Functions:
    """The pure functions of a package's `rules.py` by name, for `functions=`. Raises ModelError with every fault: types
    that FEEL does not have, imports and words that may not stand there. Nothing runs but constants.
    """
    return read_kernels(text, source)


def foreign_names(model: Model) -> frozenset[str]:
    """The names that a model calls and neither FEEL nor the model itself knows: functions of its package."""
    return called_outside(model)


def plan_filter(text: str, *, columns: Mapping[str, Column]) -> Plan:
    """A filter over records as a condition for the database, with FEEL's three values kept, and what is left to ask of
    each record with the reasons. Raises FeelError.
    """
    from tongban.engines.rules.sql import planned  # noqa: PLC0415 (needs the ORM, the rest does not)

    return planned(text, columns)


def row_condition(text: str, *, qualities: Mapping[str, Quality], subject: Collection[str]) -> RowCondition:
    """A condition on objects and on who asks (`amount < 100000 and division = subject.division`), judged of one object
    by the engine and of many by the database. `qualities` are the attributes of the objects, `subject` the names of
    what is known of the subject. Raises FeelError for a text that is none, unknown names, and what the database cannot
    judge, with the reason.
    """
    from tongban.engines.rules.conditions import row_condition as made  # noqa: PLC0415 (needs the ORM)

    return made(text, qualities, subject)
