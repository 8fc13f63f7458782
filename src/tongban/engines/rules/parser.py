"""FEEL text to a syntax tree: precedence climbing over the cursor. Raises FeelError with line, column, suggestion."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tongban.engines.rules import tree
from tongban.engines.rules.cursor import MAX_CHAIN, Cursor
from tongban.engines.rules.lexer import Names, Token
from tongban.engines.rules.literals import number_of, temporal_of, text_of
from tongban.engines.rules.parser_types import type_of
from tongban.engines.rules.saying import say
from tongban.engines.rules.tree import Node

N = TypeVar("N", bound=Node)
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
RANKS = {"or": 1, "and": 2, "between": 3, "in": 3, "+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
RANKS.update(dict.fromkeys(COMPARISONS, 3))
CONSTANTS = {"true": True, "false": False, "null": None}
ENDS = frozenset(("then", "else", "return", "satisfies", "instance"))
NAMED = say("name-every-argument-or-none")
MAX_COMPARISONS = 20
MAX_ENTRIES = 2_000


def parse(text: str, names: Names, members: Names | None = None) -> Node:
    """Parses one expression; `members` are the names that paths and filters know."""
    return _whole(Parser(text, names, members), lambda parser: parser.expression())


def parse_tests(text: str, names: Names) -> tree.Tests:
    """Parses the cell of a decision table: `-`, tests separated by commas, or `not(…)` around them."""
    return _whole(Parser(text, names), lambda parser: parser.tests())


def _whole(parser: Parser, read: Callable[[Parser], N]) -> N:
    if parser.token.kind == "end":
        raise parser.fault(say("there-is-no-expression"), say("write-value-or-null"))
    found = read(parser)
    if parser.token.kind != "end":
        raise parser.fault(say("expected-end-found", found=parser.shown()))
    return found


class Parser(Cursor):
    """One method a grammar rule; the cursor does the rest."""

    def __init__(self, text: str, names: Names, members: Names | None = None) -> None:
        super().__init__(text, names, members)
        self._endpoint = False

    def expression(self, rank: int = 0, *, endpoint: bool = False) -> Node:
        """An expression of operators of at least this rank; the end of a range takes no filter."""
        outer, self._endpoint = self._endpoint, endpoint
        with self.deeper():
            left = self._prefix()
            comparisons = 0
            while (own := RANKS.get(self.token.text, 0)) > 0 and own >= rank:
                comparisons += own == RANKS["in"]
                if comparisons > MAX_COMPARISONS:
                    raise self.fault(say("too-many-comparisons-in-row"))
                left = self._operation(left, own)
        self._endpoint = outer
        return left

    def _operation(self, left: Node, rank: int) -> Node:
        sign = self.take()
        if sign.text == "between":
            low = self.expression(RANKS["+"])
            self.expect("and", say("between-two-limits-of-between"))
            return tree.Between(sign.start, left, low, self.expression(RANKS["+"]))
        if sign.text == "in":
            return tree.In(sign.start, left, self._in_tests())
        right = self.expression(rank + 1, endpoint=self._endpoint)
        if rank == RANKS["in"]:
            return tree.Compare(sign.start, sign.text, left, right)
        rest = [(sign.text, right)]
        while RANKS.get(self.token.text) == rank:
            rest.append((self.take().text, self.expression(rank + 1, endpoint=self._endpoint)))
        if rank > RANKS["in"]:
            return tree.Chain(sign.start, left, tuple(rest))
        return tree.Logic(sign.start, sign.text, (left, *(part for _, part in rest)))

    def _in_tests(self) -> tuple[Node, ...]:
        if not self.at("("):
            return (self._test(RANKS["+"]),)
        start = self.take().start
        first = self._test()
        if self.at("..") and not isinstance(first, tree.Bound):
            return (self._range(start, first, low_closed=False),)
        found = [first]
        while self.accept(","):
            found.append(self._test())
        self.expect(")", say("after-tests-of-in"))
        return tuple(found)

    def tests(self) -> tree.Tests:
        """The cell of a decision table."""
        start = self.token.start
        if self.at("-") and self.ahead().kind == "end":
            self.take()
            return tree.Tests(start, ())
        if self.at("not") and self.ahead().text == "(":
            begin = self.position
            self.position += 2
            found = self._several()
            if self.accept(")") and self.token.kind == "end":
                return tree.Tests(start, found, negated=True)
            self.position = begin
        return tree.Tests(start, self._several())

    def _several(self) -> tuple[Node, ...]:
        found = [self._test()]
        while self.accept(","):
            found.append(self._test())
        return tuple(found)

    def _test(self, rank: int = 0) -> Node:
        if not self.at(*COMPARISONS):
            return self.expression(rank)
        sign = self.take()
        if self.at("="):
            raise self.fault(say("expected-value-after-comparison-found"))
        return tree.Bound(sign.start, sign.text, self.expression(RANKS["+"]))

    def _prefix(self) -> Node:
        if self.at("-"):
            sign = self.take()
            with self.deeper():
                return tree.Negate(sign.start, self._prefix())
        node = self._postfix(self._primary())
        while self.at("instance") and self.ahead().text == "of":
            at = self.take().start
            self.take()
            node = tree.InstanceOf(at, node, type_of(self))
        return node

    def _postfix(self, node: Node) -> Node:
        for _ in range(MAX_CHAIN):
            at = self.token.start
            if self.at("["):
                if self._endpoint and not self._begins(self.ahead()):
                    return node
                self.take()
                with self.scope():
                    self.names = self.members
                    node = tree.Filter(at, node, self.expression())
                self.expect("]", say("after-filter"))
            elif self.accept("."):
                name = self.name(member=True)
                if name is None:
                    raise self.fault(say("expected-name-of-member-after-found", found=self.shown()))
                node = tree.Path(at, node, name)
            elif self.at("("):
                node = self._call(node)
            else:
                return node
        raise self.fault(say("more-than-steps-in-one-path", max_chain=MAX_CHAIN))

    @staticmethod
    def _begins(token: Token) -> bool:
        """Whether an expression can begin here: then a `[` after the end of a range filters, else it closes."""
        if token.kind == "name":
            return RANKS.get(token.text, 0) == 0 and token.text not in ENDS
        return token.kind in ("number", "string") or token.text in ("(", "-", "[", "{", "@")

    def _call(self, function: Node) -> Node:
        at = self.take().start
        plain: list[Node] = []
        named: list[tuple[str, Node]] = []
        for _ in self.listed(")"):
            name = self._parameter()
            value = self.expression()
            named.append((name, value)) if name else plain.append(value)
        self.expect(")", say("after-arguments"))
        if plain and named:
            raise self.fault(say("arguments-are-given-either-all-by"), NAMED, at=at)
        if len({name for name, _ in named}) < len(named):
            raise self.fault(say("argument-is-given-twice"), say("leave-one-of-two-out"), at=at)
        return tree.Call(at, function, tuple(plain), tuple(named))

    def _parameter(self) -> str:
        end = self.position
        while self.stream[end].kind == "name":
            end += 1
        if end == self.position or self.stream[end].text != ":":
            return ""
        name = " ".join(token.text for token in self.stream[self.position : end])
        self.position = end + 1
        return name

    def _primary(self) -> Node:
        token = self.token
        known = self._known()
        if token.kind == "number" and not known:
            return self._number()
        if token.kind == "string":
            return tree.Literal(token.start, text_of(self.take().text))
        form = None if known else _FORMS.get(token.text)
        if form is not None and not (token.text == "function" and self.ahead().text != "("):
            return form(self)
        if token.text in CONSTANTS:
            return tree.Literal(self.take().start, CONSTANTS[token.text])
        name = self.name()
        if name is None:
            raise self.fault(say("expected-value-found", found=self.shown()))
        return tree.Name(token.start, name)

    def _known(self) -> bool:
        """Whether a known name of several words begins here, be its first one reserved or a number (`if count`)."""
        if self.token.kind not in ("name", "number"):
            return False
        match = self.names.match(self.stream, self.position)
        return match is not None and match[1] > 1

    def _number(self) -> Node:
        token = self.take()
        value = number_of(token.text)
        if value is None:
            return tree.Beyond(token.start, say("is-beyond-largest-number", text=token.text[:40]))
        return tree.Literal(token.start, value)

    def temporal(self) -> Node:
        at = self.take().start
        if self.token.kind != "string":
            raise self.fault(say("expected-date-time-or-duration-in"), say("like-date"))
        value = temporal_of(text_of(self.token.text))
        if value is None:
            raise self.fault(say("no-date-time-duration", found=self.shown()), say("like-date-or-duration"))
        self.take()
        return tree.Literal(at, value)

    def parenthesis(self) -> Node:
        at = self.take().start
        if self.at(*COMPARISONS):
            test = self._test()
            self.expect(")", say("to-close-bracket"))
            return test
        inner = self.expression()
        if self.at(".."):
            return self._range(at, inner, low_closed=False)
        self.expect(")", say("to-close-bracket"))
        return inner

    def bracket(self) -> Node:
        at = self.take().start
        items: list[Node] = []
        for _ in self.listed("]"):
            items.append(self.expression())
            if self.at("..") and len(items) == 1:
                return self._range(at, items[0], low_closed=True)
        self.expect("]", say("to-close-list"))
        return tree.ListNode(at, tuple(items))

    def open_range(self) -> Node:
        at = self.take().start
        return self._range(at, self.expression(), low_closed=False)

    def _range(self, at: int, low: Node, *, low_closed: bool) -> Node:
        self.expect("..", say("between-ends-of-range"))
        high = self.expression(endpoint=True)
        if not self.at(")", "]", "["):
            raise self.fault(say("expected-end-of-range-found", found=self.shown()), say("close-it-with-or"))
        return tree.RangeNode(at, low, high, low_closed, self.take().text == "]")

    def context(self) -> Node:
        at = self.take().start
        entries: dict[str, Node] = {}
        with self.scope():
            for _ in self.listed("}"):
                quoted = self.token.kind == "string"
                key = text_of(self.take().text) if quoted else self.raw_name((":",), say("name-of-entry"))
                self.expect(":", say("after-name-of-entry"))
                if key in entries or len(entries) >= MAX_ENTRIES:
                    why = say("given-twice") if key in entries else say("more-entries", max_entries=MAX_ENTRIES)
                    raise self.fault(say("entry-wrong", key=key, why=why), say("give-it-another-name-or-leave"))
                entries[key] = self.expression()
                self.learn(key)
        self.expect("}", say("to-close-context"))
        return tree.ContextNode(at, tuple(entries.items()))

    def choice(self) -> Node:
        at = self.take().start
        condition = self.expression()
        self.expect("then", say("after-condition-of-if"))
        then = self.expression()
        self.expect("else", say("in-if-feel-has-no-if"))
        return tree.If(at, condition, then, self.expression())

    def _iterators(self) -> tuple[tree.Iterator, ...]:
        found: list[tree.Iterator] = []
        while not found or self.accept(","):
            name = self.raw_name(("in",), say("name-of-variable"))
            self.expect("in", say("after-variable"))
            source = self.expression()
            end = self.expression() if self.accept("..") else None
            found.append(tree.Iterator(name, source, end))
            self.learn(name)
        return tuple(found)

    def loop(self) -> Node:
        at = self.take().start
        with self.scope():
            iterators = self._iterators()
            self.expect("return", say("after-lists-of-for"))
            return tree.For(at, iterators, self.expression())

    def quantified(self) -> Node:
        kind = self.take()
        with self.scope():
            iterators = self._iterators()
            self.expect("satisfies", say("after-lists-of-quantifier", text=kind.text))
            return tree.Quantified(kind.start, kind.text, iterators, self.expression())

    def function(self) -> Node:
        at = self.take().start
        parameters: list[tuple[str, tree.Type]] = []
        with self.scope():
            self.expect("(", say("after-function"))
            for _ in self.listed(")"):
                name = self.raw_name((":", ")"), say("name-of-parameter"))
                parameters.append((name, type_of(self) if self.accept(":") else tree.Type("Any")))
                self.learn(name)
            self.expect(")", say("after-parameters"))
            external = self.accept("external")
            return tree.FunctionNode(at, tuple(parameters), self.expression(), external)


_FORMS: dict[str, Callable[[Parser], Node]] = {
    "@": Parser.temporal,
    "(": Parser.parenthesis,
    "[": Parser.bracket,
    "]": Parser.open_range,
    "{": Parser.context,
    "if": Parser.choice,
    "for": Parser.loop,
    "some": Parser.quantified,
    "every": Parser.quantified,
    "function": Parser.function,
}
