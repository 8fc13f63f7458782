"""Answers for every kind: its own, and whatever else JSON can say."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from tongban.engines.forms.divisions import Place
from tongban.engines.forms.kinds import REGISTRY
from tongban.kernel.declarations.api import Text

AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
OWN = [raw for kind in REGISTRY.values() for raw in (*kind.right, *kind.wrong)]
PLACES = (
    ("430000", "湖南省", "province", ""),
    ("430700", "常德市", "prefecture", "430000"),
    ("430702", "武陵区", "county", "430700"),
    ("430703", "鼎城区", "county", "430700"),
)


def children(code, on):
    """A small register of divisions."""
    return tuple(Place(one, Text(name, name), level) for one, name, level, above in PLACES if above == code)


def way(code, on):
    found = [(Place(one, Text(name, name), level), above) for one, name, level, above in PLACES if one == code]
    return (*way(found[0][1], on), found[0][0]) if found else ()


def stored_values():
    plain = st.one_of(st.text(max_size=30), st.integers(), st.booleans(), st.none(), st.sampled_from(OWN))
    listed = st.lists(plain, max_size=3)
    keys = st.sampled_from(["start", "end", "amount", "unit", "name", "number", "code", "type", "coordinates", "day"])
    return st.one_of(plain, listed, st.dictionaries(keys, plain, max_size=4))
