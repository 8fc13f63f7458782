"""A text changed on the node stays until the package says something new; nothing is overwritten in silence."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from tongban.kernel.declarations import api
from tongban.kernel.declarations.models import Amendment

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Note:
    word: str


@pytest.fixture(autouse=True)
def notes(monkeypatch):
    kind = api.Kind("notes", ".toml", lambda text, source: api.parse(text, Note, source=source))
    whole = api.Kind("wholes", ".toml", lambda text, _: text, publish=lambda *_: None)
    monkeypatch.setattr(api, "_KINDS", {"notes": kind, "wholes": whole})


@pytest.fixture
def load(tmp_path: Path, at):
    def publish(word: str, replace=()) -> int:
        (tmp_path / "notes").mkdir(exist_ok=True)
        (tmp_path / "system.toml").write_text(
            'id = "p"\nversion = "1"\ntitle = {zh = "一", en = "P"}', encoding="utf-8"
        )
        (tmp_path / "notes" / "a.toml").write_text(f'word = "{word}"', encoding="utf-8")
        return api.publish(api.read(tmp_path), at=at, replace=replace)

    return publish


def amend(word: str, at: dt.datetime, base: str = "") -> api.Item:
    base = base or api.current("notes", "a").version
    return api.amend(kind="notes", key="a", text=f'word = "{word}"', base=base, at=at)


def word() -> str:
    return api.current("notes", "a").value.word


def test_an_amendment_is_in_force_and_the_version_before_it_stays_readable(load, at):
    load("one")
    before = api.current("notes", "a").version
    made = amend("mine", at + HOUR)
    assert (word(), api.pinned("notes", "a", before).value.word) == ("mine", "one")
    newest, oldest = api.releases("notes", "a")
    assert (newest.version, newest.since, newest.amended) == (made.version, at + HOUR, True)
    assert (oldest.version, oldest.since, oldest.amended) == (before, None, False)
    assert api.in_force("notes") == {"a": newest}


def test_the_same_package_again_keeps_the_amendment(load, at):
    load("one")
    amend("mine", at)
    assert (load("one"), word()) == (0, "mine")
    amend("mine too", at)
    assert (load("one"), word()) == (0, "mine too")


def test_a_package_with_a_third_text_is_refused_until_the_amendment_is_given_up(load, at):
    load("one")
    amend("mine", at)
    with pytest.raises(api.DeclarationError, match=r"notes/a was changed on this node.*--replace notes/a"):
        load("two")
    assert word() == "mine"
    assert (load("two", replace=["notes/a"]), word()) == (1, "two")
    assert not Amendment.objects.exists()


def test_a_package_that_took_the_text_over_ends_the_amendment(load, at):
    load("one")
    amend("mine", at)
    assert (load("mine"), Amendment.objects.exists()) == (0, False)
    assert (load("two"), word()) == (1, "two")


def test_amending_back_to_the_packages_text_ends_the_amendment(load, at):
    load("one")
    amend("mine", at)
    amend("one", at)
    assert not Amendment.objects.exists()
    assert (load("two"), word()) == (1, "two")


def test_an_amendment_of_what_is_not_in_force_any_more_is_refused(load, at):
    load("one")
    old = api.current("notes", "a").version
    amend("mine", at)
    with pytest.raises(api.Superseded):
        amend("theirs", at, base=old)
    assert word() == "mine"


def test_faulty_texts_unknown_keys_and_whole_kinds_are_refused(load, at):
    load("one")
    with pytest.raises(api.DeclarationError):
        api.amend(kind="notes", key="a", text="wrod = 1", base=api.current("notes", "a").version, at=at)
    with pytest.raises(LookupError):
        api.amend(kind="notes", key="b", text="", base="", at=at)
    with pytest.raises(ValueError, match="package only"):
        api.amend(kind="wholes", key="a", text="", base="", at=at)
    assert word() == "one"
