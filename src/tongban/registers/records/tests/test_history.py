"""The law of two times against an oracle that keeps every assertion and looks through all of them."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.registers.records.history import Base, Entry, plan, state

DAY = dt.date(2020, 1, 1)
NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.UTC)
FIELDS = ("a", "b", "c")

days = st.integers(0, 12).map(lambda n: DAY + dt.timedelta(days=n))
moments = st.integers(0, 12).map(lambda n: NOON + dt.timedelta(hours=n))
values = st.one_of(st.none(), st.sampled_from("xyz"))  # few values, so that many entries say what stood there already
sets = st.dictionaries(st.sampled_from(FIELDS), values, min_size=1)
acts = st.lists(st.tuples(days, moments, sets), max_size=9)
bases = st.one_of(st.none(), st.tuples(days, moments, st.dictionaries(st.sampled_from(FIELDS), values)))


def oracle(base, acts, valid, known):
    """Per field: the assertion with the greatest (valid_from, number) among the visible ones; a load asserts all fields."""
    found = {}
    for name in FIELDS:
        said = [
            ((valid_from, number), changes[name])
            for number, (valid_from, recorded, changes) in enumerate(acts, 1)
            if name in changes and valid_from <= valid and recorded <= known
        ]
        if base and base[0] <= valid and base[1] <= known:
            said.append(((base[0], 0), base[2].get(name, "absent")))
        value = max(said, key=lambda one: one[0], default=(None, "absent"))[1]
        if value != "absent":
            found[name] = value
    return found


def replay(base, acts):
    """What the kernel would have stored after these acts."""
    data = dict(base[2]) if base else {}
    start = Base(base[0], base[1]) if base else None
    entries = []
    for number, (valid_from, recorded, changes) in enumerate(acts, 1):
        old, data = plan(data, start, entries, valid_from=valid_from, new=changes)
        entries.append(Entry(number, valid_from, recorded, old, changes))
    return data, start, entries


@settings(max_examples=400, deadline=None)
@given(bases, acts, days, moments)
def test_as_of_agrees_with_the_oracle_on_both_times(base, acts, valid, known):
    data, start, entries = replay(base, acts)
    assert state(data, start, entries, valid=valid, known=known) == oracle(base, acts, valid, known)


@settings(max_examples=200, deadline=None)
@given(bases, acts)
def test_the_current_data_is_the_latest_state_as_known_now(base, acts):
    data, start, entries = replay(base, acts)
    late = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    assert data == oracle(base, acts, dt.date(2030, 1, 1), late)
    assert state(data, start, entries, valid=dt.date(2030, 1, 1)) == data


@settings(max_examples=200, deadline=None)
@given(bases, acts)
def test_an_entry_names_what_stood_at_its_own_date(base, acts):
    _data, _start, entries = replay(base, acts)
    for number, entry in enumerate(entries):
        before = oracle(base, acts[:number], entry.valid_from, dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
        assert entry.old == {name: before[name] for name in entry.new if name in before}


def test_a_confirmed_value_survives_a_correction_of_an_earlier_date():
    base = (DAY, NOON, {"a": "x"})
    later = DAY + dt.timedelta(days=9)
    acts = [(later, NOON, {"a": "x"}), (DAY + dt.timedelta(days=4), NOON, {"a": "y"})]
    data, start, entries = replay(base, acts)
    assert data == {"a": "x"}
    assert state(data, start, entries, valid=DAY + dt.timedelta(days=5)) == {"a": "y"}
    assert state(data, start, entries, valid=later) == {"a": "x"}
