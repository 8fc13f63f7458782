"""An open task that nobody holds needs no place in the index of those who hold one, and the tasks of a business key are
found by their instances: two pages less to write for each task.
"""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("processes", "0007_fewer_indexes")]

    operations = [
        migrations.RemoveIndex(model_name="task", name="process_task_key"),
        migrations.RemoveIndex(model_name="task", name="process_task_assignee"),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["assignee", "id"], condition=Q(state="open") & ~Q(assignee=""), name="process_task_held"
            ),
        ),
    ]
