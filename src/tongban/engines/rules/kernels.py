"""Numeric kernels: the pure functions of a package's `rules.py`, for what no table can say. FEEL calls them by name.

The text is parsed, held against a list of what may stand in it, and only then compiled: functions with declared types
of FEEL's values, constants, loops over what is there. No import beyond three modules of numbers and days, no attribute
that begins with an underscore, no state, no way out. A loop costs steps of the run.
"""

from __future__ import annotations

import ast
import contextvars
import datetime as dt
import decimal
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from types import CodeType
from typing import Any

from tongban.engines.rules.builtins.registry import Builtin, Parameter, Signature, Undefined
from tongban.engines.rules.errors import FeelError, Finding, ModelError
from tongban.engines.rules.kernel_guards import Guarded
from tongban.engines.rules.run import Run
from tongban.engines.rules.saying import say
from tongban.engines.rules.values import NUMBERS, kind_of, to_feel

MAX_LINES = 150
MAX_RANGE = 100_000
MODULES: dict[str, dict[str, Any]] = {
    "decimal": {name: getattr(decimal, name) for name in (
        "Decimal", "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_UP", "ROUND_DOWN", "ROUND_FLOOR",
        "ROUND_CEILING")},
    "datetime": {"date": dt.date, "timedelta": dt.timedelta},
    "math": {name: getattr(math, name) for name in ("gcd", "lcm", "isqrt", "floor", "ceil")},
}  # fmt: skip
BUILTINS: dict[str, Any] = {
    one.__name__: one
    for one in (abs, all, any, bool, dict, enumerate, int, len, list, max, min, reversed, sorted, str, sum,
                tuple, zip)
}  # fmt: skip
ATTRIBUTES = frozenset(
    ("quantize", "to_integral_value", "sqrt", "ln", "exp", "log10", "copy_abs", "is_zero", "year", "month", "day",
     "days", "weekday", "isoweekday", "toordinal", "fromordinal", "replace", "append", "items", "keys", "values", "get",
     "startswith", "endswith", "upper", "lower", "strip", "split")
)  # fmt: skip
NODES = (
    ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.For, ast.If,
    ast.Expr, ast.Pass, ast.Break, ast.Continue, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.IfExp, ast.Dict, ast.List,
    ast.Tuple, ast.Set, ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.comprehension, ast.Compare, ast.Call,
    ast.keyword, ast.Constant, ast.Attribute, ast.Subscript, ast.Slice, ast.Name, ast.expr_context, ast.boolop,
    ast.operator, ast.unaryop, ast.cmpop, ast.Starred,
)  # fmt: skip
TYPES = {"Decimal": "number", "str": "string", "bool": "boolean", "date": "date", "list": "list", "dict": "context"}
FAULTS = (NameError, ArithmeticError, ValueError, TypeError, LookupError, AttributeError, RecursionError, FeelError)
_run: contextvars.ContextVar[Run] = contextvars.ContextVar("run")


def read_kernels(text: str, source: str) -> Mapping[str, Builtin]:
    """The functions of a text by name; the same name with a leading underscore is not seen from outside. Raises
    ModelError with every fault and its line.
    """
    reader = _Reader(source)
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reader.fault(getattr(error, "lineno", 1) or 1, say("not-python", reason=getattr(error, "msg", error)))
        reader.done()
    if len(text.splitlines()) > MAX_LINES:
        reader.fault(MAX_LINES + 1, say("more-than-lines-what-is-regular", max_lines=MAX_LINES))
    reader.module(tree)
    reader.done()
    names = {"__builtins__": {}, "__each": _each, "__power": _power, **BUILTINS, "range": _range, **reader.imported}
    code: CodeType = compile(ast.fix_missing_locations(Guarded().visit(tree)), source, "exec")
    try:
        exec(code, names)  # noqa: S102 (every node of it was held against the lists above)
    except FAULTS as error:
        reader.fault(1, say("constant-cannot-be-made", reason=error))
        reader.done()
    return {
        name: _kernel(name, *declared, names[name])
        for name, declared in reader.functions.items()
        if not name.startswith("_")
    }


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.functions: dict[str, tuple[tuple[Parameter, ...], frozenset[str]]] = {}
        self.imported: dict[str, Any] = {}

    def fault(self, line: int, message: str, suggestion: str = "") -> None:
        self.findings.append(Finding("error", self.source, 0, 0, "", line, message, suggestion))

    def done(self) -> None:
        if self.findings:
            raise ModelError(tuple(self.findings))

    def module(self, tree: ast.Module) -> None:
        body: list[ast.stmt] = []
        for node in tree.body:
            if isinstance(node, ast.ImportFrom):
                self.imports(node)
            elif isinstance(node, ast.FunctionDef):
                self.function(node)
                body.append(node)
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                self.inside(node)
                body.append(node)
            elif not _is_text(node):
                self.fault(node.lineno, say("only-functions-constants-and-imports-of"))
        tree.body = list(body)

    def imports(self, node: ast.ImportFrom) -> None:
        if node.module == "__future__":
            return
        known = MODULES.get(node.module or "", {})
        for one in node.names:
            if one.name not in known or one.asname:
                allowed = "; ".join(f"{module}: {', '.join(names)}" for module, names in MODULES.items())
                self.fault(
                    node.lineno,
                    say("may-not-be-imported", module=node.module, name=one.name),
                    say("known", names=allowed),
                )
            else:
                self.imported[one.name] = known[one.name]

    def function(self, node: ast.FunctionDef) -> None:
        given = node.args
        if (
            node.decorator_list
            or given.vararg
            or given.kwarg
            or given.kwonlyargs
            or given.posonlyargs
            or given.defaults
        ):
            self.fault(node.lineno, say("plain-parameters-only-without-defaults-and", name=node.name))
        for one in given.args:
            if not _kinds(one.annotation):
                self.fault(
                    node.lineno,
                    say("has-no-type-of-feel", name=node.name, arg=one.arg),
                    say("known", names=", ".join(TYPES)),
                )
        if not _kinds(node.returns):
            self.fault(
                node.lineno, say("result-has-no-type-of-feel", name=node.name), say("known", names=", ".join(TYPES))
            )
        if node.name in self.functions or node.name.startswith("__"):
            self.fault(node.lineno, say("name-is-taken", name=node.name))
        parameters = tuple(Parameter(one.arg, _kinds(one.annotation)) for one in given.args)
        self.functions[node.name] = parameters, _kinds(node.returns)
        for child in node.body:
            self.inside(child)

    def inside(self, tree: ast.AST) -> None:
        for node in ast.walk(tree):
            line = getattr(node, "lineno", getattr(tree, "lineno", 1))
            if not isinstance(node, NODES) or (isinstance(node, ast.FunctionDef)):
                self.fault(line, say("may-not-stand-in-rule", name=type(node).__name__))
            elif isinstance(node, ast.Attribute) and node.attr not in ATTRIBUTES:
                self.fault(
                    line, say("attribute-not-used", attr=node.attr), say("known", names=", ".join(sorted(ATTRIBUTES)))
                )
            elif isinstance(node, ast.Name) and node.id.startswith("__"):
                self.fault(line, say("name-not-used", id=node.id))
            elif isinstance(node, ast.Constant) and isinstance(node.value, float | complex | bytes):
                self.fault(line, say("no-exact-number", value=node.value), say("write-decimal"))


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _kinds(node: ast.expr | None) -> frozenset[str]:
    """The FEEL types of an annotation: `Decimal`, `list[Decimal]`, `date | None`; empty when there is none."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        left, right = _kinds(node.left), _kinds(node.right)
        return left | right if left and right else frozenset()
    if isinstance(node, ast.Constant) and node.value is None:
        return frozenset(("null",))
    if isinstance(node, ast.Subscript):
        node = node.value
    return frozenset((TYPES[node.id],)) if isinstance(node, ast.Name) and node.id in TYPES else frozenset()


def _each(items: Iterable[Any]) -> Iterator[Any]:
    run = _run.get(None)
    for item in items:
        if run is not None:
            run.charge()
        yield item


def _range(*limits: Any) -> range:
    found = range(*(int(one) for one in limits))
    if len(found) > MAX_RANGE:
        raise ValueError(say("range-of-more-than", max_range=MAX_RANGE))
    return found


def _power(base: Any, exponent: Any) -> Decimal:
    found = NUMBERS.power(Decimal(base), Decimal(exponent))
    if not found.is_finite():
        raise ValueError(say("to-power-of-is-no-number", base=base, exponent=exponent))
    return found


def _kernel(
    name: str, parameters: tuple[Parameter, ...], result: frozenset[str], function: Callable[..., Any]
) -> Builtin:
    """The function as FEEL calls it: null with a warning for what it has no value for."""

    def call(run: Run, *arguments: Any) -> Any:
        token = _run.set(run)
        try:
            with decimal.localcontext(decimal.Context(prec=NUMBERS.prec)):
                found = to_feel(function(*arguments))
        except FAULTS as error:
            if isinstance(error, FeelError):
                raise
            raise Undefined(f"{type(error).__name__}: {error}"[:200]) from None
        finally:
            _run.reset(token)
        if kind_of(found) not in result:
            raise Undefined(say("gave-which-is-none-of-its", kind=kind_of(found)))
        return found

    made = Builtin(name)
    made.signatures.append(Signature(parameters, "", call))
    return made
