"""The drafts of processes move to governance/drafts, with every text and verdict that they had."""

from django.db import migrations

from tongban.trust.audit.api import Allow

DRAFT = ("base", "revision", "state", "author", "author_name", "opened_at", "note", "submitted_at", "version",
         "published_by")  # fmt: skip
VERDICT = ("revision", "outcome", "reason", "by", "name", "at")


def of(row, names):
    return {name: getattr(row, name) for name in names}


def move(apps, schema_editor):
    draft, revision, verdict = (apps.get_model("drafts", name) for name in ("Draft", "Revision", "Verdict"))
    for old in apps.get_model("process_models", "Draft").objects.order_by("pk"):
        made = draft.objects.create(kind="processes", key=old.process, **of(old, DRAFT))
        for one in old.revisions.order_by("number").iterator():
            facts = of(one, ("number", "text", "by", "name", "at"))
            revision.objects.create(draft=made, base=old.base, how=one.kind, **facts)
        for one in old.verdicts.order_by("pk"):
            verdict.objects.create(draft=made, **of(one, VERDICT))


class Migration(migrations.Migration):
    dependencies = [("process_models", "0001_initial"), ("drafts", "0001_initial")]

    operations = [
        migrations.RunPython(move),
        *(Allow(f"process_models_{name}", event) for name in ("verdict", "revision", "draft") for event in ("UPDATE", "DELETE")),
        migrations.DeleteModel("Verdict"),
        migrations.DeleteModel("Revision"),
        migrations.DeleteModel("Draft"),
    ]
