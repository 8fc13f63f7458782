"""Running commands as a stranger would: another folder, no node, little memory, no settings."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tongban

SOURCE = Path(tongban.__file__).parents[1]
SMALL = 1 << 30


def little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (SMALL, SMALL))


def tongban_run(
    *arguments: str | bytes, stdin: bytes = b"", cwd: Path | None = None, before: Callable[[], None] = little_memory,
    **options: Any,
) -> subprocess.CompletedProcess[bytes]:  # fmt: skip
    """Runs `tongban …` with an environment that knows no node and no settings."""
    environ = {"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"], "LANG": "C"}
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(
        [sys.executable, "-m", "tongban", *arguments], input=stdin, cwd=cwd or "/", env=environ, preexec_fn=before,
        check=False, timeout=30, **streams,
    )  # fmt: skip


def refused(run: subprocess.CompletedProcess[bytes]) -> str:
    """The message of a run that was refused as the contract says."""
    assert run.returncode == 1, run
    assert not run.stdout
    assert 10 <= len(run.stderr) <= 2_000
    assert b"Traceback" not in run.stderr
    return run.stderr.decode()
