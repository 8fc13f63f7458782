"""A model as a file among others: what it imports is looked for, by namespace, in its own folder."""

from __future__ import annotations

from pathlib import Path

from tongban.engines.rules.dmn import read_model
from tongban.engines.rules.model import Model


def read_file(path: Path) -> Model:
    """Reads a model file. Raises ModelError, OSError."""
    return read_model(path.read_text(encoding="utf-8"), path.name)
