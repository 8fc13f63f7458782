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


def choose(page, drawn) -> None:
    box = drawn.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


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
    choose(page, page.locator(f'#canvas [data-element-id="{step[1]}"].djs-element'))
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


SAYS = """() => [...document.querySelectorAll('.djs-palette, .djs-context-pad, .djs-popup, .djs-tooltip')].flatMap(
  part => [part.textContent, ...[...part.querySelectorAll('[title], [aria-label]')].flatMap(
    one => [one.title, one.getAttribute('aria-label')])]).filter(Boolean)"""
ENGLISH = re.compile(r"[A-Za-z]{2,}(?!\.io)")


def opened_for_drawing(visitor):
    owner = visitor("wjw.leader")
    owner.open(PROCESS)
    if owner.count(f"form[action='{DRAFT}'] button"):
        owner.press(f"form[action='{DRAFT}'] button")
    owner.open(f"{DRAFT}/draw")
    return owner


def test_the_editor_speaks_chinese_in_all_its_menus(visitor):
    owner = opened_for_drawing(visitor)
    page = owner.page
    page.wait_for_selector("#drawing[data-ready=yes]", state="attached")
    said_here, kinds = set(page.evaluate(SAYS)), set()
    for drawn in page.locator("#canvas .djs-element.djs-shape").all():
        name = drawn.get_attribute("data-element-id")
        kind = re.sub(r"[-_\d].*", "", name)
        if kind in kinds or name.endswith("_label") or len(kinds) > 7:
            continue
        kinds.add(kind)
        choose(page, drawn)
        said_here |= set(page.evaluate(SAYS))
        if page.locator(".djs-context-pad [data-action=replace]").count():
            page.locator(".djs-context-pad [data-action=replace]").click()
            said_here |= set(page.evaluate(SAYS))
            page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.locator(".djs-context-pad [data-action=align-elements]").click()
    said_here |= set(page.evaluate(SAYS))
    owner.look("process-draw-menu")
    for words in ("更换类型", "左侧对齐", "人工任务"):
        assert any(words in one for one in said_here), words
    assert [words for words in said_here if ENGLISH.search(words)] == []
    assert not page.locator("#canvas").get_attribute("data-unsaid")
    owner.faults[:] = [fault for fault in owner.faults if "getPad is deprecated" not in fault]  # the editor's own call


def test_comments_are_kept_or_named_before_anything_is_saved(visitor):
    typist = visitor("wjw.leader", scripts=False)
    typist.open(f"{DRAFT}/draw")
    text = typist.page.input_value("#text")
    step = re.search(r'<(?:\w+:)?userTask\b[^>]*\bid="([^"]+)"', text)
    last = re.search(r'<(?:\w+:)?endEvent\b[^>]*\bid="([^"]+)"', text)
    for found, words in ((last, "本环节依据第五条"), (step, "两人到场")):
        text = text[: found.start()] + f"<!-- {words} -->" + text[found.start() :] if words not in text else text
    typist.fill({"text": text})
    typist.press("#drawing button.button")
    owner = opened_for_drawing(visitor)
    page = owner.page
    page.wait_for_selector("#drawing[data-ready=yes]", state="attached")
    choose(page, page.locator(f'#canvas [data-element-id="{step[1]}"].djs-element'))
    page.locator(".djs-context-pad [data-action=delete]").click()
    owner.press("#drawing button.button")
    owner.look("process-comments")
    assert "两人到场" in owner.text()
    owner.press("main form button.button")
    kept = owner.page.evaluate(TEXT)
    assert "本环节依据第五条" in kept
    assert "两人到场" not in kept
    owner.press("button[value=undo]")
    assert "两人到场" in owner.page.evaluate(TEXT)


def test_what_cannot_be_drawn_is_explained_in_the_language_of_the_page(visitor):
    typist = visitor("wjw.leader", scripts=False)
    typist.open(f"{DRAFT}/draw")
    text = typist.page.input_value("#text")
    typist.fill({"text": re.sub(r"<(\w+:)?BPMNDiagram.*</(\w+:)?BPMNDiagram>", "", text, flags=re.DOTALL)})
    typist.press("#drawing button.button")
    owner = opened_for_drawing(visitor)
    owner.page.wait_for_selector("#drawing[data-ready=no]", state="attached")
    assert "文件中没有图形信息" in owner.text()
    owner.look("process-undrawn")
    owner.open(DRAFT)
    owner.press("button[value=undo]")
