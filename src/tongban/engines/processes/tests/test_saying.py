"""What a check of a model says: in English for the command line, in Chinese on pages, always from one template."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils import translation

from tongban.engines.processes import checking, saying, soundness, xml
from tongban.engines.processes.facts import Finding
from tongban.engines.processes.tests.building import flows, model, node
from tongban.engines.processes.tests.test_rules import BROKEN, WARNED, document

BLOCK = Path(saying.__file__).parent
SPEAKERS = ("bpmn/", "saying.py", "reading.py", "soundness.py", "elements.py", "interchange.py", "declarations.py", "xml.py")  # fmt: skip
QUOTED = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"|%\(\w+\)[rs]")
SENTENCE = re.compile(r"[A-Za-z]+,? [a-z]+\b")
ENDS = node("start", "s") + node("end", "e")
FORK = flows("s>f", "f>a", "f>b", "a>j", "b>j", "j>c", "c>e")
CHOICE = flows("s>g", "g>a: x", "g>b", "a>j", "b>j", "j>e")
CIRCLE = flows("s>g", "g>e", "g>a: k", "a>b", "b>a")
AB = node("user", "a") + node("user", "b")
UNSOUND = {
    "deadlock": (ENDS, node("xor", "g", default="g-b"), AB, node("and", "j"), CHOICE),
    "unsafe": (ENDS, node("and", "f"), AB, node("user", "c"), node("xor", "j"), FORK),
    "endless": (ENDS, node("xor", "g", default="g-e"), AB, CIRCLE),
    "dead": (ENDS, node("user", "t"), AB, flows("s>t", "t>e", "a>b", "b>a")),
    "no-diagram": (ENDS, flows("s>e")),
}


def latin(text: str) -> str:
    """The first words of a sentence that is not Chinese; names of elements, attributes and quotations are none."""
    found = SENTENCE.search(QUOTED.sub("", text))
    return found[0] if found else ""


def all_said() -> Iterator[Finding]:
    for _code, body, beside in BROKEN.values():
        yield from document(body, beside).problems
    for _code, body, _executable in WARNED.values():
        yield from document(body, '<message id="r-q"/><error id="r-z"/>').problems
    for parts in UNSOUND.values():
        yield from soundness.findings(xml.read(model(*parts), "p.bpmn"))


def test_every_code_is_said_in_chinese_without_a_latin_sentence():
    told = {one.code: one for one in all_said()}
    assert told.keys() >= {code for code, *_ in (*BROKEN.values(), *WARNED.values())} | UNSOUND.keys()
    with translation.override("zh-hans"):
        shown = [(one.code, *saying.parted(one.message), saying.translated(one.message)) for one in all_said()]
    assert [(code, text) for code, *texts in shown for text in texts if latin(text)] == []
    assert [code for code, text, *_ in shown if text.isascii()] == []


def test_in_english_a_message_is_what_the_command_line_prints():
    with translation.override("en"):
        assert [one for one in all_said() if saying.translated(one.message) != one.message] == []


def test_no_template_of_a_check_has_a_latin_sentence_in_its_chinese():
    entries = polib.pofile(str(BLOCK / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    ours = [one for one in entries if any(place.startswith(SPEAKERS) for place, _line in one.occurrences)]
    assert len(ours) > len({code for code, *_ in BROKEN.values()})
    assert [one.msgid for one in ours if latin(one.msgstr) or not one.msgstr] == []


@pytest.mark.parametrize("text", [b"<a>", b"<!DOCTYPE a><a/>", b"<a/>"])
def test_what_is_no_bpmn_at_all_is_said_in_chinese(text):
    (found,) = checking.examine(text, "p.bpmn").problems
    with translation.override("zh-hans"):
        assert not saying.parted(found.message)[0][:8].isascii()
