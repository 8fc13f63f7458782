"""Database triggers that refuse what a ledger must never see, on both databases."""

from __future__ import annotations

from typing import Literal

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython

Event = Literal["UPDATE", "DELETE"]


class Refuse(RunPython):
    """Refuses an event on the rows of a table, always or where a condition over OLD and NEW holds.

    `sqlite` and `postgresql` are the condition in each dialect. Offenders meet django.db.IntegrityError.
    """

    def __init__(self, table: str, event: Event, *, sqlite: str = "1", postgresql: str = "TRUE") -> None:
        self.table, self.event, self.conditions = table, event, {"sqlite": sqlite, "postgresql": postgresql}
        super().__init__(self._create, self._drop)

    @property
    def trigger(self) -> str:
        return f"{self.table}_no_{self.event.lower()}"

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return type(self).__name__, [self.table, self.event], dict(self.conditions)

    def _create(self, _apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        words = f"{self.table} is append-only: {self.event.lower()} refused"
        if editor.connection.vendor == "sqlite":
            editor.execute(
                f"CREATE TRIGGER {self.trigger} BEFORE {self.event} ON {self.table} "
                f"WHEN {self.conditions['sqlite']} BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
            return
        row = "OLD" if self.event == "DELETE" else "NEW"
        editor.execute(
            f"CREATE FUNCTION {self.trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {self.conditions['postgresql']} THEN "
            f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {row}; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER {self.trigger} BEFORE {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.trigger}()"
        )

    def _drop(self, _apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"DROP TRIGGER IF EXISTS {self.trigger}")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {self.trigger} ON {self.table}")
            editor.execute(f"DROP FUNCTION IF EXISTS {self.trigger}()")


class Allow(RunPython):
    """Lifts what `Refuse` laid on a table: for a migration that takes the table away."""

    def __init__(self, table: str, event: Event) -> None:
        refused = Refuse(table, event)
        super().__init__(refused._drop, refused._create)  # noqa: SLF001 (its own module)


def append_only(table: str) -> list[RunPython]:
    """The operations for a migration that let a table's rows be added and read, nothing else."""
    return [Refuse(table, "UPDATE"), Refuse(table, "DELETE")]


EVENTS: tuple[Event, ...] = ("UPDATE", "DELETE")
ERASING = "NOT EXISTS (SELECT 1 FROM audit_erasing)"


def erasable(table: str) -> list[RunPython]:
    """The operations that let personal text be erased from an append-only table, inside `audit.erasing` only. The
    migration depends on audit's 0002.
    """
    return [one for event in EVENTS for one in erasable_where(table, event)]


def erasable_where(table: str, event: Event, *, sqlite: str = "1", postgresql: str = "TRUE") -> list[RunPython]:
    """The same for one event on a table that refuses it under a condition, which is given again."""
    conditions = {"sqlite": f"({sqlite}) AND {ERASING}", "postgresql": f"({postgresql}) AND {ERASING}"}
    return [Allow(table, event), Refuse(table, event, **conditions)]
