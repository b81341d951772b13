from django.db import migrations, models

from keel.record.laying import LayTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        LayTables(
            [
                migrations.CreateModel(
                    name="CareLeaver",
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
                        ("became_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("became_time", models.TimeField(blank=True, null=True)),
                        ("eligibility", models.CharField(blank=True, max_length=250)),
                        ("in_touch", models.CharField(blank=True, max_length=250)),
                        ("accommodation", models.CharField(blank=True, max_length=250)),
                        ("is_accommodation_suitable", models.BooleanField(blank=True, null=True)),
                        ("activity", models.CharField(blank=True, max_length=250)),
                        ("adviser_name", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "verbose_name": "right to support after care",
                        "verbose_name_plural": "rights to support after care",
                    },
                ),
                migrations.CreateModel(
                    name="CareLeaverEvent",
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
                        ("became_on", models.DateField(blank=True, null=True)),
                        ("became_time", models.TimeField(blank=True, null=True)),
                        ("eligibility", models.CharField(blank=True, max_length=250)),
                        ("in_touch", models.CharField(blank=True, max_length=250)),
                        ("accommodation", models.CharField(blank=True, max_length=250)),
                        ("is_accommodation_suitable", models.BooleanField(blank=True, null=True)),
                        ("activity", models.CharField(blank=True, max_length=250)),
                        ("adviser_name", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CarePeriod",
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
                        ("started_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("started_time", models.TimeField(blank=True, null=True)),
                        ("legal_status_at_start", models.CharField(blank=True, max_length=250)),
                        ("primary_need", models.CharField(blank=True, max_length=250)),
                        ("officer_appointed_on", models.DateField(blank=True, null=True)),
                        ("officer_appointed_time", models.TimeField(blank=True, null=True)),
                        ("officer_appointed_recorded_on", models.DateField(blank=True, null=True)),
                        ("officer_last_contact_on", models.DateField(blank=True, null=True)),
                        ("permanence_plan", models.CharField(blank=True, max_length=250)),
                        ("ended_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("ended_time", models.TimeField(blank=True, null=True)),
                        ("ended_recorded_on", models.DateField(blank=True, null=True)),
                        ("end_reason", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "verbose_name": "time in care",
                        "verbose_name_plural": "times in care",
                    },
                ),
                migrations.CreateModel(
                    name="CarePeriodEvent",
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
                        ("started_on", models.DateField(blank=True, null=True)),
                        ("started_time", models.TimeField(blank=True, null=True)),
                        ("legal_status_at_start", models.CharField(blank=True, max_length=250)),
                        ("primary_need", models.CharField(blank=True, max_length=250)),
                        ("officer_appointed_on", models.DateField(blank=True, null=True)),
                        ("officer_appointed_time", models.TimeField(blank=True, null=True)),
                        ("officer_appointed_recorded_on", models.DateField(blank=True, null=True)),
                        ("officer_last_contact_on", models.DateField(blank=True, null=True)),
                        ("permanence_plan", models.CharField(blank=True, max_length=250)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_time", models.TimeField(blank=True, null=True)),
                        ("ended_recorded_on", models.DateField(blank=True, null=True)),
                        ("end_reason", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CarePlan",
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
                        ("started_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("permanence_plan", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CarePlanEvent",
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
                        ("started_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("permanence_plan", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CareReview",
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
                        ("shared", models.UUIDField(blank=True, db_index=True, null=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("held_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("held_time", models.TimeField(blank=True, null=True)),
                        ("is_cancelled", models.BooleanField(blank=True, null=True)),
                        ("participation", models.CharField(blank=True, max_length=250)),
                        ("decision", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "looked-after review",
                    },
                ),
                migrations.CreateModel(
                    name="CareReviewEvent",
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
                        ("shared", models.UUIDField(blank=True, null=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("held_on", models.DateField(blank=True, null=True)),
                        ("held_time", models.TimeField(blank=True, null=True)),
                        ("is_cancelled", models.BooleanField(blank=True, null=True)),
                        ("participation", models.CharField(blank=True, max_length=250)),
                        ("decision", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CareVisit",
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
                        ("shared", models.UUIDField(blank=True, db_index=True, null=True)),
                        ("visited_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("visited_time", models.TimeField(blank=True, null=True)),
                        ("is_child_seen", models.BooleanField(blank=True, null=True)),
                        ("is_seen_alone", models.BooleanField(blank=True, null=True)),
                        ("own_words", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "looked-after visit",
                    },
                ),
                migrations.CreateModel(
                    name="CareVisitEvent",
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
                        ("shared", models.UUIDField(blank=True, null=True)),
                        ("visited_on", models.DateField(blank=True, null=True)),
                        ("visited_time", models.TimeField(blank=True, null=True)),
                        ("is_child_seen", models.BooleanField(blank=True, null=True)),
                        ("is_seen_alone", models.BooleanField(blank=True, null=True)),
                        ("own_words", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HealthAssessment",
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
                        ("assessed_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("assessed_time", models.TimeField(blank=True, null=True)),
                        ("what_kind", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HealthAssessmentEvent",
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
                        ("assessed_on", models.DateField(blank=True, null=True)),
                        ("assessed_time", models.TimeField(blank=True, null=True)),
                        ("what_kind", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LeaverContact",
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
                        ("contacted_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("contacted_time", models.TimeField(blank=True, null=True)),
                        ("in_touch", models.CharField(blank=True, max_length=250)),
                        ("own_words", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "contact after care",
                        "verbose_name_plural": "contact after care",
                    },
                ),
                migrations.CreateModel(
                    name="LeaverContactEvent",
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
                        ("contacted_on", models.DateField(blank=True, null=True)),
                        ("contacted_time", models.TimeField(blank=True, null=True)),
                        ("in_touch", models.CharField(blank=True, max_length=250)),
                        ("own_words", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LegalStatus",
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
                        ("status", models.CharField(blank=True, max_length=250)),
                        ("started_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "legal statuses",
                    },
                ),
                migrations.CreateModel(
                    name="LegalStatusEvent",
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
                        ("status", models.CharField(blank=True, max_length=250)),
                        ("started_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LookedAfterEpisode",
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
                        ("started_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("start_reason", models.CharField(blank=True, max_length=250)),
                        ("primary_need", models.CharField(blank=True, max_length=250)),
                        ("legal_status", models.CharField(blank=True, max_length=250)),
                        ("ended_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("end_reason", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "verbose_name": "episode of care",
                        "verbose_name_plural": "episodes of care",
                    },
                ),
                migrations.CreateModel(
                    name="LookedAfterEpisodeEvent",
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
                        ("started_on", models.DateField(blank=True, null=True)),
                        ("start_reason", models.CharField(blank=True, max_length=250)),
                        ("primary_need", models.CharField(blank=True, max_length=250)),
                        ("legal_status", models.CharField(blank=True, max_length=250)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("end_reason", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MissingEpisode",
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
                        ("started_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("started_time", models.TimeField(blank=True, null=True)),
                        ("what_kind", models.CharField(blank=True, max_length=250)),
                        ("ended_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("ended_time", models.TimeField(blank=True, null=True)),
                        ("ended_recorded_on", models.DateField(blank=True, null=True)),
                        ("third_on", models.DateField(blank=True, null=True)),
                        ("third_time", models.TimeField(blank=True, null=True)),
                        ("third_recorded_on", models.DateField(blank=True, null=True)),
                        ("is_interview_offered", models.BooleanField(blank=True, null=True)),
                        ("is_interview_accepted", models.BooleanField(blank=True, null=True)),
                        ("interview_on", models.DateField(blank=True, null=True)),
                        ("interview_time", models.TimeField(blank=True, null=True)),
                        ("interview_recorded_on", models.DateField(blank=True, null=True)),
                        ("interview_words", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MissingEpisodeEvent",
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
                        ("started_on", models.DateField(blank=True, null=True)),
                        ("started_time", models.TimeField(blank=True, null=True)),
                        ("what_kind", models.CharField(blank=True, max_length=250)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_time", models.TimeField(blank=True, null=True)),
                        ("ended_recorded_on", models.DateField(blank=True, null=True)),
                        ("third_on", models.DateField(blank=True, null=True)),
                        ("third_time", models.TimeField(blank=True, null=True)),
                        ("third_recorded_on", models.DateField(blank=True, null=True)),
                        ("is_interview_offered", models.BooleanField(blank=True, null=True)),
                        ("is_interview_accepted", models.BooleanField(blank=True, null=True)),
                        ("interview_on", models.DateField(blank=True, null=True)),
                        ("interview_time", models.TimeField(blank=True, null=True)),
                        ("interview_recorded_on", models.DateField(blank=True, null=True)),
                        ("interview_words", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PathwayPlan",
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
                        ("agreed_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("agreed_time", models.TimeField(blank=True, null=True)),
                        ("plan", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PathwayPlanEvent",
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
                        ("agreed_on", models.DateField(blank=True, null=True)),
                        ("agreed_time", models.TimeField(blank=True, null=True)),
                        ("plan", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PathwayPlanReview",
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
                        ("reviewed_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("reviewed_time", models.TimeField(blank=True, null=True)),
                        ("outcome", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "review of the pathway plan",
                        "verbose_name_plural": "reviews of the pathway plan",
                    },
                ),
                migrations.CreateModel(
                    name="PathwayPlanReviewEvent",
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
                        ("reviewed_on", models.DateField(blank=True, null=True)),
                        ("reviewed_time", models.TimeField(blank=True, null=True)),
                        ("outcome", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PersonalEducationPlan",
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
                        ("started_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("started_time", models.TimeField(blank=True, null=True)),
                        ("school", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PersonalEducationPlanEvent",
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
                        ("started_on", models.DateField(blank=True, null=True)),
                        ("started_time", models.TimeField(blank=True, null=True)),
                        ("school", models.CharField(blank=True, max_length=250)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Placement",
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
                        ("started_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("started_time", models.TimeField(blank=True, null=True)),
                        ("placement_type", models.CharField(blank=True, max_length=250)),
                        ("is_long_term", models.BooleanField(blank=True, null=True)),
                        ("provider", models.CharField(blank=True, max_length=250)),
                        ("location", models.CharField(blank=True, max_length=250)),
                        ("authority", models.CharField(blank=True, max_length=250)),
                        ("distance", models.FloatField(blank=True, null=True)),
                        ("postcode", models.CharField(blank=True, max_length=250)),
                        ("register_number", models.CharField(blank=True, max_length=250)),
                        ("change_reason", models.CharField(blank=True, max_length=250)),
                        ("ended_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("ended_time", models.TimeField(blank=True, null=True)),
                        ("ended_recorded_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlacementEvent",
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
                        ("started_on", models.DateField(blank=True, null=True)),
                        ("started_time", models.TimeField(blank=True, null=True)),
                        ("placement_type", models.CharField(blank=True, max_length=250)),
                        ("is_long_term", models.BooleanField(blank=True, null=True)),
                        ("provider", models.CharField(blank=True, max_length=250)),
                        ("location", models.CharField(blank=True, max_length=250)),
                        ("authority", models.CharField(blank=True, max_length=250)),
                        ("distance", models.FloatField(blank=True, null=True)),
                        ("postcode", models.CharField(blank=True, max_length=250)),
                        ("register_number", models.CharField(blank=True, max_length=250)),
                        ("change_reason", models.CharField(blank=True, max_length=250)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_time", models.TimeField(blank=True, null=True)),
                        ("ended_recorded_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ]
        )
    ]
