"""The index of a table finds what its cells say one by one."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.rules import api as rules
from tongban.engines.rules.index import indexed
from tongban.engines.rules.run import Frame, Run

NUMBERS = [
    "-",
    "1",
    "2",
    "< 2",
    "<= 2",
    "> 1",
    "[1..2]",
    "(1..3)",
    "not(2)",
    "1, 3",
    "!= 2",
    "not(< 2)",
    "null",
    ">= 1.50",
]
TEXTS = ["-", '"a"', '"b"', '"a", "c"', 'not("a")', '< "b"', '["a".."b"]', '!= "c"', '""']
TRUTHS = ["-", "true", "false", "not(true)", "true, false"]
COMPUTED = ["-", "< limit", "? > 1 + 1", "2"]
MIXED = ["-", "1", '"a"', "true", "null"]
ROWS = st.lists(
    st.tuples(*(st.sampled_from(column) for column in (NUMBERS, TEXTS, TRUTHS, COMPUTED, MIXED))),
    min_size=6,
    max_size=14,
)
VALUES = st.tuples(
    st.sampled_from([None, "a", *(Decimal(text) for text in ("0", "1.0", "1.5", "2", "2.5", "3", "4"))]),
    st.sampled_from([None, Decimal(1), "", "a", "aa", "b", "c", "d", "费"]),
    st.sampled_from([None, True, False, "true"]),
    st.sampled_from([None, *(Decimal(number) for number in range(5))]),
    st.sampled_from([None, True, "a", Decimal(1)]),
)


@settings(max_examples=300)
@given(ROWS, VALUES)
def test_the_index_agrees_with_the_cells_one_by_one(rows, values):
    cells = [[rules.compile_tests(text) for text in row] for row in rows]
    frame = Frame({"limit": Decimal(3)}, Run())
    wanted = [
        place
        for place, row in enumerate(cells)
        if all(cell.any or cell.test(value, frame) for cell, value in zip(row, values, strict=True))
    ]
    index = indexed(cells)
    found = index.matching(values, frame) if index else None
    assert found in (None, wanted)


def test_constants_are_looked_up_and_the_rest_is_tested():
    rows = [[rules.compile_tests(text) for text in (f'"{n}"', f"[{n}..{n + 2}]", "? * 2 > 2")] for n in range(8)]
    index = indexed(rows)
    assert [(place, kind) for place, kind, _ in index.lookups] == [(0, str), (1, Decimal)]
    assert index.matching(["3", Decimal(5), Decimal(2)], Frame({}, Run())) == [3]
    assert index.matching(["3", Decimal(5), Decimal(1)], Frame({}, Run())) == []
    assert index.matching([None, Decimal(5), Decimal(1)], Frame({}, Run())) is None


def test_small_and_huge_tables_are_not_indexed():
    cells = [[rules.compile_tests("1")]]
    assert indexed(cells * 2) is None
    assert indexed(cells * 3_000) is None
