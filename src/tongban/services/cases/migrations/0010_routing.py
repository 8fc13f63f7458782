from django.db import migrations, models
import django.db.models.deletion

from tongban.trust.audit.api import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_batches'),
    ]

    operations = [
        migrations.CreateModel(
            name='Routing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.BigIntegerField(unique=True)),
                ('name_zh', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('unit', models.CharField(max_length=64)),
                ('posts', models.JSONField(default=list)),
                ('problem', models.CharField(blank=True, max_length=16)),
                ('asked', models.CharField(blank=True, max_length=200)),
                ('entry', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='routings', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'id'], name='cases_routings')],
                'constraints': [models.CheckConstraint(condition=models.Q(('problem__in', ('', 'none', 'unknown', 'rule'))), name='cases_routing_problem')],
            },
        ),
        *append_only("cases_routing"),
    ]
