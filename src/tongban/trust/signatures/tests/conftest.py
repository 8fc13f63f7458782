from __future__ import annotations

import dataclasses

import pytest
import typst
from django.conf import settings

from tongban.trust.signatures import api as signatures

TEXT = b"#set page(width: 200pt, height: 300pt)\n= Licence\nNo. 1, invented."


@pytest.fixture(scope="session")
def page() -> bytes:
    return typst.compile(TEXT)


@pytest.fixture()
def seal(page, at):
    def seal(**changes) -> bytes:
        return signatures.seal_pdf(
            **{"pdf": page, "at": at, "reason": "issue", "location": "Changde", "seal": "market", **changes}
        )

    return seal


@pytest.fixture()
def elsewhere(monkeypatch, tmp_path):
    """From here on we are another node, with keys of its own."""

    def move() -> None:
        monkeypatch.setattr(settings, "CONFIG", dataclasses.replace(settings.CONFIG, node=str(tmp_path)))

    return move
