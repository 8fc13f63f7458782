"""Grants with conditions: a condition is a term like the others, written once."""

from importlib import import_module

from django.db import migrations, models

from tongban.trust.audit.api import Refuse

rewritten = import_module("tongban.trust.authority.migrations.0001_initial").rewritten


def trigger(*more: str) -> Refuse:
    """The trigger that keeps the terms of a grant as they are, these too."""
    sqlite, postgresql = rewritten("IS NOT", more), rewritten("IS DISTINCT FROM", more)
    return Refuse("authority_grant", "UPDATE", sqlite=sqlite, postgresql=postgresql)


OLD = trigger()


class Migration(migrations.Migration):
    dependencies = [("authority", "0001_initial")]

    operations = [
        migrations.RunPython(OLD._drop, OLD._create),  # adding a column makes SQLite write the table anew
        migrations.AddField("grant", "condition", models.CharField(blank=True, default="", max_length=500)),
        trigger("condition"),
    ]
