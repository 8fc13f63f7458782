"""Formcode: what it says becomes a form; what our forms cannot say is listed with its line; faults name theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.engines.forms import offline
from tongban.engines.forms.declarations import read

MOVING = """\
Moving to town
--------------

# Person
First name * = ___[40]
<< As in your
   passport >>
Postcode * = ___/^[0-9]{4}$
E-Mail = @@@
Born * = YYYY.MM.DD (..today)
Children = 0..12
Rooms = 1.0..9.5
Proof * = *.pdf|*.jpg|*.doc (multiple)

# Home
Arrival * =
    ( ) Own flat
    (x) With somebody (20 CHF)
        Whose * = ___
        Also =
            [ ] Dog
                Breed = ...
            [ ] Cat
Number = # ch.ssn
Secret = ***
"""


def carried(text: str) -> offline.Imported:
    return offline.imported(text.encode(), format="formcode", title="x")


def test_headings_are_pages_and_definitions_kinds():
    form = carried(MOVING).form
    assert (form.title.en, [page.title.en for page in form.pages]) == ("Moving to town", ["Person", "Home"])
    kinds = {field.name: field.kind for field in form.fields()}
    assert kinds == {
        "first_name": "text", "postcode": "text", "e_mail": "email", "born": "date", "children": "number",
        "rooms": "number", "proof": "upload", "arrival": "choice", "whose": "text", "also": "choices",
        "breed": "longtext", "number": "text",
    }  # fmt: skip
    fields = {field.name: field for field in form.fields()}
    assert (fields["first_name"].length, fields["first_name"].hint.en) == (40, "As in your passport")
    assert (fields["born"].max, fields["children"].max, fields["children"].places) == ("today", 12, 0)
    assert (fields["proof"].accept, fields["e_mail"].required, fields["born"].required) == (
        ("pdf", "jpeg"),
        False,
        True,
    )


def test_questions_below_an_answer_are_shown_when_it_is_chosen():
    fields = {field.name: field.show_if for field in carried(MOVING).form.fields()}
    assert fields["whose"] == fields["also"] == 'arrival = "with_somebody"'
    assert fields["breed"] == 'list contains(also, "dog")'


def test_what_is_left_out_is_listed_with_its_line():
    lost = [(one.place, one.what) for one in carried(MOVING).lost]
    assert lost == [
        ("line 13", "Proof: *.doc"), ("line 13", "Proof: (multiple)"),
        ("line 18", "With somebody (20 CHF)"), ("line 18", "With somebody (20 CHF): chosen from the start"),
        ("line 24", "Number: # ch.ssn"), ("line 25", "Secret: ***"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Name = ___\nwhat is this\n", "line 2: expected '# Heading'"),
        ("A = ___\n\nB =\n", "line 3: a definition such as '___' after '=', or answers below"),
        ("A = ___\n    (x) no\n", "line 2: an answer stands deeper, below a question such as 'Label ='"),
        ("A =\n    (x) a\n    [ ] b\n", "line 3: '( )' and '[ ]' in one question"),
        ("A =\n    ( ) a\n    ( ) a\n", "line 1: the same answer twice"),
        ("A = ___\n<< help\nB = ___\n", "line 2: the help that begins here has no '>>'"),
        ("A = ___\n  B = ___\n", "line 2: a question below another stands deeper than one of its answers"),
        ("= ___\n", "line 1: expected"),
        ("", "there is no question that can be carried over"),
    ],
)
def test_a_fault_names_its_line(text: str, fault: str):
    with pytest.raises(offline.ImportFault, match=r"(?s).*") as refused:
        carried(text)
    assert fault in str(refused.value)


def test_every_fault_is_found_at_once():
    with pytest.raises(offline.ImportFault) as refused:
        carried("x\nA = ___\ny\n")
    assert [place for place, _ in refused.value.faults] == ["line 1", "line 3"]


LINES = st.sampled_from(
    ["# H", "A = ___", "B * = ...", "C =", "    ( ) one", "    [x] two", "        D = YYYY.MM.DD", "<< h >>", "E = 1..9",
     "F = ___/[", "G = YYYY.MM.DD (+1 days..)", "", "\t( ) tab", "H = *.*", "I = 0..9 (1 CHF)", "J = 9..1"]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=30), max_size=12).map("\n".join))
def test_any_text_is_a_form_that_reads_again_or_a_fault_with_a_line(text: str):
    try:
        found = carried(text)
    except offline.ImportFault:
        return
    assert read(offline.written(found.form), "x") == found.form
