"""Answers for every kind: its own, and whatever else JSON can say."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from tongban.engines.forms.kinds import REGISTRY

AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
OWN = [raw for kind in REGISTRY.values() for raw in (*kind.right, *kind.wrong)]


def stored_values():
    plain = st.one_of(st.text(max_size=30), st.integers(), st.booleans(), st.none(), st.sampled_from(OWN))
    listed = st.lists(plain, max_size=3)
    keys = st.sampled_from(["start", "end", "amount", "unit", "name", "number", "code", "type", "coordinates", "day"])
    return st.one_of(plain, listed, st.dictionaries(keys, plain, max_size=4))
