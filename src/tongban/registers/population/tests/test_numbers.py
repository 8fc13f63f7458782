import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.registers.divisions import api as divisions
from tongban.registers.population import api as population
from tongban.registers.population.numbers import parse

TODAY = dt.date(2026, 11, 23)
EXAMPLE = "11010519491231002X"  # the example of GB 11643-1999 itself
births = st.dates(dt.date(1900, 1, 1), TODAY)


def number(division="430702", birth="19900307", order="987"):
    first = f"{division}{birth}{order}"
    return first + population.check_mark(first)


def check(text):
    return population.check_resident_number(text, today=TODAY)


def test_the_standards_own_example_is_read(db):
    facts = check(EXAMPLE)
    assert (facts.birth, facts.sex, facts.division) == (dt.date(1949, 12, 31), "female", "110105")


@pytest.mark.parametrize("text", [" 11010519491231002x ", "110105 19491231 002X", "110105-19491231-002x"])
def test_blanks_and_a_small_x_do_not_matter(db, text):
    assert check(text).number == EXAMPLE


@pytest.mark.parametrize(
    "text",
    [
        "", "1", "x" * 18, "11010519491231002", "11010519491231002XX", "110105194912310021", "01010519491231002X",
        "11010519490231002X", "1101051949123100２X", "11010519491231002X\0", "11010519491231002X; DROP TABLE", "٣" * 18,
        "9" * 100_000, None, 110105194912310024, ["11010519491231002X"], "<script>", "\ud800" * 18,
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_a_sentence(db, text):
    with pytest.raises(population.InvalidNumber) as refusal:
        check(text)
    assert 10 < len(str(refusal.value.message)) < 200
    assert "11010519491231002" not in str(refusal.value.message)


def test_a_birth_in_the_future_is_refused_and_one_today_is_not(db):
    assert check(number(birth="20261123")).birth == TODAY
    for birth in ("20261124", "29990101"):
        with pytest.raises(population.InvalidNumber, match=r"future|未来|将来"):
            check(number(birth=birth))
    with pytest.raises(population.InvalidNumber):
        check(number(birth="18491231"))


@settings(max_examples=100, deadline=None)
@given(births, st.integers(1, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(birth, order, place, shift):
    right = number(birth=f"{birth:%Y%m%d}", order=f"{order:03}")
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert parse(right, today=TODAY).birth == birth
    assert population.check_mark(wrong[:17]) != wrong[17]


@settings(max_examples=100, deadline=None)
@given(births, st.integers(1, 999), st.integers(0, 15))
def test_two_neighbours_changed_over_are_always_found(birth, order, place):
    right = number(birth=f"{birth:%Y%m%d}", order=f"{order:03}")
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert wrong == right or population.check_mark(wrong[:17]) != wrong[17]


@pytest.fixture()
def loaded(db, at):
    divisions.load(at=at)


@pytest.mark.parametrize("division", ["430702", "432424", "110105"])
def test_a_county_code_of_any_time_since_the_first_numbers_is_no_doubt(loaded, division):
    assert check(number(division=division, birth="19550307")).warnings == ()


def test_an_unknown_county_code_is_a_warning_and_no_refusal(loaded):
    assert "439999" in str(check(number(division="439999")).warnings[0])
    late = check(number(division="432424", birth="20200307"))  # abolished long before this birth
    assert len(late.warnings) == 1


def test_without_the_register_of_divisions_there_is_no_warning(db):
    assert check(number(division="439999")).warnings == ()
