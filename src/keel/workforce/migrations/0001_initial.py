import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from keel.record.laying import LayTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        LayTables(
            [
                migrations.CreateModel(
                    name="Absence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("role", models.CharField(max_length=60)),
                        ("fte", models.DecimalField(decimal_places=2, default=1, max_digits=4)),
                        ("is_counted", models.BooleanField(default=True)),
                        ("is_key", models.BooleanField(default=False)),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Training",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("course", models.CharField(blank=True, max_length=250)),
                        ("done_on", models.DateField(blank=True, null=True)),
                        ("due_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Involvement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("episode", models.CharField(blank=True, max_length=200)),
                        ("recorded_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
                        ("source_key", models.CharField(blank=True, max_length=250)),
                        ("is_latest_only", models.BooleanField(default=False)),
                        ("role", models.CharField(blank=True, max_length=250)),
                        ("holds_case", models.BooleanField(default=True)),
                        ("started_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("started_time", models.TimeField(blank=True, null=True)),
                        ("worker_key", models.CharField(blank=True, max_length=250)),
                        ("takes_over", models.BooleanField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("ended_time", models.TimeField(blank=True, null=True)),
                        ("ended_recorded_on", models.DateField(blank=True, null=True)),
                        ("reason_for_change", models.CharField(blank=True, max_length=250)),
                        ("is_without_worker", models.BooleanField(blank=True, null=True)),
                        ("handover_on", models.DateField(blank=True, null=True)),
                        ("handover_time", models.TimeField(blank=True, null=True)),
                        ("handover_recorded_on", models.DateField(blank=True, null=True)),
                        ("is_handover_complete", models.BooleanField(blank=True, null=True)),
                        ("is_introduction_made", models.BooleanField(blank=True, null=True)),
                        ("handover", models.TextField(blank=True)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s_entries",
                                to="people.person",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Handover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("episode", models.CharField(blank=True, max_length=200)),
                        ("recorded_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
                        ("source_key", models.CharField(blank=True, max_length=250)),
                        ("is_latest_only", models.BooleanField(default=False)),
                        ("proposed_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("proposed_time", models.TimeField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=250)),
                        ("reason_words", models.TextField(blank=True)),
                        ("left_to_do", models.TextField(blank=True)),
                        ("left_on", models.DateField(blank=True, null=True)),
                        ("accepted_on", models.DateField(blank=True, null=True)),
                        ("accepted_time", models.TimeField(blank=True, null=True)),
                        ("accepted_recorded_on", models.DateField(blank=True, null=True)),
                        ("missing", models.TextField(blank=True)),
                        ("introduced_on", models.DateField(blank=True, null=True)),
                        ("introduced_time", models.TimeField(blank=True, null=True)),
                        ("introduced_recorded_on", models.DateField(blank=True, null=True)),
                        ("introduced_by", models.TextField(blank=True)),
                        ("refused_on", models.DateField(blank=True, null=True)),
                        ("refused_time", models.TimeField(blank=True, null=True)),
                        ("refused_recorded_on", models.DateField(blank=True, null=True)),
                        ("refusal", models.TextField(blank=True)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s_entries",
                                to="people.person",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "former",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handed_on",
                                to="workforce.involvement",
                            ),
                        ),
                        (
                            "involvement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handovers",
                                to="workforce.involvement",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PostHolding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("fte", models.DecimalField(decimal_places=2, default=1, max_digits=4)),
                        ("is_agency", models.BooleanField(default=False)),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holdings",
                                to="workforce.post",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Promise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("episode", models.CharField(blank=True, max_length=200)),
                        ("recorded_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
                        ("source_key", models.CharField(blank=True, max_length=250)),
                        ("is_latest_only", models.BooleanField(default=False)),
                        ("promised_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("promised_time", models.TimeField(blank=True, null=True)),
                        ("promised_to", models.CharField(blank=True, max_length=250)),
                        ("promise", models.TextField(blank=True)),
                        ("by_on", models.DateField(blank=True, null=True)),
                        ("kept_on", models.DateField(blank=True, null=True)),
                        ("kept_time", models.TimeField(blank=True, null=True)),
                        ("kept_recorded_on", models.DateField(blank=True, null=True)),
                        ("broken_on", models.DateField(blank=True, null=True)),
                        ("broken_time", models.TimeField(blank=True, null=True)),
                        ("broken_recorded_on", models.DateField(blank=True, null=True)),
                        ("what_came", models.TextField(blank=True)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s_entries",
                                to="people.person",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=60, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("kind", models.CharField(blank=True, max_length=40)),
                        ("from_on", models.DateField(blank=True, null=True)),
                        ("to_on", models.DateField(blank=True, null=True)),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="workforce.team",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PostEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("role", models.CharField(max_length=60)),
                        ("fte", models.DecimalField(decimal_places=2, default=1, max_digits=4)),
                        ("is_counted", models.BooleanField(default=True)),
                        ("is_key", models.BooleanField(default=False)),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
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
                                to="workforce.post",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="workforce.team",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="post",
                    name="team",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="workforce.team"
                    ),
                ),
                migrations.AddField(
                    model_name="involvement",
                    name="team",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involvements",
                        to="workforce.team",
                    ),
                ),
                migrations.CreateModel(
                    name="TeamEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("key", models.CharField(max_length=60)),
                        ("name", models.CharField(max_length=200)),
                        ("kind", models.CharField(blank=True, max_length=40)),
                        ("from_on", models.DateField(blank=True, null=True)),
                        ("to_on", models.DateField(blank=True, null=True)),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="workforce.team",
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
                                to="workforce.team",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Worker",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=60, unique=True)),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("role", models.CharField(blank=True, max_length=60)),
                        ("email", models.CharField(blank=True, max_length=254)),
                        ("is_agency", models.BooleanField(null=True)),
                        ("registration", models.CharField(blank=True, max_length=40)),
                        ("from_on", models.DateField(blank=True, null=True)),
                        ("to_on", models.DateField(blank=True, null=True)),
                        ("asye_from_on", models.DateField(blank=True, null=True)),
                        ("asye_to_on", models.DateField(blank=True, null=True)),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="workers",
                                to="workforce.team",
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="worker",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="TrainingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("course", models.CharField(blank=True, max_length=250)),
                        ("done_on", models.DateField(blank=True, null=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
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
                                to="workforce.training",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="workforce.worker",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="training",
                    name="worker",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="workforce.worker",
                    ),
                ),
                migrations.CreateModel(
                    name="PromiseEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("episode", models.CharField(blank=True, max_length=200)),
                        ("recorded_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
                        ("source_key", models.CharField(blank=True, max_length=250)),
                        ("is_latest_only", models.BooleanField(default=False)),
                        ("promised_on", models.DateField(blank=True, null=True)),
                        ("promised_time", models.TimeField(blank=True, null=True)),
                        ("promised_to", models.CharField(blank=True, max_length=250)),
                        ("promise", models.TextField(blank=True)),
                        ("by_on", models.DateField(blank=True, null=True)),
                        ("kept_on", models.DateField(blank=True, null=True)),
                        ("kept_time", models.TimeField(blank=True, null=True)),
                        ("kept_recorded_on", models.DateField(blank=True, null=True)),
                        ("broken_on", models.DateField(blank=True, null=True)),
                        ("broken_time", models.TimeField(blank=True, null=True)),
                        ("broken_recorded_on", models.DateField(blank=True, null=True)),
                        ("what_came", models.TextField(blank=True)),
                        (
                            "child",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="people.person",
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
                                to="workforce.promise",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "promised_by",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="promise",
                    name="promised_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.worker",
                    ),
                ),
                migrations.CreateModel(
                    name="PostHoldingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("fte", models.DecimalField(decimal_places=2, default=1, max_digits=4)),
                        ("is_agency", models.BooleanField(default=False)),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
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
                                to="workforce.postholding",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="workforce.post",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="workforce.worker",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="postholding",
                    name="worker",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="workforce.worker",
                    ),
                ),
                migrations.CreateModel(
                    name="InvolvementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("episode", models.CharField(blank=True, max_length=200)),
                        ("recorded_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
                        ("source_key", models.CharField(blank=True, max_length=250)),
                        ("is_latest_only", models.BooleanField(default=False)),
                        ("role", models.CharField(blank=True, max_length=250)),
                        ("holds_case", models.BooleanField(default=True)),
                        ("started_on", models.DateField(blank=True, null=True)),
                        ("started_time", models.TimeField(blank=True, null=True)),
                        ("worker_key", models.CharField(blank=True, max_length=250)),
                        ("takes_over", models.BooleanField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_time", models.TimeField(blank=True, null=True)),
                        ("ended_recorded_on", models.DateField(blank=True, null=True)),
                        ("reason_for_change", models.CharField(blank=True, max_length=250)),
                        ("is_without_worker", models.BooleanField(blank=True, null=True)),
                        ("handover_on", models.DateField(blank=True, null=True)),
                        ("handover_time", models.TimeField(blank=True, null=True)),
                        ("handover_recorded_on", models.DateField(blank=True, null=True)),
                        ("is_handover_complete", models.BooleanField(blank=True, null=True)),
                        ("is_introduction_made", models.BooleanField(blank=True, null=True)),
                        ("handover", models.TextField(blank=True)),
                        (
                            "child",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="people.person",
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
                                to="workforce.involvement",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="workforce.team",
                            ),
                        ),
                        (
                            "worker",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="involvement",
                    name="worker",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involvements",
                        to="workforce.worker",
                    ),
                ),
                migrations.CreateModel(
                    name="HandoverEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("episode", models.CharField(blank=True, max_length=200)),
                        ("recorded_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
                        ("source_key", models.CharField(blank=True, max_length=250)),
                        ("is_latest_only", models.BooleanField(default=False)),
                        ("proposed_on", models.DateField(blank=True, null=True)),
                        ("proposed_time", models.TimeField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=250)),
                        ("reason_words", models.TextField(blank=True)),
                        ("left_to_do", models.TextField(blank=True)),
                        ("left_on", models.DateField(blank=True, null=True)),
                        ("accepted_on", models.DateField(blank=True, null=True)),
                        ("accepted_time", models.TimeField(blank=True, null=True)),
                        ("accepted_recorded_on", models.DateField(blank=True, null=True)),
                        ("missing", models.TextField(blank=True)),
                        ("introduced_on", models.DateField(blank=True, null=True)),
                        ("introduced_time", models.TimeField(blank=True, null=True)),
                        ("introduced_recorded_on", models.DateField(blank=True, null=True)),
                        ("introduced_by", models.TextField(blank=True)),
                        ("refused_on", models.DateField(blank=True, null=True)),
                        ("refused_time", models.TimeField(blank=True, null=True)),
                        ("refused_recorded_on", models.DateField(blank=True, null=True)),
                        ("refusal", models.TextField(blank=True)),
                        (
                            "child",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="people.person",
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
                                to="workforce.handover",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "former",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="workforce.involvement",
                            ),
                        ),
                        (
                            "involvement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="workforce.involvement",
                            ),
                        ),
                        (
                            "from_worker",
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
                            "to_worker",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="handover",
                    name="from_worker",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.worker",
                    ),
                ),
                migrations.AddField(
                    model_name="handover",
                    name="to_worker",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.worker",
                    ),
                ),
                migrations.CreateModel(
                    name="AbsenceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField(blank=True, null=True)),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
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
                                to="workforce.absence",
                            ),
                        ),
                        (
                            "deputy",
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
                            "worker",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="workforce.worker",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="absence",
                    name="deputy",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputises",
                        to="workforce.worker",
                    ),
                ),
                migrations.AddField(
                    model_name="absence",
                    name="worker",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to="workforce.worker",
                    ),
                ),
                migrations.CreateModel(
                    name="WorkerEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("key", models.CharField(max_length=60)),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("role", models.CharField(blank=True, max_length=60)),
                        ("email", models.CharField(blank=True, max_length=254)),
                        ("is_agency", models.BooleanField(null=True)),
                        ("registration", models.CharField(blank=True, max_length=40)),
                        ("from_on", models.DateField(blank=True, null=True)),
                        ("to_on", models.DateField(blank=True, null=True)),
                        ("asye_from_on", models.DateField(blank=True, null=True)),
                        ("asye_to_on", models.DateField(blank=True, null=True)),
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
                                to="workforce.worker",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="workforce.team",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
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
                migrations.AddConstraint(
                    model_name="post",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="post_ends_after",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="postholding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="holding_ends_after",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="absence",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="absence_ends_after",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="absence",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("deputy", models.F("worker")), _negated=True),
                        name="absence_has_another_deputy",
                    ),
                ),
            ]
        )
    ]
