"""JSON Schemas of what the interface returns; the OpenAPI document holds them, the tests check answers against them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
YES: Json = {"type": "boolean"}
DAY: Json = {"type": "string", "format": "date"}
MOMENT: Json = {"type": "string", "format": "date-time"}
WORD: Json = {"type": "string", "maxLength": 200}


def record(**properties: Json) -> Json:
    """An object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def many(item: Json) -> Json:
    """A list."""
    return {"type": "array", "items": item}


def maybe(item: Json) -> Json:
    """The same, or null."""
    return {"oneOf": [item, {"type": "null"}]}


def paged(item: Json) -> Json:
    """A page of a list."""
    return record(items=many(item), next=maybe(TEXT))


def one_of(*values: str) -> Json:
    """One of these words."""
    return {"enum": list(values)}


WORDS = record(zh=TEXT, en=TEXT)
BASIS = record(law=WORDS, article=TEXT, source=TEXT)
LIMIT = record(amount=WHOLE, unit=one_of("working_days", "calendar_days", "weeks", "months", "years", "hours"))
OFFER_ROW = record(key=TEXT, version=TEXT, kind=TEXT, title=WORDS, summary=WORDS, authority=TEXT)
LATER = record(
    kind=one_of("pledge", "gap"), limit=LIMIT, statement=WORDS, basis=BASIS, bar_months=WHOLE
)  # fmt: skip
EVIDENCE = record(
    id=TEXT, title=WORDS, source=TEXT, level=one_of("A", "B", "C", "D"), required=YES, field=TEXT, later=maybe(LATER),
    reuse=maybe(record(kind=TEXT, months=WHOLE, certificate=TEXT)),
)  # fmt: skip
OFFER = record(
    **OFFER_ROW["properties"], area=TEXT, audience=many(TEXT), conditions=many(record(text=WORDS, article=TEXT)),
    evidence=many(EVIDENCE), legal_basis=many(BASIS), statutory=maybe(LIMIT), promised=maybe(LIMIT),
    results=many(record(id=TEXT, title=WORDS)), parts=many(TEXT), visits=WHOLE, apply=maybe(TEXT),
)  # fmt: skip
STATE = one_of("submitted", "supplement", "accepted", "decided", "closed", "withdrawn", "not_accepted")
OUTCOME = one_of("", "granted", "refused", "partly")
CASE_ROW = record(
    number=TEXT, offer=TEXT, title=WORDS, state=STATE, outcome=OUTCOME, opened=MOMENT, closed=maybe(MOMENT),
    due=maybe(DAY), provisional=YES,
)  # fmt: skip
EARLIER = record(outcome=TEXT, reasons=TEXT, basis=BASIS, decided=MOMENT)
REMEDY = record(
    kind=one_of("review", "suit"), where=WORDS, limit=LIMIT, until=DAY, provisional=YES, article=TEXT, verified=YES
)  # fmt: skip
PART = record(
    offer=TEXT, title=WORDS, unit=TEXT, unit_name=WORDS, state=TEXT, outcome=OUTCOME, decided=maybe(MOMENT),
    due=maybe(DAY), reasons=TEXT, basis=maybe(BASIS), earlier=many(EARLIER), remedies=many(REMEDY),
)  # fmt: skip
LINE = record(at=MOMENT, code=TEXT, text=TEXT, unit=TEXT)
OBLIGATION = record(
    evidence=TEXT, title=WORDS, kind=one_of("pledge", "gap"), statement=TEXT, basis=BASIS, due=maybe(DAY),
    provisional=YES, state=one_of("chosen", "open", "supplied", "fulfilled", "breached", "void"), note=TEXT,
    barred_until=maybe(DAY),
)  # fmt: skip
CASE = record(
    **CASE_ROW["properties"], running=one_of("", "acceptance", "handling", "answer"), parts=many(PART),
    timeline=many(LINE), certificates=many(TEXT), obligations=many(OBLIGATION),
)  # fmt: skip
RUN = record(
    first={**TEXT, "description": "date, or date-time in limits of hours"}, last=TEXT, counts=YES, rule=TEXT, text=TEXT
)
STOOD = record(**{"from": DAY}, cause=TEXT, policy=TEXT, to=maybe(DAY), open=YES, basis=maybe(BASIS))
MORE = record(sequence=WHOLE, amount=WHOLE, unit=TEXT, reason=TEXT, post=WORDS, basis=maybe(BASIS), at=MOMENT)
CLOCK = record(
    kind=TEXT, part=TEXT, limit=LIMIT, basis=maybe(BASIS), started=DAY, due=maybe(DAY), provisional=YES, status=TEXT,
    remaining=maybe(WHOLE), stopped=maybe(DAY), result=TEXT, ledger=many(RUN),
    pauses=many(STOOD), extensions=many(MORE),
)  # fmt: skip
WHY = record(number=TEXT, clocks=many(CLOCK))
STATUS = one_of("valid", "not_yet", "expired", "replaced", "revoked")
CERTIFICATE = record(
    number=TEXT, title=WORDS, status=STATUS, holder=TEXT, issuer=WORDS, case=TEXT, issued=MOMENT, valid_from=DAY,
    valid_to=maybe(DAY), verification={"type": "string", "format": "uri"},
)  # fmt: skip
ROW = record(name=TEXT, label=WORDS, value=WORDS)
VERDICT = record(
    status=one_of("valid", "not_valid", "could_not_check"), reasons=many(WORDS), checked=MOMENT, number=maybe(TEXT),
    state=maybe(STATUS), title=maybe(WORDS), issuer=maybe(WORDS), holder=maybe(TEXT), issued=maybe(MOMENT),
    valid_from=maybe(DAY), valid_to=maybe(DAY), rows=many(ROW),
)  # fmt: skip
PROBLEM = record(type=TEXT, title=TEXT, status=WHOLE, detail=TEXT)
LETTER_RECEIPT = record(
    receipt=record(kind=TEXT, id=TEXT, **{"from": TEXT, "to": TEXT}, digest=TEXT, at=MOMENT),
    signature=record(suite=TEXT, key_id=TEXT, digest=TEXT, signature_b64=TEXT, certificate_pem=TEXT, at=MOMENT),
)  # fmt: skip
