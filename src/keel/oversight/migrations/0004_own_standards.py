import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0003_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="managementdecision",
            name="answer",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="oversight.flaganswer"
            ),
        ),
        migrations.AddField(
            model_name="managementdecision",
            name="done",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="managementdecision",
            name="done_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="managementdecisionevent",
            name="answer",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="oversight.flaganswer",
            ),
        ),
        migrations.AddField(
            model_name="managementdecisionevent",
            name="done",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="managementdecisionevent",
            name="done_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="StandardChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("is_shipped", models.BooleanField(default=False)),
                ("value", models.FloatField(null=True)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("from_on", models.DateField()),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="StandardPreview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("is_shipped", models.BooleanField(default=False)),
                ("value", models.FloatField(null=True)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("from_on", models.DateField()),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("share", models.FloatField(default=0)),
                ("begun_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("failed", models.CharField(blank=True, max_length=200)),
                ("day", models.DateField(null=True)),
                ("after", models.BigIntegerField(null=True)),
                ("children", models.IntegerField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "change",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preview",
                        to="oversight.standardchange",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PreviewLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("matter", models.CharField(max_length=60)),
                (
                    "colour",
                    models.SmallIntegerField(choices=[(0, "SOON"), (1, "AMBER"), (2, "RED"), (3, "BLACK")]),
                ),
                ("before", models.IntegerField()),
                ("after", models.IntegerField()),
                ("raised", models.IntegerField()),
                ("closed", models.IntegerField()),
                (
                    "preview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="oversight.standardpreview",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
    ]
