"""The script that keeps catalogues complete finds every text, and every fault of a translation."""

import importlib.machinery
import importlib.util
from pathlib import Path
from types import ModuleType

import polib
import pytest

SCRIPT = Path(__file__).resolve().parents[5] / "scripts" / "translations"
VIEWS = """
from django.utils.translation import gettext as _, ngettext, pgettext
a = _("Plain")
b = _("By %(name)s") % {"name": 1}
c = ngettext("%(n)s file", "%(n)s files", 2)
d = pgettext("month", "May")
"""
PAGE = """
{% translate "In a tag" %}
    {% blocktranslate count n=n %}One {{ x }}{% plural %}{{ n }} of {{ x }}{% endblocktranslate %}
  <p title="{% translate 'Its title' %}">100% {{ _("In braces") }}</p>
"""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("translations_script", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def block(tmp_path: Path) -> Path:
    for name, text in {
        "views.py": VIEWS,
        "templates/x/page.html": PAGE,
        "tests/test_x.py": 'x = _("Not mine")',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def translated(script: ModuleType, block: Path) -> polib.POFile:
    script.update(block)
    return edit(block, lambda entry: setattr(entry, "msgstr", "译" + "".join(script.PLACEHOLDER.findall(entry.msgid))))


def edit(block: Path, change) -> polib.POFile:
    catalogue = polib.pofile(str(block / "locale/zh_Hans/LC_MESSAGES/django.po"))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "%(n)s 个 %(x)s" if "x" in entry.msgid_plural else "%(n)s 个"}
        else:
            change(entry)
    catalogue.save()
    return catalogue


def test_every_text_of_code_and_pages_is_found(script: ModuleType, block: Path) -> None:
    assert {text for _context, text, _plural in script.texts(block)} == {
        "Plain", "By %(name)s", "%(n)s file", "May", "In a tag", "One %(x)s", "Its title", "In braces",
    }  # fmt: skip


def test_a_complete_catalogue_passes_and_is_compiled_the_same_way(script: ModuleType, block: Path, translated) -> None:
    assert script.update(block) == []
    compiled = (block / "locale/zh_Hans/LC_MESSAGES/django.mo").read_bytes()
    assert script.check(block) == []
    script.update(block)
    assert (block / "locale/zh_Hans/LC_MESSAGES/django.mo").read_bytes() == compiled


def test_a_stale_compiled_file_is_found(script: ModuleType, block: Path, translated) -> None:
    assert script.check(block) == ["django.mo is stale"]


@pytest.mark.parametrize(("change", "fault"), [
    (lambda entry: setattr(entry, "msgstr", ""), "no translation: 'Plain'"),
    (lambda entry: entry.flags.append("fuzzy"), "fuzzy: 'Plain'"),
    (lambda entry: setattr(entry, "msgstr", "译 %(nam)s"), "other placeholders than the text: 'By %(name)s'"),
])  # fmt: skip
def test_a_faulty_translation_is_found(script: ModuleType, block: Path, translated, change, fault: str) -> None:
    edit(block, change)
    assert fault in script.check(block)


def test_new_and_gone_texts_are_found(script: ModuleType, block: Path, translated) -> None:
    script.update(block)
    (block / "views.py").write_text(VIEWS.replace("Plain", "Changed"))
    found = script.check(block)
    assert "not in the catalogue: 'Changed'" in found
    assert "gone from the code: 'Plain'" in found


def test_two_translations_of_one_text_are_found(script: ModuleType, block: Path, translated, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "views.py").write_text('a = _("Plain")')
    script.update(other)
    edit(other, lambda entry: setattr(entry, "msgstr", "另译"))
    assert len(script.conflicts([block, other])) == 1
    assert script.conflicts([block]) == []
