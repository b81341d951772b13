import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("front_door", "0002_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("workforce", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WorryTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_on", models.DateField(blank=True, db_index=True, null=True)),
                ("told_time", models.TimeField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=250)),
                ("source_name", models.CharField(blank=True, max_length=250)),
                ("reach", models.CharField(blank=True, max_length=250)),
                ("partner_agency", models.CharField(blank=True, max_length=250)),
                ("partner_aware_on", models.DateField(blank=True, null=True)),
                ("partner_aware_time", models.TimeField(blank=True, null=True)),
                ("forename", models.CharField(blank=True, max_length=250)),
                ("surname", models.CharField(blank=True, max_length=250)),
                ("birth_on", models.DateField(blank=True, null=True)),
                ("expected_on", models.DateField(blank=True, null=True)),
                ("sex", models.CharField(blank=True, max_length=250)),
                ("address", models.CharField(blank=True, max_length=250)),
                ("postcode", models.CharField(blank=True, max_length=250)),
                ("others", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("child_words", models.TextField(blank=True)),
                ("is_family_told", models.BooleanField(blank=True, null=True)),
                ("is_family_agreed", models.BooleanField(blank=True, null=True)),
                ("family_words", models.TextField(blank=True)),
                ("wanted", models.TextField(blank=True)),
                ("urgency", models.CharField(blank=True, max_length=250)),
                ("taken_on", models.DateField(blank=True, null=True)),
                ("taken_time", models.TimeField(blank=True, null=True)),
                ("outcome_told", models.CharField(blank=True, max_length=250)),
                ("outcome_told_on", models.DateField(blank=True, null=True)),
                ("outcome_told_time", models.TimeField(blank=True, null=True)),
                (
                    "contact",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="worry",
                        to="front_door.contact",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.worker",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "worry told by another agency",
                "verbose_name_plural": "worries told by other agencies",
            },
        ),
        migrations.CreateModel(
            name="WorryToldEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("told_on", models.DateField(blank=True, null=True)),
                ("told_time", models.TimeField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=250)),
                ("source_name", models.CharField(blank=True, max_length=250)),
                ("reach", models.CharField(blank=True, max_length=250)),
                ("partner_agency", models.CharField(blank=True, max_length=250)),
                ("partner_aware_on", models.DateField(blank=True, null=True)),
                ("partner_aware_time", models.TimeField(blank=True, null=True)),
                ("forename", models.CharField(blank=True, max_length=250)),
                ("surname", models.CharField(blank=True, max_length=250)),
                ("birth_on", models.DateField(blank=True, null=True)),
                ("expected_on", models.DateField(blank=True, null=True)),
                ("sex", models.CharField(blank=True, max_length=250)),
                ("address", models.CharField(blank=True, max_length=250)),
                ("postcode", models.CharField(blank=True, max_length=250)),
                ("others", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("child_words", models.TextField(blank=True)),
                ("is_family_told", models.BooleanField(blank=True, null=True)),
                ("is_family_agreed", models.BooleanField(blank=True, null=True)),
                ("family_words", models.TextField(blank=True)),
                ("wanted", models.TextField(blank=True)),
                ("urgency", models.CharField(blank=True, max_length=250)),
                ("taken_on", models.DateField(blank=True, null=True)),
                ("taken_time", models.TimeField(blank=True, null=True)),
                ("outcome_told", models.CharField(blank=True, max_length=250)),
                ("outcome_told_on", models.DateField(blank=True, null=True)),
                ("outcome_told_time", models.TimeField(blank=True, null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="front_door.contact",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="front_door.worrytold",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workforce.worker",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorryDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("words", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("saved_at", models.DateTimeField(auto_now=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("became", models.CharField(blank=True, max_length=300)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)), fields=("user",), name="one_worry_begun"
                    )
                ],
            },
        ),
    ]
