"""Somebody in front of a browser: opens, fills in, presses; what every page must keep is checked as it is seen."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python

SHOTS = Path(__file__).parents[2] / "shots" if os.environ.get("JOURNEY_SHOTS") else None
PHONE, DESKTOP = 390, 1100
LANGUAGES = ("zh-hans", "en")
# Width and colours in which a page is looked at: over both languages each of the four pairs occurs.
VIEWS = {
    "zh-hans": ((DESKTOP, "light"), (PHONE, "dark")),
    "en": ((PHONE, "light"), (DESKTOP, "dark")),
}
EVERY_VIEW = tuple((width, colours) for colours in ("light", "dark") for width in (DESKTOP, PHONE))
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
RUN = """options => axe.run(document, options).then(found => found.violations.flatMap(
  one => one.nodes.map(node => one.id + " " + node.target.join(" ") + ": " + node.failureSummary)))"""
OVERFLOW = """() => { const wide = document.documentElement.scrollWidth, room = window.innerWidth;
  if (wide <= room) return "";
  const inside = e => { for (let p = e.parentElement; p; p = p.parentElement)
    if (getComputedStyle(p).overflowX !== "visible") return true; return false; };
  return wide + " > " + room + ": " + [...document.querySelectorAll("main *, header *, footer *")]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !inside(e))
    .slice(0, 4).map(e => e.tagName + "." + e.className).join(", "); }"""
looked_at: set[tuple[str, str]] = set()


@cache
def axe() -> str:
    return next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")


class Visitor:
    """One browser profile with one window."""

    def __init__(
        self, browser: Any, address: str, *, width: int, scripts: bool, language: str, closely: bool = True
    ) -> None:
        self.address, self.width, self.scripts, self.language = address, width, scripts, language
        self.closely = closely and scripts  # the program that looks for barriers is itself a script
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="zh-CN" if language == "zh-hans" else "en-GB",
            reduced_motion="reduce",  # a picture taken half-way through a transition shows neither page
        )
        self.speak(language)
        self.faults: list[str] = []
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def speak(self, language: str) -> None:
        self.context.add_cookies([{"name": "language", "value": language, "url": self.address}])

    def _heard(self, message: Any) -> None:
        # A form that is refused answers 422, and 403 and 404 are asked for: Chromium reports each as an error.
        if message.type in ("error", "warning") and not re.search(r"status of 4(03|04|09|22)\b", message.text):
            self.faults.append(f"{self.page.url}: console {message.type}: {message.text}")

    def _answered(self, response: Any) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.url} answered {response.status}")

    # Going somewhere

    def sign_in(self, account: str) -> None:
        """On the demonstration page, by one click."""
        self.open("/demo/")
        self.press(f'button[name=username][value="{account}"]')

    def open(self, path: str) -> int:
        answer = self.page.goto(path)
        self._seen()
        return int(answer.status)

    def press(self, selector: str) -> None:
        """A link or button that leads to another page."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(selector).first.click()
        self._seen()

    def _seen(self) -> None:
        wide = self.page.evaluate(OVERFLOW)
        if wide:
            self.faults.append(f"{self.page.url} at {self.page.viewport_size['width']} px is too wide: {wide}")

    # Reading

    @property
    def path(self) -> str:
        return str(self.page.url).removeprefix(self.address).partition("#")[0]

    def text(self, selector: str = "main") -> str:
        return str(self.page.locator(selector).first.inner_text())

    def count(self, selector: str) -> int:
        return int(self.page.locator(selector).count())

    def wait_for(self, path: str, selector: str, *, seconds: float = 30) -> None:
        """Opens a page again and again until something is there that background work brings."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.open(path)
            if self.count(selector):
                return
            time.sleep(0.2)
        raise AssertionError(f"{path} has no {selector} after {seconds} s:\n{self.text()}")

    # Filling in

    def fill(self, answers: Mapping[str, Any]) -> set[str]:
        """Fills in whatever the page asks of these; says what it was. True ticks, a list ticks several, bytes are a file."""
        done = set()
        for name, value in answers.items():
            fields = self.page.locator(f'main [name="{name}"]:not([type=hidden])')
            if fields.count():
                self._fill_one(fields, name, value)
                done.add(name)
        return done

    def _fill_one(self, fields: Any, name: str, value: Any) -> None:
        kind = fields.first.evaluate("e => e.type")
        if kind in ("radio", "checkbox"):
            wanted = ["yes" if one is True else "no" if one is False else str(one) for one in _many(value)]
            for one in wanted:
                fields.and_(self.page.locator(f'[value="{one}"]')).check()
        elif kind == "file":
            fields.first.set_input_files([{"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": value}])
        elif kind == "select-one":
            fields.first.select_option(str(value))
        else:
            fields.first.fill(str(value))

    # Looking

    def look(self, name: str, *, posted: bool = False) -> None:
        """Looks closely at a kind of page, once a language: width, accessibility, and a picture if wanted.

        `posted`: the page is the answer to a form, so it can be seen in the present language only.
        """
        for language in (self.language,) if posted else (self.language, *LANGUAGES):
            if (name, language) in looked_at or not self.closely:
                continue
            looked_at.add((name, language))
            if language != self.language:
                self.speak(language)
                self.page.reload()
            self._look(name, language)
            if language != self.language:
                self.speak(self.language)
                self.page.reload()
        if not self.scripts and SHOTS:
            self.picture(f"plain-{name}-{self.language}-{self.width}")

    def _look(self, name: str, language: str) -> None:
        self.page.evaluate(axe())
        for width, colours in EVERY_VIEW if SHOTS else VIEWS[language]:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=colours)
            self._seen()
            found = self.page.evaluate(RUN, RULES)
            self.faults += [f"{name} ({self.page.url}, {language}, {width} px, {colours}): {one}" for one in found]
            if SHOTS:
                self.picture(f"{name}-{language}-{width}-{colours}")
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": self.width, "height": 900})

    def picture(self, name: str) -> None:
        assert SHOTS
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def _many(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
