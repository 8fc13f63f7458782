"""A folder of foreign BPMN files: how many are read, how many run to their end, and why the others do not.

    BPMN_CORPUS=FOLDER .venv/bin/python -m pytest -s tests/processes/test_corpus.py

A walk plays a process by the pure game: every task and service is completed, every message, signal and condition that
something waits for occurs, and timers last, in turns; where a foreign condition decides, a way is drawn by lot. A walk
that comes to no end is tried again with another lot. Four corpora stand as archives in `third_party/bpmn`, as their
licences allow, and are read in every run; others are brought by whoever wants to see them.
"""

from __future__ import annotations

import os
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = os.environ.get("BPMN_CORPUS", "")
WALKS = 20
STEPS = 400


@dataclass
class Report:
    """Counts of files and processes, and the reasons with the files that show them."""

    files: int = 0
    accepted: int = 0
    executable: int = 0
    processes: int = 0
    ended: int = 0
    refused: dict[str, list[str]] = field(default_factory=dict)
    stopped: dict[str, list[str]] = field(default_factory=dict)
    warned: Counter[str] = field(default_factory=Counter)


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """The files of a folder, or of an archive, with their names."""
    if folder.is_file():
        with tarfile.open(folder) as archive:
            for member in archive:
                found = archive.extractfile(member)
                if found is not None:
                    yield member.name, found.read().decode("utf-8", "replace")
        return
    for path in sorted(folder.rglob("*.bpmn")):
        yield str(path.relative_to(folder)), path.read_bytes().decode("utf-8", "replace")


def told(name: str, found: Report) -> Iterator[str]:
    """The report of one folder in lines."""
    yield (
        f"{name}: {found.files} files, {found.accepted} accepted, {found.executable} executable as they are; "
        f"{found.processes} processes, {found.ended} walked to the end"
    )
    for title, reasons in (("refused", found.refused), ("no end", found.stopped)):
        for why, where in sorted(reasons.items(), key=lambda one: -len(one[1])):
            yield f"  {title:8} {len(where):4}  {why}   e.g. {where[0]}"
    for why, count in found.warned.most_common(12):
        yield f"  warning  {count:4}  {why}"
