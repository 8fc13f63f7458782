"""Lines of history name the token that they speak of."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0005_by_key")]

    operations = [
        migrations.AddField(model_name="history", name="token", field=models.PositiveIntegerField(null=True)),
    ]
