import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from keel.record.laying import LayTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [LayTables([
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(blank=True, max_length=40)),
                ('from_on', models.DateField(blank=True, null=True)),
                ('to_on', models.DateField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='workforce.team')),
            ],
        ),
        migrations.CreateModel(
            name='Involvement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('episode', models.CharField(blank=True, max_length=200)),
                ('recorded_on', models.DateField(blank=True, null=True)),
                ('entered_at', models.DateTimeField(auto_now_add=True)),
                ('source_key', models.CharField(blank=True, max_length=250)),
                ('is_latest_only', models.BooleanField(default=False)),
                ('role', models.CharField(blank=True, max_length=250)),
                ('holds_case', models.BooleanField(default=True)),
                ('started_on', models.DateField(blank=True, db_index=True, null=True)),
                ('started_time', models.TimeField(blank=True, null=True)),
                ('worker_key', models.CharField(blank=True, max_length=250)),
                ('takes_over', models.BooleanField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, db_index=True, null=True)),
                ('ended_time', models.TimeField(blank=True, null=True)),
                ('ended_recorded_on', models.DateField(blank=True, null=True)),
                ('reason_for_change', models.CharField(blank=True, max_length=250)),
                ('is_without_worker', models.BooleanField(blank=True, null=True)),
                ('handover_on', models.DateField(blank=True, null=True)),
                ('handover_time', models.TimeField(blank=True, null=True)),
                ('handover_recorded_on', models.DateField(blank=True, null=True)),
                ('is_handover_complete', models.BooleanField(blank=True, null=True)),
                ('is_introduction_made', models.BooleanField(blank=True, null=True)),
                ('handover', models.TextField(blank=True)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_entries', to='people.person')),
                ('recorded_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='involvements', to='workforce.team')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TeamEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('key', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(blank=True, max_length=40)),
                ('from_on', models.DateField(blank=True, null=True)),
                ('to_on', models.DateField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.team')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workforce.team')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Worker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('role', models.CharField(blank=True, max_length=60)),
                ('is_agency', models.BooleanField(null=True)),
                ('registration', models.CharField(blank=True, max_length=40)),
                ('from_on', models.DateField(blank=True, null=True)),
                ('to_on', models.DateField(blank=True, null=True)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='workers', to='workforce.team')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='worker', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='InvolvementEvent',
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
                ('role', models.CharField(blank=True, max_length=250)),
                ('holds_case', models.BooleanField(default=True)),
                ('started_on', models.DateField(blank=True, null=True)),
                ('started_time', models.TimeField(blank=True, null=True)),
                ('worker_key', models.CharField(blank=True, max_length=250)),
                ('takes_over', models.BooleanField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_time', models.TimeField(blank=True, null=True)),
                ('ended_recorded_on', models.DateField(blank=True, null=True)),
                ('reason_for_change', models.CharField(blank=True, max_length=250)),
                ('is_without_worker', models.BooleanField(blank=True, null=True)),
                ('handover_on', models.DateField(blank=True, null=True)),
                ('handover_time', models.TimeField(blank=True, null=True)),
                ('handover_recorded_on', models.DateField(blank=True, null=True)),
                ('is_handover_complete', models.BooleanField(blank=True, null=True)),
                ('is_introduction_made', models.BooleanField(blank=True, null=True)),
                ('handover', models.TextField(blank=True)),
                ('child', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workforce.involvement')),
                ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.team')),
                ('worker', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='involvement',
            name='worker',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='involvements', to='workforce.worker'),
        ),
        migrations.CreateModel(
            name='WorkerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('key', models.CharField(max_length=60)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('role', models.CharField(blank=True, max_length=60)),
                ('is_agency', models.BooleanField(null=True)),
                ('registration', models.CharField(blank=True, max_length=40)),
                ('from_on', models.DateField(blank=True, null=True)),
                ('to_on', models.DateField(blank=True, null=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workforce.worker')),
                ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.team')),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
    ])]
