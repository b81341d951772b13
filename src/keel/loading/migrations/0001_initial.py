import django.contrib.postgres.fields
from django.db import migrations, models

from keel.record.laying import LayTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [LayTables([
        migrations.CreateModel(
            name='Disappeared',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(max_length=100)),
                ('table', models.CharField(max_length=100)),
                ('entry', models.BigIntegerField(null=True)),
                ('key', models.CharField(max_length=250)),
                ('note', models.TextField(blank=True)),
                ('noted_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'row no longer in its source',
                'verbose_name_plural': 'rows no longer in their source',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='DisappearedEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('family', models.CharField(max_length=100)),
                ('table', models.CharField(max_length=100)),
                ('entry', models.BigIntegerField(null=True)),
                ('key', models.CharField(max_length=250)),
                ('note', models.TextField(blank=True)),
                ('noted_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Load',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=200)),
                ('form', models.CharField(blank=True, max_length=100)),
                ('family', models.CharField(blank=True, max_length=100)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.BigIntegerField(null=True)),
                ('reference_on', models.DateField(blank=True, null=True)),
                ('asked_as_of', models.DateField(blank=True, null=True)),
                ('as_of', models.DateField(blank=True, null=True)),
                ('only_fills', models.BooleanField(default=False)),
                ('is_trial', models.BooleanField(default=False)),
                ('kept_in', models.CharField(blank=True, max_length=64)),
                ('queued_at', models.DateTimeField(auto_now_add=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('children', models.IntegerField(null=True)),
                ('events', models.IntegerField(null=True)),
            ],
            options={
                'ordering': ('-queued_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='LoadChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=100)),
                ('added', models.IntegerField(default=0)),
                ('updated', models.IntegerField(default=0)),
                ('unchanged', models.IntegerField(default=0)),
                ('disappeared', models.IntegerField(default=0)),
                ('returned', models.IntegerField(default=0)),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='LoadExample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.IntegerField(null=True)),
                ('child_key', models.CharField(blank=True, max_length=200)),
                ('raw', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='LoadFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('level', models.CharField(choices=[('note', 'note'), ('warning', 'warning'), ('error', 'error')], max_length=10)),
                ('message', models.TextField()),
                ('source', models.CharField(max_length=200)),
                ('column', models.CharField(blank=True, max_length=200)),
                ('count', models.IntegerField(default=1)),
                ('state', models.CharField(choices=[('open', 'open'), ('done', 'put right at its source'), ('accepted', 'accepted as it is')], default='open', max_length=10)),
                ('note', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='LoadFindingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=60)),
                ('level', models.CharField(choices=[('note', 'note'), ('warning', 'warning'), ('error', 'error')], max_length=10)),
                ('message', models.TextField()),
                ('source', models.CharField(max_length=200)),
                ('column', models.CharField(blank=True, max_length=200)),
                ('count', models.IntegerField(default=1)),
                ('state', models.CharField(choices=[('open', 'open'), ('done', 'put right at its source'), ('accepted', 'accepted as it is')], default='open', max_length=10)),
                ('note', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LoadQuestions',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('colour', models.SmallIntegerField(choices=[(0, 'SOON'), (1, 'AMBER'), (2, 'RED'), (3, 'BLACK')])),
                ('raised', models.IntegerField(default=0)),
                ('worsened', models.IntegerField(default=0)),
                ('closed', models.IntegerField(default=0)),
            ],
            options={
                'verbose_name': 'questions of a load',
                'verbose_name_plural': 'questions of loads',
                'ordering': ('-colour',),
            },
        ),
        migrations.CreateModel(
            name='LoadState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'under way'), ('done', 'done'), ('tried', 'tried, nothing kept'), ('refused', 'refused'), ('failed', 'failed, nothing changed')], max_length=10)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('words', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'state of a load',
                'verbose_name_plural': 'states of loads',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='NewChild',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=250)),
            ],
            options={
                'verbose_name_plural': 'new children',
                'ordering': ('key',),
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.BigIntegerField(null=True)),
                ('key', models.CharField(max_length=250)),
                ('row', models.IntegerField(null=True)),
                ('raw', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='OriginShape',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(max_length=100)),
                ('table', models.CharField(max_length=100)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None)),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), size=None)),
            ],
        ),
        migrations.CreateModel(
            name='ReadingChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('timescale', models.CharField(max_length=60)),
                ('is_late_now', models.BooleanField()),
            ],
            options={
                'ordering': ('child', 'timescale'),
            },
        ),
        migrations.CreateModel(
            name='RowChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=100)),
                ('entry', models.BigIntegerField(null=True)),
                ('child_key', models.CharField(blank=True, max_length=250)),
                ('on', models.DateField(null=True)),
                ('column', models.CharField(blank=True, max_length=80)),
                ('was', models.TextField(null=True)),
                ('became', models.TextField(null=True)),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
    ])]
