"""The place of the parser in its tokens: looking, taking, expecting, and saying what is wrong there."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager

from tongban.engines.rules.advice import advise
from tongban.engines.rules.errors import FeelError, LimitError
from tongban.engines.rules.lexer import RESERVED, Lines, Names, Token, stranger, tokens
from tongban.engines.rules.saying import say

MAX_DEPTH = 60
MAX_CHAIN = 200
NAME_SIGNS = (".", "/", "-", "+", "*")


class Cursor:
    """Tokens with a position, the names in scope, and a guard of depth."""

    def __init__(self, text: str, names: Names, members: Names | None = None) -> None:
        self.text = text
        self.stream = tokens(text)
        self.position = 0
        self.names = names
        self.members = members or names
        self._depth = 0

    @property
    def token(self) -> Token:
        return self.stream[self.position]

    def ahead(self, count: int = 1) -> Token:
        return self.stream[min(self.position + count, len(self.stream) - 1)]

    def at(self, *texts: str) -> bool:
        """Whether the present token is one of these words or signs (never a text in quotes)."""
        return self.token.kind in ("symbol", "name") and self.token.text in texts

    def take(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.position += 1
        return token

    def accept(self, *texts: str) -> bool:
        if self.at(*texts):
            self.position += 1
            return True
        return False

    def expect(self, text: str, reason: str) -> Token:
        """Takes the word or sign, or raises FeelError that names the reason and what stands there."""
        if not self.at(text):
            raise self.fault(say("expected-sign", text=text, reason=reason, found=self.shown()), self._hint(text))
        return self.take()

    def listed(self, end: str) -> Iterator[None]:
        """A round for each item of what is separated by commas, none when it ends at once."""
        if self.at(end):
            return
        yield
        while self.accept(","):
            yield

    def shown(self) -> str:
        return say("the-end") if self.token.kind == "end" else repr(self.token.text[:40])

    def _hint(self, wanted: str) -> str:
        near = difflib.get_close_matches(self.token.text, [wanted], 1, 0.5)
        return say("did-you-mean", name=near[0]) if near else say("put-there", wanted=wanted)

    def fault(self, message: str, suggestion: str = "", *, at: int | None = None) -> FeelError:
        if self.token.kind == "foreign":
            return stranger(self.text, self.token.start)
        line, column = Lines(self.text).place(self.token.start if at is None else at)
        before = self.stream[self.position - 1] if self.position else None
        return FeelError(message, line=line, column=column, suggestion=suggestion or advise(before, self.token))

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Guards nesting, so that no text can exhaust the stack."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            line, column = Lines(self.text).place(self.token.start)
            hint = say("give-name-to-part-of-it")
            raise LimitError(
                say("nested-deeper-than-levels", max_depth=MAX_DEPTH), line=line, column=column, suggestion=hint
            )
        try:
            yield
        finally:
            self._depth -= 1

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Names learnt inside end with the scope."""
        outer = self.names
        try:
            yield
        finally:
            self.names = outer

    def learn(self, name: str) -> None:
        self.names = self.names.extended((name,))
        self.members = self.members.extended((name,))

    def name(self, *, member: bool = False) -> str | None:
        """Takes a name: the longest known one, else the run of words that stand together. None when there is none."""
        known = (self.members if member else self.names).match(self.stream, self.position)
        first = self.token
        if known and (known[1] > 1 or first.kind != "name"):
            self.position += known[1]
            return known[0]
        if first.kind != "name" or (first.text in RESERVED and not known and not member):
            return None
        self.position += 1
        return self._run(first.text)

    def _run(self, name: str) -> str:
        while self.token.kind == "name" and self.token.text not in RESERVED:
            name += f" {self.take().text}"
        return name

    def raw_name(self, ends: tuple[str, ...], what: str) -> str:
        """Takes a name that is being declared: everything up to one of the signs or words."""
        start = self.position
        while not self.at(*ends) and (self.token.kind in ("name", "number") or self.at(*NAME_SIGNS)):
            self.position += 1
        if start == self.position or self.stream[start].kind != "name":
            raise self.fault(say("expected-what", what=what, found=self.shown()))
        begin, end = self.stream[start].start, self.stream[self.position - 1].end
        return " ".join(self.text[begin:end].split())
