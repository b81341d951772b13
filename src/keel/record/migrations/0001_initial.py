import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from keel.record.laying import LayTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [LayTables([
        migrations.CreateModel(
            name='CoverageHeld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(max_length=100)),
                ('as_of', models.DateField()),
                ('kind', models.CharField(blank=True, max_length=60)),
                ('is_held', models.BooleanField()),
                ('is_anchored', models.BooleanField(default=False)),
                ('facts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('why_absent', models.CharField(blank=True, max_length=300)),
                ('has_births', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name_plural': 'coverage held',
                'constraints': [models.UniqueConstraint(fields=('format', 'kind'), name='coverage_of_a_format_once')],
            },
        ),
        migrations.CreateModel(
            name='RecordedHere',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(max_length=40)),
                ('from_on', models.DateField(null=True)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'recorded here',
            },
        ),
    ])]
