"""How many instances run on which version."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count

from tongban.engines.processes.models import Instance


def running(key: str = "") -> Mapping[tuple[str, str], int]:
    """Instances that have not ended, by key and version; of one process if a key is given. One query."""
    rows = Instance.objects.filter(ended=None)
    if key:
        rows = rows.filter(key=key)
    found = rows.order_by().values_list("key", "version").annotate(count=Count("id"))
    return {(name, version): count for name, version, count in found}
