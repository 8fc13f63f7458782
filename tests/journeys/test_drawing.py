"""The owner of a process draws: the editor keeps the policy, changes what is changed and nothing else."""

from __future__ import annotations

import html
import re

PROCESS = "/desk/processes/hygiene-licence"
DRAFT = f"{PROCESS}/draft"
TEXT = f"fetch('{DRAFT}/text').then(answer => answer.text())"
TRAIT = re.compile(r'(\w[\w.:-]*)="([^"]*)"')


def said(text: str) -> list[tuple[str, str]]:
    """All attributes of the file, whatever the order and the spaces, without those of the drawing."""
    model = re.sub(r"<(\w+:)?BPMNDiagram.*</(\w+:)?BPMNDiagram>|<\?xml[^>]*>", "", text, flags=re.DOTALL)
    return sorted((name, html.unescape(value)) for name, value in TRAIT.findall(model) if not name.startswith("xmlns"))


def test_an_owner_draws_and_what_was_not_touched_stays(visitor):
    owner = visitor("wjw.leader")
    owner.open(PROCESS)
    owner.look("process")
    owner.press(f"form[action='{DRAFT}'] button")
    owner.look("process-draft")
    before = owner.page.evaluate(TEXT)
    owner.open(f"{DRAFT}/draw")
    page = owner.page
    page.wait_for_selector("#drawing[data-ready=yes]", state="attached")
    mark = page.locator(".bjs-powered-by").bounding_box()
    assert mark is not None
    assert mark["width"] > 40
    step = re.search(r'<userTask\b[^>]*\bid="([^"]+)"', before)
    assert step is not None
    box = page.locator(f'#canvas [data-element-id="{step[1]}"].djs-element').bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#panel", state="visible")
    page.fill("#trait-name-en", "Look twice")
    page.press("#trait-name-en", "Tab")
    owner.press("#drawing button.button")
    assert owner.path == DRAFT
    after = owner.page.evaluate(TEXT)
    gone = [one for one in said(before) if one not in said(after)]
    come = [one for one in said(after) if one not in said(before)]
    assert come == [("tongban:name-en", "Look twice")]
    assert len(gone) == 1
    assert len(said(before)) == len(said(after))
    owner.open(f"{DRAFT}/submit")
    owner.look("process-submit")


def test_without_scripts_the_text_itself_is_the_editor(visitor):
    owner = visitor("wjw.leader", scripts=False)
    owner.open(PROCESS)
    if owner.count(f"form[action='{DRAFT}'] button"):
        owner.press(f"form[action='{DRAFT}'] button")
    owner.open(f"{DRAFT}/draw")
    assert "<" in owner.page.input_value("#text")
    owner.press("#drawing button.button")
    assert owner.path == DRAFT
