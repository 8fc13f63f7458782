"""Models of personal data: every statement against them outside an access context is refused."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models.sql import Query

from tongban.trust.privacy.context import require_context

M = TypeVar("M", bound=models.Model)


class GuardedQuery(Query):
    """A query that asks for the context when it is compiled: lazily evaluated, nested and counted ones as well."""

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        require_context()
        return super().get_compiler(*args, **kwargs)


class PersonalQuerySet(models.QuerySet[M]):
    """Refuses reading and writing outside privacy.access()."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or GuardedQuery(model), using, hints)

    # Writes compile another kind of query, so they ask here.
    def update(self, **kwargs: Any) -> int:
        require_context()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        require_context()
        return super().delete()

    def _insert(self, *args: Any, **kwargs: Any) -> Any:
        require_context()
        return super()._insert(*args, **kwargs)  # type: ignore[misc]

    def _update(self, *args: Any, **kwargs: Any) -> Any:
        require_context()
        return super()._update(*args, **kwargs)  # type: ignore[misc]

    _update.alters_data = True  # type: ignore[attr-defined]
    _insert.alters_data = True  # type: ignore[attr-defined]


def _refuse_outside(**_sent: Any) -> None:
    require_context()


class PersonalManager(models.Manager[M]):
    """The default manager of a model of personal data."""

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        super().contribute_to_class(cls, name)
        if not cls._meta.abstract:  # a single row is deleted past every manager
            models.signals.pre_delete.connect(_refuse_outside, sender=cls, dispatch_uid="privacy")

    def get_queryset(self) -> PersonalQuerySet[M]:
        return PersonalQuerySet(self.model, using=self._db, hints=self._hints)  # type: ignore[attr-defined]


class Personal(models.Model):
    """Base of personal models: guards also what Django itself asks (related objects, refresh, save)."""

    objects = PersonalManager["Personal"]()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        require_context()
        return super().delete(*args, **kwargs)
