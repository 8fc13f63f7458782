"""The cases of the DMN Technology Compatibility Kit, read from their XML. What is commented out there is no case."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tests.tck.values import Expected, expected_of, input_of

COMMIT = "0dbcaf9b98bc3af4e36d44a7aed95e9e85703a13"
URL = "https://github.com/dmn-tck/tck"
LEVELS = (2, 3)
ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("DMN_TCK") or ROOT / "var" / "dmn-tck")
_PARSER = etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True)


@dataclass(frozen=True)
class Case:
    """One testCase: passed when every result node is. `service` is the decision service that it calls, if any."""

    level: int
    model: Path
    file: str
    id: str
    service: str
    inputs: Mapping[str, object]
    results: tuple[tuple[str, Expected], ...]

    @property
    def name(self) -> str:
        return f"{self.file}/{self.id}"

    @property
    def yields(self) -> bool:
        """Whether some result is not null."""
        return any(result[0] != "null" for _, result in self.results)


def present() -> bool:
    """Whether the kit is in its folder."""
    return (FOLDER / "TestCases").is_dir()


def cases(level: int, only: str = "") -> Iterator[Case]:
    """The active cases of a compliance level whose file or model is named so (a part of the name will do)."""
    for path in sorted((FOLDER / "TestCases" / f"compliance-level-{level}").glob("*/*.xml")):
        if only in str(path.relative_to(FOLDER)):
            yield from _cases(path, level)


def _cases(path: Path, level: int) -> Iterator[Case]:
    root = etree.parse(path, _PARSER).getroot()
    model = path.parent / root.findtext("{*}modelName").strip()
    for place, node in enumerate(root.iterchildren("{*}testCase"), 1):
        service = node.get("invocableName", "") if node.get("type") == "decisionService" else ""
        inputs = {one.get("name"): input_of(one) for one in node.iterchildren("{*}inputNode")}
        results = tuple(
            (one.get("name"), expected_of(one.find("{*}expected"))) for one in node.iterchildren("{*}resultNode")
        )
        yield Case(level, model, path.stem, node.get("id") or str(place), service, inputs, results)
