"""Copies (抄送): somebody is shown how a case stands and need not do anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import models
from tongban.engines.processes.command import command
from tongban.engines.processes.errors import NotFound, ProcessError
from tongban.engines.processes.facts import Copy
from tongban.engines.processes.host import graph_of
from tongban.engines.processes.operations.common import note
from tongban.kernel.declarations.api import Text


def copy(*, business_key: str, to: Iterable[str], by: str, at: dt.datetime, task: int | None = None) -> int:
    """Shows a case or one of its tasks; again shows it anew to who has seen it."""
    references = tuple(dict.fromkeys(to))
    if not references:
        raise ProcessError(_("Say who is to see it."))
    with command(business_key, by, at) as running:
        instance, element = _place(business_key, task)
        record = running.record(instance)
        for reference in references:
            models.Copy.objects.update_or_create(
                instance_id=instance,
                element=element,
                reference=reference,
                defaults={"business_key": business_key, "sent": at, "by": by, "seen": None},
            )
        note(record, "copied", element, to=list(references))
    return len(references)


def _place(business_key: str, task: int | None) -> tuple[int, str]:
    """The instance and element that is shown; the whole case stands for its first instance."""
    if task is not None:
        row = models.Task.objects.filter(pk=task, business_key=business_key).first()
        if row is None:
            raise NotFound(_("There is no task {number}."), number=task)
        return row.instance_id, row.element
    first = models.Instance.objects.filter(business_key=business_key, parent=None).order_by("id").first()
    if first is None:
        raise NotFound(_("There is no process under {key}."), key=business_key)
    return first.pk, ""


def seen(*, copy: int, references: Iterable[str], at: dt.datetime) -> bool:
    """Marks a copy as read by one of those whom it was sent to; says whether it was unread. Raises NotFound."""
    own = models.Copy.objects.filter(pk=copy, reference__in=set(references))
    if not own.exists():
        raise NotFound(_("There is no such copy, or it is not for you."))
    return bool(own.filter(seen=None).update(seen=at))


def copies(*, references: Iterable[str], after: int = 0, limit: int = 50) -> tuple[Copy, ...]:
    """The unread copies for any of these references, in the order of their numbers."""
    rows = models.Copy.objects.filter(reference__in=set(references), seen=None, pk__gt=after)
    return _facts(rows.order_by("pk")[:limit])


def copies_of(business_key: str) -> tuple[Copy, ...]:
    """Who was shown what under a business key, and who has read it."""
    return _facts(models.Copy.objects.filter(business_key=business_key).order_by("pk"))


def _facts(rows: QuerySet[models.Copy]) -> tuple[Copy, ...]:
    return tuple(
        Copy(one.pk, one.business_key, one.element, _name(one), one.reference, one.sent, one.by, one.seen)
        for one in rows.select_related("instance")
    )


def _name(row: models.Copy) -> Text:
    nodes = graph_of(row.instance.host, row.instance.key, row.instance.version).nodes
    return nodes[row.element].name if row.element in nodes else Text("")
