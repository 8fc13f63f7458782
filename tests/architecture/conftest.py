"""The world of the sweeps: built once for both, gone with them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from tests.architecture import world as worlds


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[worlds.World]:
    """Two residents with the same things, and everybody else who can send a request."""
    kept, folder = settings.CONFIG, tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        settings.CONFIG = dataclasses.replace(kept, node=str(folder / "node"), bank="http://127.0.0.1:9")
        yield worlds.build(folder, timezone.now())
        settings.CONFIG = kept
        transaction.set_rollback(True)
