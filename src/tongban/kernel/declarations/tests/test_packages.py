"""Packages are read whole, checked, and published all or nothing; what was published never changes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import Error, transaction

from tongban.kernel.declarations import api
from tongban.kernel.declarations.models import Current, Published

pytestmark = pytest.mark.django_db
SYSTEM = 'id = "permits"\nversion = "1"\ntitle = {zh = "许可", en = "Permits"}\n'


@dataclass(frozen=True)
class Note:
    word: str


seen: list[str] = []


def read_note(text: str, source: str) -> Note:
    return api.parse(text, Note, source=source)


def check_note(_package: api.Package, item: api.Item) -> Iterable[api.Problem]:
    if item.value.word == "bad":
        yield api.Problem(item.source, "word", "a bad word")
    if item.value.word == "odd":
        yield api.Problem(item.source, "word", "an odd word", severity="warning")


def publish_note(_package: api.Package, item: api.Item, _at: dt.datetime) -> None:
    if item.value.word == "crash":
        raise RuntimeError("hook")
    seen.append(item.key)


@pytest.fixture(autouse=True)
def notes(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = api.Kind("notes", ".toml", read_note, check_note, publish_note)
    monkeypatch.setattr(api, "_KINDS", {"notes": kind, "roles": api.Kind("roles", ".toml", read_note)})
    seen.clear()


@pytest.fixture
def package(tmp_path: Path):
    def make(system: str = SYSTEM, **files: str) -> Path:
        folder = tmp_path / "permits"
        (folder / "notes").mkdir(parents=True, exist_ok=True)
        (folder / "system.toml").write_text(system, encoding="utf-8")
        for name, word in files.items():
            (folder / "notes" / f"{name}.toml").write_text(f'word = "{word}"', encoding="utf-8")
        return folder

    return make


def test_a_published_text_is_found_by_key_and_by_version(package, at) -> None:
    first = api.read(package(a="one"))
    assert api.publish(first, at=at) == 1
    version = api.current("notes", "a").version
    assert api.publish(api.read(package(a="two")), at=at) == 1
    assert api.current("notes", "a").value == Note("two")
    assert api.pinned("notes", "a", version).value == Note("one")
    assert [item.key for item in api.current_all("notes")] == ["a"]


def test_publishing_again_changes_nothing(package, at) -> None:
    assert [api.publish(api.read(package(a="one", b="two")), at=at) for _ in range(2)] == [2, 0]
    assert seen == ["a", "b"]


def test_going_back_to_an_older_text_is_a_change_without_a_new_version(package, at) -> None:
    for word in ("one", "two", "one"):
        assert api.publish(api.read(package(a=word)), at=at) == 1
    assert (Published.objects.count(), api.current("notes", "a").value) == (2, Note("one"))


@pytest.mark.parametrize(("word", "error"), [("bad", api.DeclarationError), ("crash", RuntimeError)])
def test_a_package_is_published_whole_or_not_at_all(package, at, word: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        api.publish(api.read(package(a="one", b=word)), at=at)
    assert not Published.objects.exists()


def test_a_warning_does_not_stop_publishing(package, at) -> None:
    found = api.read(package(a="odd"))
    assert [one.severity for one in api.check(found)] == ["warning"]
    assert api.publish(found, at=at) == 1


def test_a_name_belongs_to_one_package(package, at) -> None:
    api.publish(api.read(package(a="one")), at=at)
    for word in ("one", "two"):
        other = api.read(package(SYSTEM.replace("permits", "taxes"), a=word))
        with pytest.raises(api.DeclarationError, match="belongs to package permits"):
            api.publish(other, at=at)


def test_each_package_has_roles_of_its_own(package, at) -> None:
    for name in ("permits", "taxes"):
        folder = package(SYSTEM.replace("permits", name))
        (folder / "roles.toml").write_text(f'word = "{name}"')
        api.publish(api.read(folder), at=at)
    assert {item.key: item.value.word for item in api.current_all("roles")} == {"permits": "permits", "taxes": "taxes"}


def test_a_published_text_cannot_be_changed_by_anybody(package, at) -> None:
    api.publish(api.read(package(a="one")), at=at)
    with pytest.raises(Error, match="never changed"), transaction.atomic():
        Published.objects.update(text="other")
    with pytest.raises(Error), transaction.atomic():
        Published.objects.all().delete()
    assert Current.objects.get().published.text == 'word = "one"'


def _break(folder: Path, how: str) -> None:
    match how:
        case "no system.toml":
            (folder / "system.toml").unlink()
        case "broken system.toml":
            (folder / "system.toml").write_text("id = 1")
        case "unknown folder":
            (folder / "note").mkdir()
        case "unknown file":
            (folder / "setup.py").write_text("")
        case "wrong ending":
            (folder / "notes" / "x.yaml").write_text("")
        case "not UTF-8":
            (folder / "notes" / "x.toml").write_bytes(b"\xff")
        case "bad name":
            (folder / "notes" / "X y.toml").write_text('word = "x"')
        case "link":
            (folder / "notes" / "x.toml").symlink_to("/etc/hostname")
        case "folder":
            (folder / "notes" / "x.toml").mkdir()


@pytest.mark.parametrize(("how", "place", "words"), [
    ("no system.toml", "system.toml", "begins with system.toml"),
    ("broken system.toml", "permits/system.toml", "id: expected text"),
    ("unknown folder", "permits/note", "did you mean 'notes'"),
    ("unknown file", "permits/setup.py", "holds no such file"),
    ("wrong ending", "notes/x.yaml", "ending in .toml"),
    ("not UTF-8", "notes/x.toml", "byte 0: not UTF-8"),
    ("bad name", "permits/notes/X y.toml", "lower-case"),
    ("link", "notes/x.toml", "plain file"),
    ("folder", "notes/x.toml", "plain file"),
])  # fmt: skip
def test_each_mistake_of_a_package_names_its_file(package, how: str, place: str, words: str) -> None:
    folder = package(a="one")
    _break(folder, how)
    with pytest.raises(api.DeclarationError) as wrong:
        api.read(folder)
    assert place in str(wrong.value)
    assert words in str(wrong.value)


def test_faults_of_several_files_come_at_once(package) -> None:
    folder = package("id = 1", a="one")
    for name in ("b", "c"):
        (folder / "notes" / f"{name}.toml").write_text("wrod = 1")
    with pytest.raises(api.DeclarationError) as wrong:
        api.read(folder)
    assert {Path(one.file).name for one in wrong.value.problems} == {"system.toml", "b.toml", "c.toml"}


def test_what_was_never_published_is_said(at) -> None:
    with pytest.raises(LookupError, match="is the package loaded"):
        api.current("notes", "a")
    with pytest.raises(LookupError, match="no published notes/a in version 0"):
        api.pinned("notes", "a", "0")
