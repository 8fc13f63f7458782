"""What the compiler of forms says of a text, by code, in English; who shows it says it in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tongban.kernel.declarations.api import Saying, Sayings, plainly

__all__ = ["close", "plainly", "say"]

say = Sayings({
    "field": "field %(name)s: %(fault)s",
    "requirement-empty": "a requirement says what must hold in that, and what to do in because",
    "name-form": "a name is lower-case letters, digits and underscores, beginning with a letter",
    "required-form": "required is true, false or a FEEL condition in quotes",
    "bind-form": "bind %(bind)s is not a register and a field such as 'population.name'",
    "ask-without-bind": "ask_if_missing has no effect without bind",
    "no-kind": "no kind of field %(kind)s; %(hint)s",
    "page-id": "page %(name)s: an id is lower-case letters, digits and hyphens",
    "page-empty": "page %(name)s has no fields",
    "no-page": "a form has at least one page",
    "does-not-apply": "%(key)s does not apply to %(kind)s",
    "is-a-number": "%(key)s is a number",
    "options-or-codes": "a choice has either options or codes",
    "option-values": "each option has a value of its own that is not empty",
    "counts-of-choices": "min and max of choices: each is a count",
    "counts-of-files": "min and max of an upload: each is a count",
    "upload-accepts": 'an upload says which types it accepts, for example accept = ["pdf", "jpeg"]',
    "photo-accepts": 'a photo accepts pictures: accept = ["jpeg", "png"]',
    "photo-sides": "width and height are counts of pixels",
    "computed-value": "a computed value says its FEEL expression in value",
    "computed-shape": "shape of a computed value is one of %(names)s",
    "information-help": "information says its text in help",
    "division-level": "level of a division is one of %(names)s",
    "division-root": "root is the code of a division: six digits, or nine of a township",
    "scale-steps": "a scale has two to %(most)s whole steps from min to max",
    "rows-columns": "a %(kind)s has columns",
    "column-plain": "column %(name)s: a column has a plain kind, and no condition or binding",
    "column-names": "each column has a name of its own",
    "counts-of-rows": "min and max of rows: each is a count of at most %(most)s",
    "quantity-units": "a quantity has options: its units",
    "quantity-numbers": "min and max of a quantity are numbers",
    "shape-one-of": "shape is one of %(names)s",
    "pattern-hint": "pattern applies to text and needs a pattern_hint that says how to write the answer",
    "pattern-unread": "pattern %(pattern)s cannot be read: %(fault)s",
    "account-shape": "shape of a bank account is one of %(names)s",
    "date-bounds": '%(key)s of a date is a date or "today"',
    "second-page": "a second page %(name)s",
    "own-id": "give each page an id of its own",
    "second-field": "a second field %(name)s",
    "first-is": "the first is %(place)s",
    "unknown-register": "unknown register %(name)s",
    "register-holds-no": "register %(register)s holds no %(name)s",
    "asks-held": "asks for %(label)s, which a register holds",
    "bind-or-say": "bind = %(bind)s, or say why it must be asked in asked_because",
    "asks-identifier": "asks for an identifier that a register holds",
    "bind-it": "bind it, or say why it must be asked in asked_because",
    "unknown-type": "unknown type %(name)s",
    "least-over-most": "the least, %(least)s, is more than the most, %(most)s",
    "unknown-codes": "unknown code list %(name)s",
    "no-english": "no English text",
    "no-label": "a field needs a label",
    "circle": "a circle: %(way)s",
    "break-circle": "no answer can come first; take one condition away",
    "asked-later": "%(name)s is asked here or later",
    "look-back": "a condition looks back only",
    "no-field": "there is no field %(name)s",
    "no-feel": "%(text)s is no FEEL: line %(line)s, column %(column)s: %(fault)s",
    "feel-at": "line %(line)s, column %(column)s: %(fault)s",
    "yields": "yields %(found)s, not %(wanted)s",
    "like-with-like": "compare like with like",
    "page-never": "the page can never be shown",
    "field-never": "the field can never be shown",
    "requirement-never": "the requirement can never hold",
    "no-answers-true": "no combination of answers makes the condition true",
    "no-answers-fulfil": "no combination of answers fulfils it where it is asked",
    "a-thing": "a %(name)s",
})  # fmt: skip


def close(near: Sequence[str], known: Iterable[str] = ()) -> Saying | str:
    """What may have been meant, else what is known, else nothing."""
    if near:
        return plainly("did-you-mean", name=repr(near[0]))
    names = ", ".join(known)
    return plainly("known", names=names) if names else ""
