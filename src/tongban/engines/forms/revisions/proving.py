"""Whether answers given to one version of a form may move to a newer one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.engines.forms.declarations import Field, Form
from tongban.engines.forms.judging import judge, unmet
from tongban.engines.forms.options import options
from tongban.engines.forms.reachability import names_in
from tongban.engines.forms.revisions.changes import Change, compare, condition, placed, reworded
from tongban.engines.forms.walk import Fixed, Walk, is_fixed, is_required
from tongban.kernel.declarations.api import Text

WIDER = {("text", "longtext"), ("integer", "number"), ("integer", "decimal"), ("phone", "text"), ("email", "text")}
BY_WORDS = ("statement", "yesno")  # the answer is to the words of the question


@dataclass(frozen=True)
class Reason:
    """Why answers stay. `code`: removed, kind, refused, hidden, shown-again, altered, reworded, option-reworded,
    file-type, register or open.
    """

    code: str
    field: str
    label: Text


@dataclass(frozen=True)
class Verdict:
    """`reasons` empty: the move is safe. `changes`: all that differs. `open`: questions that the move opens."""

    changes: tuple[Change, ...]
    reasons: tuple[Reason, ...]
    open: tuple[str, ...]

    @property
    def safe(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class _State:
    """How a version sees one answer: `wrong` is the message, `kept` what would be kept."""

    shown: bool = False
    required: bool = False
    wrong: str = ""
    kept: Any = None


def prove(
    old: Form,
    new: Form,
    values: Mapping[str, Any],
    *,
    at: dt.datetime,
    files: Mapping[str, Collection[str]] | None = None,
    prefilled: Fixed | None = None,
    whole: bool = False,
) -> Verdict:
    """Judges a move of `values` from the old form to the new one.

    `files`: the types of the files of a field. `prefilled`: what registers said, where it is known. `whole`: the
    answers were submitted, so that a question which the move opens is a reason to stay.
    """
    was, will = _states(old, values, prefilled, at), _states(new, values, prefilled, at)
    before, after, known = placed(old), placed(new), prefilled or {}
    open_now = tuple(
        name for name, one in will.items()
        if one.shown and one.required and after[name][1].of.is_empty(values.get(name))
        and not is_fixed(after[name][1], known) and not (_asked(was, name) and not is_fixed(before[name][1], known))
    )  # fmt: skip
    reasons = []
    for name, value in values.items():
        if name not in before or before[name][1].of.is_empty(value):
            continue
        asked = before[name][1]
        code = _removed_or_kind(asked, after.get(name, ("", None))[1])
        if not code:
            target = after[name][1]
            code = (
                _register(old, new, name, known)
                or _effect(was[name], will[name])
                or _meaning(asked, target, value, at)
                or _files(target, (files or {}).get(name, ()))
            )
        if code:
            reasons.append(Reason(code, name, asked.label))
    if whole:
        reasons += [Reason("open", name, after[name][1].label) for name in open_now]
        reasons += [
            Reason("refused", name, after[name][1].label) for name, one in will.items()
            if one.wrong and name not in open_now and name not in values and not (name in was and was[name].wrong)
        ]  # fmt: skip
    return Verdict(compare(old, new), tuple(reasons), open_now)


def _asked(was: Mapping[str, _State], name: str) -> bool:
    return name in was and was[name].shown and was[name].required


def _states(form: Form, values: Mapping[str, Any], prefilled: Fixed | None, at: dt.datetime) -> dict[str, _State]:
    walk = Walk(form, values, prefilled)
    found = {field.name: _State() for field in form.fields()}
    for _page, fields in walk.pages():
        for asked in fields:
            required, fixed = is_required(asked, walk.known), is_fixed(asked, walk.prefilled)
            kept, wrong = judge(asked, walk.value(asked), required=required, fixed=fixed, at=at)
            wrong = wrong or unmet(asked, kept, walk.known)
            found[asked.name] = _State(shown=True, required=required, wrong=wrong, kept=kept)
    return found


def _removed_or_kind(old: Field, new: Field | None) -> str:
    if new is None:
        return "removed"
    same = old.kind == new.kind or (old.kind, new.kind) in WIDER
    return "" if same else "kind"


def _effect(was: _State, will: _State) -> str:
    """What the new version would make of an answer."""
    if was.shown != will.shown:
        return "hidden" if was.shown else "shown-again"
    if was.shown and not was.wrong:
        if will.wrong:
            return "refused"
        return "" if was.kept == will.kept else "altered"
    return ""


def _meaning(old: Field, new: Field, value: Any, at: dt.datetime) -> str:
    if old.kind in BY_WORDS and reworded(old.label, new.label):
        return "reworded"
    if old.options != new.options or old.codes != new.codes:
        before = {one.value: one.label for one in options(old, at)}
        after = {one.value: one.label for one in options(new, at)}
        chosen = value if isinstance(value, list) else [value]
        if any(isinstance(one, str) and one in before and one in after and reworded(before[one], after[one])
               for one in chosen):  # fmt: skip
            return "option-reworded"
    return ""


def _files(new: Field, types: Collection[str]) -> str:
    accepted = {"jpeg" if one == "jpg" else one for one in new.accept}
    return "file-type" if types and not set(types) <= accepted else ""


def _register(old: Form, new: Form, name: str, prefilled: Fixed) -> str:
    """Whether what a register says, which is not known here, decides about the answer otherwise than before."""
    bound = [{field.name: field.bind for field in form.fields() if field.bind} for form in (old, new)]
    if bound[0].get(name) != bound[1].get(name):
        return "register"
    needs = _needs(old, name) | _needs(new, name)
    unknown = {one for one in needs if one not in prefilled and (one in bound[0] or one in bound[1])}
    changed = _rules(old, name) != _rules(new, name) or any(
        bound[0].get(one) != bound[1].get(one) or _rules(old, one) != _rules(new, one) for one in needs
    )
    return "register" if unknown and changed else ""


def _rules(form: Form, name: str) -> tuple[str, ...]:
    """The expressions that decide whether a field is asked, what it computes and what must hold of it."""
    field = next((one for one in form.fields() if one.name == name), None)
    if field is None:
        return ()
    return (*condition(form, name), field.value, *(one.that for one in field.requires))


def _needs(form: Form, name: str) -> set[str]:
    """Every field that the rules of a field look at, directly or through the rules of others."""
    fields = {field.name: field for field in form.fields()}
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        for text in filter(None, _rules(form, one)):
            fresh = set(names_in(text, fields)) & set(fields) - found
            found |= fresh
            waiting += fresh
    return found
