"""What a drawing program drops of the comments is put back where it was, or named."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tongban.governance.models import api as models

FILES = sorted(Path("src/tongban/systems/approvals/processes").glob("*.bpmn"))
DRAWN = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"><process id="p">
  <!-- begins here --><startEvent id="s"/>
  <!-- two people look -->
  <!-- Art. 5 -->
  <userTask id="a" name="审查"><!-- who --><incoming>f</incoming></userTask>
  <!-- the end of it -->
</process></definitions>"""


def shape(node: Any) -> tuple[Any, ...]:
    """A document as it reads, without the spaces between its elements."""
    tag = "comment" if node.tag is etree.Comment else node.tag
    text = (node.text or "").strip() if tag == "comment" else "".join(node.xpath("text()")).strip()
    return tag, sorted(node.attrib.items()), text, [shape(one) for one in node]


def whole(text: str) -> list[tuple[Any, ...]]:
    root = etree.fromstring(text.encode())
    before = list(root.itersiblings(preceding=True))[::-1]
    return [shape(one) for one in (*before, root, *root.itersiblings())]


def written(root: Any) -> str:
    return etree.tostring(root.getroottree(), encoding="unicode")


def commented(file: Path, chance: random.Random) -> str:
    """The model with comments of its own anywhere, around its root too."""
    root = etree.fromstring(file.read_bytes(), etree.XMLParser(remove_comments=True))
    elements = list(root.iter(etree.Element))
    for number in range(chance.randint(0, 8)):
        chosen, words = chance.choice(elements), etree.Comment(f" note {number} ")
        chance.choice((chosen.addprevious, chosen.addnext))(words)
        if len(chosen) and chance.random() < 0.5:
            chosen.append(etree.Comment(f" last {number} "))
    return written(root)


def dropped(text: str) -> str:
    return written(etree.fromstring(text.encode(), etree.XMLParser(remove_comments=True)))


@settings(max_examples=40, deadline=None)
@given(file=st.sampled_from(FILES), seed=st.integers(0, 10**6))
def test_comments_that_were_dropped_come_back_to_their_places(file: Path, seed: int):
    text = commented(file, random.Random(seed))  # noqa: S311
    found, lost = models.keep_comments(text, dropped(text))
    assert lost == ()
    assert whole(found) == whole(text)
    assert models.keep_comments(text, found) == (found, ())


def test_a_comment_whose_element_is_gone_is_named_with_it():
    without = dropped(DRAWN)
    cut = without[: without.index("<userTask")] + without[without.index("</userTask>") + len("</userTask>") :]
    found, lost = models.keep_comments(DRAWN, cut)
    assert [(one.words, one.element, one.name) for one in lost] == [
        ("two people look", "a", "审查"), ("Art. 5", "a", "审查"), ("who", "a", "审查"),
    ]  # fmt: skip
    assert "begins here" in found
    assert "the end of it" in found


def test_what_moved_in_the_text_takes_its_comments_along():
    moved = dropped(DRAWN).replace('<startEvent id="s"/>', "")
    moved = moved.replace("</userTask>", '</userTask><startEvent id="s"/>')
    found, lost = models.keep_comments(DRAWN, moved)
    assert lost == ()
    assert found.index("two people look") < found.index("Art. 5") < found.index("<userTask")
    assert found.index("</userTask>") < found.index("begins here") < found.index("<startEvent")


def test_what_is_no_xml_stays_as_it_is():
    for before, after in ((DRAWN, "<x"), ("<x", DRAWN), (DRAWN, ""), ("", "<!DOCTYPE x><x/>")):
        assert models.keep_comments(before, after) == (after, ())
