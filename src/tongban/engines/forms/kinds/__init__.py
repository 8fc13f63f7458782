"""The registry of field kinds: one noun a file, in the order of the reference."""

from tongban.engines.forms.kinds import (
    accounts,
    amounts,
    choosing,
    contact,
    days,
    files,
    given,
    identifiers,
    lookup,
    moments,
    persons,
    photo,
    places,
    rating,
    rows,
    shapes,
    signature,
    spans,
    texts,
)
from tongban.engines.forms.kinds.kind import Kind

NOUNS = (
    texts, amounts, spans, rating, days, moments, choosing, lookup, places, persons, identifiers, accounts, contact,
    files, photo, signature, rows, shapes, given,
)  # fmt: skip
REGISTRY: dict[str, Kind] = {kind.name: kind for noun in NOUNS for kind in noun.KINDS}
INNER: dict[str, Kind] = {kind.name: kind for kind in signature.PARTS}  # parts of others, never a field of a form

__all__ = ["INNER", "REGISTRY", "Kind"]
