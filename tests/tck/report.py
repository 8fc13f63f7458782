"""The page of the docs that says which cases fail and why: written by `scripts/tck --write`, checked by a test."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from tests.tck.cases import COMMIT, LEVELS, ROOT, URL
from tests.tck.runner import Verdict, figures

PAGE = ROOT / "docs" / "reference" / "tck.md"
ENGINE = ROOT / "src" / "tongban" / "engines" / "rules"
WHY = {
    "0076-feel-external-java": "Functions written in Java (or PMML) are not run, by design: they are null with a warning.",
}
"""Why the cases of a file fail, by the beginning of its name."""

HEAD = f"""# The DMN compatibility kit

The rules engine is run against the cases of the [DMN Technology Compatibility Kit]({URL}) (Apache-2.0), at commit
`{COMMIT[:12]}`. The cases are not part of this repository: `scripts/tck --fetch` brings them here, `scripts/tck --failures`
says what fails, `scripts/tck --write` writes this page.

A case is one `testCase` of the kit, as the kit itself counts: it passes when each of its results does. A case that is
commented out is none. Values are compared by value and not by the engine's own equality; a number that was computed in
binary floats (eight digits or more behind the point) to eight digits, as the kit's own runners do.

| level | active | pass | | expect more than null | pass | |
|--|--:|--:|--:|--:|--:|--:|
"""


def engine() -> str:
    """The state of the engine that figures are of: a hash of its modules."""
    found = hashlib.sha256()
    for path in sorted(ENGINE.rglob("*.py")):
        if "tests" not in path.parts:
            found.update(path.relative_to(ENGINE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:12]


def recorded() -> str:
    """The figures of the page, and whether they are of the engine as it stands here."""
    text = PAGE.read_text(encoding="utf-8")
    measured = re.search(r"engine `([0-9a-f]{12})`", text)
    table = "\n".join(line for line in text.partition("## What fails")[0].splitlines() if line.startswith("|"))
    same = measured is not None and measured[1] == engine()
    state = "the engine has not changed since" if same else "THE ENGINE HAS CHANGED SINCE: measure again"
    return f"not measured now, the kit is not here; as recorded in {PAGE.relative_to(ROOT)} ({state}):\n{table}"


def page(found: Mapping[int, Sequence[Verdict]]) -> str:
    """The page for the verdicts by level."""
    rows = []
    for level in LEVELS:
        one = figures(found[level])
        rows.append(
            f"| {level} | {one.active} | {one.passed} | {100 * one.passed / one.active:.2f} % "
            f"| {one.yielding} | {one.yielding_passed} | {100 * one.yielding_passed / one.yielding:.2f} % |"
        )
    failing = [one for level in LEVELS for one in found[level] if not one.passed]
    of = f"\n\nMeasured of the engine `{engine()}` (a hash of its modules: `scripts/tck --recorded` says whether it has changed).\n"
    return HEAD + "\n".join(rows) + of + "\n## What fails\n\n" + (_table(failing) if failing else "Nothing.\n")


def _table(failing: Sequence[Verdict]) -> str:
    groups: dict[str, list[str]] = {}
    for one in failing:
        groups.setdefault(one.case.file, []).append(one.case.id)
    lines = [
        f"| `{file}` | {', '.join(ids)} | {next((why for start, why in WHY.items() if file.startswith(start)), 'Open.')} |"
        for file, ids in groups.items()
    ]
    return "| file | cases | why |\n|--|--|--|\n" + "\n".join(lines) + "\n"
