from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0009_held_timers")]

    operations = [
        migrations.AddIndex("history", models.Index(fields=["instance", "id"], name="process_history_of")),
        migrations.RemoveIndex("history", "process_history_element"),
        migrations.RemoveIndex("history", "process_history_key"),
    ]
