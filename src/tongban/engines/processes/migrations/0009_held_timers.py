from django.db import migrations, models
from django.db.models import Q


def hold(apps, schema_editor):
    waits = apps.get_model("processes", "Wait").objects.using(schema_editor.connection.alias)
    waits.filter(instance__status="suspended").update(held=True)


class Migration(migrations.Migration):
    dependencies = [("processes", "0008_lighter_tasks")]

    operations = [
        migrations.AddField("wait", "held", models.BooleanField(default=False)),
        migrations.RunPython(hold, migrations.RunPython.noop),
        migrations.RemoveIndex("wait", "process_due"),
        migrations.AddIndex(
            "wait",
            models.Index(
                fields=["due", "id"], condition=Q(due__isnull=False, stuck="", held=False), name="process_due"
            ),
        ),
    ]
