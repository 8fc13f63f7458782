"""Foreign keys whose column begins a constraint or index of the table need no index of their own: a page less to write
for each row. The indexes are dropped by name: remaking the tables, as SQLite otherwise would, would cost the history
its triggers.
"""

from __future__ import annotations

from django.db import migrations, models

COLUMNS = {
    "call": ("instance", "calls", "7c5e53ca"),
    "candidate": ("task", "candidates", "55b0289b"),
    "copy": ("instance", "copies", "f8e6fc62"),
    "history": ("instance", "history", "701d0bb3"),
    "task": ("instance", "tasks", "3e90949f"),
    "token": ("instance", "tokens", "64719f60"),
    "wait": ("instance", "waits", "f6f52dc1"),
}


def _drop(model: str, column: str, number: str) -> migrations.RunSQL:
    name = f"processes_{model}_{column}_id_{number}"
    return migrations.RunSQL(
        f'DROP INDEX IF EXISTS "{name}"', f'CREATE INDEX "{name}" ON "processes_{model}" ("{column}_id")'
    )


def _field(column: str, related: str) -> models.ForeignKey:
    gone = models.PROTECT if related == "history" else models.CASCADE
    return models.ForeignKey(db_index=False, on_delete=gone, related_name=related, to=f"processes.{column}")


class Migration(migrations.Migration):
    dependencies = [("processes", "0006_history_token")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[_drop(model, column, number)],
            state_operations=[migrations.AlterField(model_name=model, name=column, field=_field(column, related))],
        )
        for model, (column, related, number) in COLUMNS.items()
    ]
