import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from tongban.registers.legal_entities import api as entities
from tongban.registers.legal_entities.codes import ALPHABET

bodies = st.text(ALPHABET, min_size=8, max_size=8)
KNOWN = "91110000600037341L"  # an example in python-stdnum's own tests


@settings(max_examples=200, deadline=None)
@given(bodies, st.sampled_from(["company", "sole_trader", "cooperative"]))
def test_a_code_we_make_is_good_to_another_implementation(body, kind):
    code = entities.make_code(kind=kind, division="430702", body=body)
    assert uscc.is_valid(code)
    assert entities.check_credit_code(code).division == "430702"


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18))
def test_we_agree_with_another_implementation_on_any_text(text):
    try:
        entities.check_credit_code(text)
        ours = True
    except entities.InvalidCode:
        ours = False
    assert not ours or uscc.is_valid(text)


@settings(max_examples=100, deadline=None)
@given(bodies, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(body, place, mark):
    code = entities.make_code(kind="company", division="430702", body=body)
    wrong = code[:place] + mark + code[place + 1 :]
    if wrong != code:
        with pytest.raises(entities.InvalidCode):
            entities.check_credit_code(wrong)


def test_blanks_and_small_letters_do_not_matter():
    assert entities.check_credit_code(" 9111 0000 6000 3734 1l ").code == KNOWN


@pytest.mark.parametrize(
    "text",
    ["", KNOWN[:-1], KNOWN + "1", KNOWN.replace("L", "I"), "Z" * 18, "\0" * 18, "9" * 100_000, None, 42, "９" * 18,
     "91110000600037341l'--", "\ud800" * 18],
)  # fmt: skip
def test_what_is_no_code_is_refused_with_a_sentence(text):
    with pytest.raises(entities.InvalidCode) as refusal:
        entities.check_credit_code(text)
    assert 10 < len(str(refusal.value.message)) < 200
