"""The editor of processes speaks Chinese on Chinese pages: the dictionary holds what the vendored editor says."""

import json
import re
from pathlib import Path

from django.contrib.staticfiles import finders

BUNDLE = "bpmn-js/bpmn-modeler.production.min.js"
SIDES = ("left", "center", "right", "top", "middle", "bottom")
# How the editor's code asks for a text: by the function that translates, in its menus, and on its tools.
ASKED = (
    r'ranslate\("([A-Z][^"]+)"', r'label:"([^"]+)"', r'var t="([A-Z][^"]+)";return e\.children',
    r'[^\w.]\w\("([A-Z][a-z]+(?:[ /-][\w/-]+)+\.?)"\)', r'title:\w\("([^"]+)"\)', r'"(flow elements must[^"]+)"',
)  # fmt: skip
NO_WORDS = {"String expected", "Align elements "}


def read(name: str) -> str:
    return Path(str(finders.find(name))).read_text("utf-8")


def asked() -> set[str]:
    bundle = read(BUNDLE)
    found = {words for pattern in ASKED for words in re.findall(pattern, bundle)} - NO_WORDS
    return found | {f"Align elements {side}" for side in SIDES}


def test_the_dictionary_holds_every_text_of_the_editor_in_chinese():
    words = json.loads(read("draw.zh.json"))
    assert len(asked()) > 110
    assert asked() - words.keys() == set()
    for text, ours in words.items():
        assert re.search(r"[\u4e00-\u9fff]", ours), text
        assert set(re.findall(r"{\w+}", ours)) <= set(re.findall(r"{\w+}", text)), text
        assert not re.search(r"[A-Za-z]{3,}", re.sub(r"{\w+}|BPMN(Diagram|Plane)?", "", ours)), ours


def test_the_dictionary_holds_nothing_that_the_editor_never_says():
    bundle = read(BUNDLE)
    for text in json.loads(read("draw.zh.json")):
        parts = re.split(r"{\w+}|line: |column: | (?=left|center|right|top|middle|bottom|\()", text)
        assert all(part.strip(" .") in bundle for part in parts), text
