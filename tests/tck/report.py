"""The page of the docs that says which cases fail and why: written by `scripts/tck --write`, checked by a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.tck.cases import COMMIT, LEVELS, ROOT, URL
from tests.tck.runner import Verdict, figures

PAGE = ROOT / "docs" / "reference" / "tck.md"
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
    return HEAD + "\n".join(rows) + "\n\n## What fails\n\n" + (_table(failing) if failing else "Nothing.\n")


def _table(failing: Sequence[Verdict]) -> str:
    groups: dict[str, list[str]] = {}
    for one in failing:
        groups.setdefault(one.case.file, []).append(one.case.id)
    lines = [
        f"| `{file}` | {', '.join(ids)} | {next((why for start, why in WHY.items() if file.startswith(start)), 'Open.')} |"
        for file, ids in groups.items()
    ]
    return "| file | cases | why |\n|--|--|--|\n" + "\n".join(lines) + "\n"
