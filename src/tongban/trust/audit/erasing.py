"""The one way past append-only: personal text is erased where law wants it, and the ledger says so."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.db import transaction

from tongban.trust.audit.models import Erasing


@contextlib.contextmanager
def erasing(reason: str) -> Iterator[None]:
    """Inside, rows of tables made `erasable` may be changed and removed. One transaction: a fault undoes all of it."""
    with transaction.atomic():
        permit = Erasing.objects.create(reason=reason)
        yield
        permit.delete()
