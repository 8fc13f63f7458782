"""One of several withdraws its answer: the others' stand, and nothing is counted that was withdrawn."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tongban.engines.processes import api, models
from tongban.engines.processes.tests.building import AT, at_work, flows, graph, many, node, started
from tongban.engines.processes.tests.proving import examples
from tongban.engines.processes.tests.test_faults import crashing

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def panel(names: str = "abc", done: str = "", *, sequential: bool = False) -> api.Graph:
    """All of these are asked, then comes z; `w` is the list of their answers."""
    parties = "[" + ", ".join(f'"{name}"' for name in names) + "]"
    return graph(
        node("start", "s"), node("user", "w", many(parties, done=done, sequential=sequential)), node("user", "z"),
        node("end", "e"), flows("s>w", "w>z", "z>e"),
    )  # fmt: skip


class Desk:
    """The parties of one case; each act is a minute later."""

    def __init__(self, model: api.Graph, key: str = "case-1") -> None:
        self.key, self.at, self.mine = key, AT, dict[str, int]()
        started(model, key=key)

    def open(self) -> dict[str, int]:
        return {str(one.item or one.element): one.id for one in api.tasks(business_key=self.key, open_only=True)}

    def answer(self, party: str, says: str = "yes") -> None:
        self.mine[party] = self.open()[party]
        self._act(lambda at: api.complete(task=self.mine[party], patch={"says": says}, by=f"person:{party}", at=at))

    def withdraw(self, party: str, by: str = "") -> None:
        self._act(lambda at: api.recall(task=self.mine[party], by=f"person:{by or party}", at=at))

    def may(self, party: str) -> bool:
        return api.recallable(task=self.mine[party], by=f"person:{party}", at=self.at)

    def answers(self) -> list[tuple[str, str]]:
        (found,) = api.state(self.key)
        return [(one["item"], one["says"]) for one in found.variables.get("w", [])]

    def _act(self, act) -> None:
        self.at += MINUTE
        act(self.at)


def test_an_answer_is_withdrawn_while_others_still_work():
    desk = Desk(panel())
    desk.answer("a", "no")
    desk.answer("b")
    assert desk.may("a")
    desk.withdraw("a")
    assert sorted(desk.open()) == ["a", "c"]
    desk.answer("c")
    assert at_work() == ["w"]
    desk.answer("a")
    assert (at_work(), desk.answers()) == (["z"], [("a", "yes"), ("b", "yes"), ("c", "yes")])
    assert [event.kind for event in api.history("case-1")].count("recalled") == 1


def test_after_the_step_an_answer_is_withdrawn_until_somebody_begins_the_next():
    desk = Desk(panel(done="count(w) >= 2"))
    desk.answer("a", "no")
    desk.answer("b")
    assert sorted(desk.open()) == ["z"]
    desk.withdraw("a")
    assert sorted(desk.open()) == ["a", "c"]
    desk.answer("c")
    assert (sorted(desk.open()), desk.answers()) == (["z"], [("b", "yes"), ("c", "yes")])
    api.claim(task=desk.open()["z"], by="person:q", at=desk.at)
    for party in ("a", "b", "c"):
        assert not desk.may(party)
        with pytest.raises(api.ProcessError):
            desk.withdraw(party)
    assert at_work() == ["z"]


def test_an_answer_is_withdrawn_once_and_by_who_gave_it():
    desk = Desk(panel())
    desk.answer("a")
    with pytest.raises(api.ProcessError):
        desk.withdraw("a", by="b")
    desk.withdraw("a")
    first = desk.mine["a"]
    with pytest.raises(api.TooLate):
        desk.withdraw("a")
    desk.answer("a", "no")
    desk.mine["a"] = first
    with pytest.raises(api.TooLate):
        desk.withdraw("a")
    assert sorted(desk.open()) == ["b", "c"]


def test_an_answer_without_which_the_step_would_be_over_stays():
    desk = Desk(panel(done='some one in w satisfies one.says = "yes"'))
    desk.answer("a", "no")
    desk.answer("b", "yes")
    assert not desk.may("a")
    with pytest.raises(api.TooLate):
        desk.withdraw("a")
    desk.withdraw("b")
    assert sorted(desk.open()) == ["b", "c"]


def test_in_a_row_an_answer_is_withdrawn_before_the_next_party_begins():
    desk = Desk(panel(sequential=True))
    desk.answer("a")
    desk.withdraw("a")
    assert sorted(desk.open()) == ["a"]
    desk.answer("a")
    desk.answer("b")
    assert not desk.may("a")
    api.claim(task=desk.open()["c"], by="person:c", at=desk.at)
    assert not desk.may("b")
    desk.answer("c")
    assert [desk.may(party) for party in "abc"] == [False, False, True]
    desk.withdraw("c")
    assert sorted(desk.open()) == ["c"]
    desk.answer("c", "no")
    assert desk.answers() == [("a", "yes"), ("b", "yes"), ("c", "no")]


def test_a_party_that_was_added_is_asked_again_too():
    desk = Desk(panel(done="count(w) >= 2"))
    api.add_party(task=desk.open()["a"], item="d", by="person:q", at=AT)
    desk.answer("d")
    desk.answer("a")
    desk.withdraw("d")
    assert sorted(desk.open()) == ["b", "c", "d"]


def test_a_timer_of_the_step_runs_anew_when_it_is_open_again():
    model = graph(
        node("start", "s"), node("user", "w", many('["a"]')), node("user", "z"), node("end", "e"), node("end", "f"),
        node("boundary", "t", "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
             attachedToRef="w"), flows("s>w", "w>z", "z>e", "t>f"),
    )  # fmt: skip
    desk = Desk(model)
    desk.answer("a")
    assert not models.Wait.objects.exists()
    desk.withdraw("a")
    assert models.Wait.objects.get().due == desk.at + dt.timedelta(hours=1)


def test_a_crash_before_any_statement_of_a_withdrawal_changes_nothing():
    desk = Desk(panel(done="count(w) >= 2"), key="case")
    desk.answer("a")
    assert crashing(lambda: api.recall(task=desk.mine["a"], by="person:a", at=desk.at + MINUTE)) > 3
    desk.at += MINUTE
    desk.answer("a")
    desk.answer("b")
    assert crashing(lambda: api.recall(task=desk.mine["b"], by="person:b", at=desk.at + MINUTE)) > 3
    assert sorted(desk.open()) == ["b", "c"]


class Withdrawn(TestCase):
    @examples(20)
    @given(parties=st.integers(1, 5), need=st.integers(1, 5), steps=st.lists(st.integers(0, 99), max_size=14))
    def test_whatever_is_answered_and_withdrawn_the_step_counts_what_stands(self, parties, need, steps):
        """Against a plain set: open are all who have no standing answer, until enough of them stand."""
        names, standing = "abcde"[:parties], dict[str, str]()
        need = min(need, parties)
        desk = Desk(panel(names, done=f"count(w) >= {need}"))
        for number, step in enumerate(steps):
            over = len(standing) >= need
            choices = sorted(standing) if over else list(names)
            party = choices[step % len(choices)]
            if party in standing:
                desk.withdraw(party)
                del standing[party]
            else:
                standing[party] = str(number)
                desk.answer(party, str(number))
            over = len(standing) >= need
            assert sorted(desk.open()) == (["z"] if over else sorted(set(names) - set(standing)))
            assert not over or dict(desk.answers()) == standing
