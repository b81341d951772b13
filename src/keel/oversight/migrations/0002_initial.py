import django.db.models.deletion
from django.db import migrations, models

from keel.record.laying import LayTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('oversight', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [LayTables([
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('child', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='standing', serialize=False, to='people.person')),
                ('as_of', models.DateField()),
                ('on_plan_since', models.DateField(null=True)),
                ('looked_after_since', models.DateField(null=True)),
                ('overdue', models.IntegerField(default=0)),
                ('breached', models.IntegerField(default=0)),
                ('unknown', models.IntegerField(default=0)),
                ('running', models.IntegerField(default=0)),
                ('amber', models.IntegerField(default=0)),
                ('red', models.IntegerField(default=0)),
                ('black', models.IntegerField(default=0)),
                ('drift_score', models.IntegerField(default=0)),
                ('overdue_since', models.DateField(null=True)),
                ('next_due_on', models.DateField(null=True)),
                ('late_entries', models.IntegerField(default=0)),
                ('exposed_since', models.DateField(null=True)),
                ('exposed_days', models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='StoredReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('timescale', models.CharField(max_length=60)),
                ('status', models.CharField(choices=[('met', 'met'), ('late', 'late'), ('running', 'running'), ('overdue', 'overdue'), ('ended', 'ended'), ('missed', 'missed'), ('cannot be computed', 'cannot be computed')], max_length=20)),
                ('severity', models.CharField(choices=[('low', 'low'), ('medium', 'medium'), ('high', 'high'), ('critical', 'critical')], max_length=10)),
                ('started_on', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('met_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('days_over', models.IntegerField()),
                ('doubt', models.CharField(blank=True, choices=[('', 'NONE'), ('start', 'START'), ('met', 'MET'), ('birth', 'BIRTH'), ('anchor', 'ANCHOR'), ('earlier', 'EARLIER'), ('number', 'NUMBER')], max_length=10)),
                ('start_kind', models.CharField(max_length=60)),
                ('start_event_on', models.DateField()),
                ('start_table', models.CharField(blank=True, max_length=60)),
                ('start_entry', models.CharField(blank=True, max_length=36)),
                ('met_kind', models.CharField(blank=True, max_length=60)),
                ('met_table', models.CharField(blank=True, max_length=60)),
                ('met_entry', models.CharField(blank=True, max_length=36)),
            ],
            options={
                'verbose_name': 'reading',
            },
        ),
        migrations.CreateModel(
            name='StoredSignal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signal', models.CharField(max_length=60)),
                ('severity', models.SmallIntegerField(choices=[(0, 'cannot be computed'), (1, 'amber'), (2, 'red'), (3, 'black')])),
                ('since_on', models.DateField()),
                ('clause', models.SmallIntegerField()),
                ('amount', models.IntegerField()),
                ('event_kind', models.CharField(blank=True, max_length=60)),
                ('event_on', models.DateField(null=True)),
                ('event_table', models.CharField(blank=True, max_length=60)),
                ('event_entry', models.CharField(blank=True, max_length=36)),
                ('timescale', models.CharField(blank=True, max_length=60)),
                ('timescale_started_on', models.DateField(null=True)),
                ('timescale_table', models.CharField(blank=True, max_length=60)),
                ('timescale_entry', models.CharField(blank=True, max_length=36)),
            ],
            options={
                'verbose_name': 'signal',
            },
        ),
        migrations.CreateModel(
            name='SupervisionAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('episode', models.CharField(blank=True, max_length=200)),
                ('recorded_on', models.DateField(blank=True, null=True)),
                ('entered_at', models.DateTimeField(auto_now_add=True)),
                ('source_key', models.CharField(blank=True, max_length=250)),
                ('is_latest_only', models.BooleanField(default=False)),
                ('set_on', models.DateField(blank=True, db_index=True, null=True)),
                ('set_time', models.TimeField(blank=True, null=True)),
                ('action', models.TextField(blank=True)),
                ('purpose', models.TextField(blank=True)),
                ('due_on', models.DateField(blank=True, db_index=True, null=True)),
                ('measure', models.TextField(blank=True)),
                ('times_moved', models.FloatField(blank=True, null=True)),
                ('is_dated_and_owned', models.BooleanField(blank=True, null=True)),
                ('completed_on', models.DateField(blank=True, null=True)),
                ('completed_time', models.TimeField(blank=True, null=True)),
                ('completed_recorded_on', models.DateField(blank=True, null=True)),
                ('evidence', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'action from supervision',
                'verbose_name_plural': 'actions from supervision',
            },
        ),
        migrations.CreateModel(
            name='SupervisionActionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('episode', models.CharField(blank=True, max_length=200)),
                ('recorded_on', models.DateField(blank=True, null=True)),
                ('entered_at', models.DateTimeField(auto_now_add=True)),
                ('source_key', models.CharField(blank=True, max_length=250)),
                ('is_latest_only', models.BooleanField(default=False)),
                ('set_on', models.DateField(blank=True, null=True)),
                ('set_time', models.TimeField(blank=True, null=True)),
                ('action', models.TextField(blank=True)),
                ('purpose', models.TextField(blank=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('measure', models.TextField(blank=True)),
                ('times_moved', models.FloatField(blank=True, null=True)),
                ('is_dated_and_owned', models.BooleanField(blank=True, null=True)),
                ('completed_on', models.DateField(blank=True, null=True)),
                ('completed_time', models.TimeField(blank=True, null=True)),
                ('completed_recorded_on', models.DateField(blank=True, null=True)),
                ('evidence', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SupervisionSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(blank=True, db_index=True, null=True)),
                ('held_time', models.TimeField(blank=True, null=True)),
                ('supervisor_signed_on', models.DateField(blank=True, null=True)),
                ('worker_signed_on', models.DateField(blank=True, null=True)),
                ('signed_on', models.DateField(blank=True, null=True)),
                ('entered_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='SupervisionSessionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('held_on', models.DateField(blank=True, null=True)),
                ('held_time', models.TimeField(blank=True, null=True)),
                ('supervisor_signed_on', models.DateField(blank=True, null=True)),
                ('worker_signed_on', models.DateField(blank=True, null=True)),
                ('signed_on', models.DateField(blank=True, null=True)),
                ('entered_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
    ])]
