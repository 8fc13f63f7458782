"""Commands find the instances of a business key without reading all of them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0004_of_version")]

    operations = [
        migrations.AddIndex(
            model_name="instance", index=models.Index(fields=["business_key", "id"], name="process_instance_key")
        )
    ]
