import django.db.models.deletion
from django.db import migrations, models

from keel.record.laying import LayTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('oversight', '0002_initial'),
    ]

    operations = [LayTables([
        migrations.CreateModel(
            name='SupervisionPersonalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('was_interrupted', models.BooleanField(blank=True, null=True)),
                ('interruption', models.TextField(blank=True)),
                ('place', models.CharField(blank=True, max_length=250)),
                ('wellbeing', models.TextField(blank=True)),
                ('workload_children', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('workload', models.TextField(blank=True)),
                ('learning', models.TextField(blank=True)),
                ('reflection', models.TextField(blank=True)),
                ('worker_words', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SupervisionPersonal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('was_interrupted', models.BooleanField(blank=True, null=True)),
                ('interruption', models.TextField(blank=True)),
                ('place', models.CharField(blank=True, max_length=250)),
                ('wellbeing', models.TextField(blank=True)),
                ('workload_children', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('workload', models.TextField(blank=True)),
                ('learning', models.TextField(blank=True)),
                ('reflection', models.TextField(blank=True)),
                ('worker_words', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField(auto_now=True)),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='personal', to='oversight.supervisionsession')),
            ],
            options={
                'verbose_name': 'personal part of a supervision',
                'verbose_name_plural': 'personal parts of supervisions',
            },
        ),
    ])]
