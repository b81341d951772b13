import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from keel.record.laying import LayTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('loading', '0001_initial'),
        ('people', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [LayTables([
        migrations.AddField(
            model_name='disappeared',
            name='child',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='disappeared',
            name='noted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='disappearedevent',
            name='child',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='disappearedevent',
            name='noted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='disappearedevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='disappearedevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='loading.disappeared'),
        ),
        migrations.CreateModel(
            name='LoadProgress',
            fields=[
                ('load', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='progress', serialize=False, to='loading.load')),
                ('share', models.FloatField(default=0)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'progress of a load',
                'verbose_name_plural': 'progress of loads',
            },
        ),
        migrations.AddField(
            model_name='load',
            name='asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loads', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='disappearedevent',
            name='back_in',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='loading.load'),
        ),
        migrations.AddField(
            model_name='disappearedevent',
            name='last_load',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='loading.load'),
        ),
        migrations.AddField(
            model_name='disappearedevent',
            name='load',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='loading.load'),
        ),
        migrations.AddField(
            model_name='disappeared',
            name='back_in',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returned', to='loading.load'),
        ),
        migrations.AddField(
            model_name='disappeared',
            name='last_load',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loading.load'),
        ),
        migrations.AddField(
            model_name='disappeared',
            name='load',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disappeared', to='loading.load'),
        ),
        migrations.AddField(
            model_name='loadchange',
            name='load',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='loading.load'),
        ),
        migrations.AddField(
            model_name='loadexample',
            name='child',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='loadfinding',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='loadfinding',
            name='load',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='loading.load'),
        ),
        migrations.AddField(
            model_name='loadexample',
            name='finding',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='examples', to='loading.loadfinding'),
        ),
        migrations.AddField(
            model_name='loadfindingevent',
            name='answered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='loadfindingevent',
            name='load',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='loading.load'),
        ),
        migrations.AddField(
            model_name='loadfindingevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='loadfindingevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='loading.loadfinding'),
        ),
        migrations.AddField(
            model_name='loadquestions',
            name='load',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='loading.load'),
        ),
        migrations.AddField(
            model_name='loadstate',
            name='load',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='states', to='loading.load'),
        ),
        migrations.AddField(
            model_name='newchild',
            name='child',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='newchild',
            name='load',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='new_children', to='loading.load'),
        ),
        migrations.AddField(
            model_name='origin',
            name='child',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='origin',
            name='load',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='origins', to='loading.load'),
        ),
        migrations.AddConstraint(
            model_name='originshape',
            constraint=models.UniqueConstraint(fields=('family', 'table', 'source', 'fields', 'columns'), name='origin_shape_once'),
        ),
        migrations.AddField(
            model_name='origin',
            name='shape',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='origins', to='loading.originshape'),
        ),
        migrations.AddField(
            model_name='readingchange',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='readingchange',
            name='load',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reading_changes', to='loading.load'),
        ),
        migrations.AddField(
            model_name='rowchange',
            name='child',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='rowchange',
            name='load',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='row_changes', to='loading.load'),
        ),
        migrations.AddConstraint(
            model_name='disappeared',
            constraint=models.UniqueConstraint(condition=models.Q(('back_in', None)), fields=('family', 'table', 'child', 'key'), name='disappeared_once_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='rowchange',
            index=models.Index(fields=['load', 'table'], name='row_changes_of_a_load'),
        ),
    ])]
