"""JSON Schemas of what the interface returns; the OpenAPI document holds them, the tests check answers against them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
UNAUTHORIZED = 401

TEXT: Json = {"type": "string"}
NULLABLE: Json = {"type": ["string", "null"]}
WHEN: Json = {"type": ["string", "null"], "description": "ISO 8601; date or UTC date-time"}
WORDS: Json = {"type": "object", "properties": {"zh": TEXT, "en": TEXT}, "required": ["zh", "en"]}
WHOLE: Json = {"type": "integer"}


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


def paged(item: Json) -> Json:
    """A page of a list."""
    return record(items=many(item), next=NULLABLE)


BASIS = record(law=WORDS, article=TEXT, source=TEXT)
LIMIT: Json = {"oneOf": [{"type": "null"}, record(amount=WHOLE, unit=TEXT)]}
OFFER_ROW = record(key=TEXT, version=TEXT, kind=TEXT, title=WORDS, summary=WORDS, authority=TEXT)
EVIDENCE = record(id=TEXT, title=WORDS, source=TEXT, level={"enum": ["A", "B", "C", "D"]}, required={"type": "boolean"})
OFFER = record(
    key=TEXT, version=TEXT, kind=TEXT, title=WORDS, summary=WORDS, authority=TEXT, area=TEXT, audience=many(TEXT),
    conditions=many(record(text=WORDS, article=TEXT)), evidence=many(EVIDENCE), legal_basis=many(BASIS),
    statutory=LIMIT, promised=LIMIT, results=many(record(id=TEXT, title=WORDS)), parts=many(TEXT), visits=WHOLE,
    apply=NULLABLE,
)  # fmt: skip
CASE_ROW = record(number=TEXT, offer=TEXT, title=WORDS, state=TEXT, opened=WHEN, due=WHEN)
LINE = record(at=WHEN, text=TEXT)
CASE = record(
    number=TEXT, offer=TEXT, title=WORDS, state=TEXT, opened=WHEN, due=WHEN, provisional={"type": "boolean"},
    timeline=many(LINE), certificates=many(TEXT),
)  # fmt: skip
CERTIFICATE = record(number=TEXT, title=WORDS, status=TEXT, issued=WHEN, valid_until=WHEN, holder=TEXT)
VERDICT = record(status={"enum": ["valid", "not_valid", "could_not_check"]}, reasons=many(WORDS), number=NULLABLE)
PROBLEM = record(type=TEXT, title=TEXT, status=WHOLE, detail=TEXT)
