"""Drafts go over to the version in force, each whole or not at all, once; what stays says why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tongban.engines.forms import api as forms
from tongban.engines.forms import models
from tongban.engines.forms.revisions import moving
from tongban.kernel.declarations import api as declarations
from tongban.trust.audit.models import Pending

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
FORM = """
title = {{ zh = "表", en = "Form" }}
[[pages]]
id = "{page}"
title = {{ zh = "页", en = "Page" }}
[[pages.fields]]
name = "area"
kind = "number"
label = {{ zh = "面积", en = "Area" }}
max = {max}
{more}
"""
NEW = '[[pages.fields]]\nname = "fresh"\nkind = "text"\nlabel = { zh = "新", en = "New" }\n'


def publish(folder: Path, at: dt.datetime, *, max: int = 100, more: str = "", page: str = "one") -> str:  # noqa: A002
    (folder / "forms").mkdir(parents=True, exist_ok=True)
    (folder / "system.toml").write_text('id = "tiny"\nversion = "1"\ntitle = { zh = "小", en = "Tiny" }\n')
    (folder / "forms" / "area.toml").write_text(FORM.format(max=max, more=more, page=page), encoding="utf-8")
    declarations.publish(declarations.read(folder), at=at)
    return declarations.current("forms", "area").version


@pytest.fixture()
def package(tmp_path: Path, at: dt.datetime) -> Path:
    publish(tmp_path / "tiny", at)
    return tmp_path / "tiny"


def draft(owner: str, area: str, at: dt.datetime) -> forms.Draft:
    version = declarations.current("forms", "area").version
    values = {"area": area}
    return forms.save_draft(
        owner=owner, key="k", form_key="area", form_version=version, values=values, page="one", at=at
    )


def test_safe_drafts_move_with_all_answers_and_the_others_stay_with_the_reason(package, at):
    small, large = draft("a", "5", at), draft("b", "90", at)
    newer = publish(package, at, max=50, more=NEW)
    assert moving.move_drafts(at=at + HOUR) == moving.Moved(1, 1)
    after = forms.open_draft("a", "k")
    assert (after.form_version, after.values, after.updated, after.page) == (newer, small.values, small.updated, "one")
    assert forms.open_draft("b", "k") == large
    stayed, moved = forms.moves()
    assert (moved.moved, moved.opened, moved.reasons) == (True, ("新",), ())
    assert (stayed.moved, stayed.reasons) == (False, ("新版表单不接受您对“面积”的回答。",))
    noted = [str(one.body) for one in Pending.objects.all()]
    assert len([one for one in noted if "forms.move" in one]) == 2


def test_repeating_it_changes_nothing(package, at):
    draft("a", "5", at), draft("b", "90", at)
    publish(package, at, max=50)
    moving.move_drafts(at=at + HOUR)
    before = list(models.Move.objects.values()), list(models.Draft.objects.values())
    assert moving.move_drafts(at=at + HOUR) == moving.Moved()
    assert (list(models.Move.objects.values()), list(models.Draft.objects.values())) == before


def test_an_end_in_the_middle_leaves_whole_drafts_and_the_rest_is_done_later(package, at, monkeypatch):
    for owner in "abc":
        draft(owner, "5", at)
    newer = publish(package, at, max=50)
    record, seen = moving.audit.record, []

    def dies(**facts):
        seen.append(facts["object"])
        if len(seen) == 2:
            raise KeyboardInterrupt
        return record(**facts)

    monkeypatch.setattr(moving.audit, "record", dies)
    with pytest.raises(KeyboardInterrupt):
        moving.move_drafts(at=at + HOUR)
    versions = list(models.Draft.objects.order_by("id").values_list("form_version", flat=True))
    assert (versions.count(newer), models.Move.objects.count()) == (1, 1)
    assert moving.move_drafts(at=at + HOUR) == moving.Moved(2, 0)
    assert moving.move_drafts(at=at + HOUR) == moving.Moved()


def test_one_draft_that_fails_does_not_stop_the_others(package, at, monkeypatch):
    first = draft("a", "5", at)
    draft("b", "5", at)
    publish(package, at, max=50)
    judge = moving.prove

    def fails(old, new, values, **more):
        if models.Draft.objects.get(owner="a").pk == first.id and not seen:
            seen.append(1)
            raise RuntimeError("odd")
        return judge(old, new, values, **more)

    seen: list[int] = []
    monkeypatch.setattr(moving, "prove", fails)
    assert moving.move_drafts(at=at + HOUR) == moving.Moved(1, 0)


def test_a_page_that_is_being_filled_in_does_not_change_under_the_hand(package, at):
    draft("a", "5", at)
    publish(package, at, max=50)
    assert moving.move_drafts(at=at + dt.timedelta(minutes=5)) == moving.Moved()


def test_an_answer_that_was_corrected_lets_the_draft_move_on_the_next_visit(package, at):
    one = draft("a", "90", at)
    newer = publish(package, at, max=50, page="other")
    kept, move = forms.renewed(draft=one, at=at)
    assert (kept.form_version, move.moved) == (one.form_version, False)
    forms.save_draft(owner="a", key="k", form_key="area", form_version=one.form_version, values={"area": "9"}, at=at)
    kept, move = forms.renewed(draft=forms.open_draft("a", "k"), at=at)
    assert (kept.form_version, kept.page, move.moved, move.reasons) == (newer, "", True, ())


def test_a_draft_that_was_moved_away_and_back_moves_again(package, at):
    draft("a", "5", at)
    for limit in (50, 100, 50, 100):
        version = publish(package, at, max=limit)
        assert moving.move_drafts(at=at + HOUR) == moving.Moved(1, 0)
        assert forms.open_draft("a", "k").form_version == version


def test_the_work_takes_the_same_queries_when_nothing_is_stale(package, at, django_assert_num_queries):
    for owner in "abcdef":
        draft(owner, "5", at)
    with django_assert_num_queries(2):
        moving.move_drafts(at=at + HOUR)
