from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rulebooks", "0001_initial")]

    operations = [migrations.AddField("edit", "before", models.CharField(max_length=16, null=True))]
