"""One city for the tests of all channels: made once, and taken back when they are over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from tongban.channels.tests.city import City, made


@pytest.fixture(scope="package")
def whole_city(django_db_setup: None, django_db_blocker: Any) -> Iterator[City]:  # noqa: ARG001 (the database exists)
    with django_db_blocker.unblock(), transaction.atomic():
        yield made()
        transaction.set_rollback(True)


@pytest.fixture()
def city(whole_city: City, db: None) -> City:  # noqa: ARG001 (each test in its own savepoint)
    """The city; what a test changes is taken back."""
    cache.clear()
    return whole_city
