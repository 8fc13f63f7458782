"""Brings the kit's cases here with git, at the pinned commit and nothing else of the repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

WANTED = "/TestCases/compliance-level-*/**/*."


def fetch(folder: Path, url: str, commit: str) -> None:
    """Fills the folder. Raises RuntimeError with git's words."""
    folder.mkdir(parents=True, exist_ok=True)
    _git(folder, "init", "-q")
    _git(folder, "sparse-checkout", "set", "--no-cone", f"{WANTED}dmn", f"{WANTED}xml", "/LICENSE*")
    _git(folder, "fetch", "-q", "--depth", "1", "--filter=blob:none", url, commit)
    _git(folder, "checkout", "-q", "--force", "FETCH_HEAD")


def _git(folder: Path, *words: str) -> None:
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"git {words[0]}: {done.stderr.strip()[-300:]}")
