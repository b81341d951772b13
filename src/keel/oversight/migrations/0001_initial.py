import django.db.models.functions.datetime
import uuid
from django.db import migrations, models

from keel.record.laying import LayTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        LayTables(
            [
                migrations.CreateModel(
                    name="ChairMidpoint",
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
                        ("checked_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("checked_time", models.TimeField(blank=True, null=True)),
                        (
                            "progress",
                            models.CharField(
                                blank=True,
                                choices=[("yes", "yes"), ("some", "some"), ("none", "none")],
                                max_length=10,
                            ),
                        ),
                        ("finding", models.TextField(blank=True)),
                        ("is_challenged", models.BooleanField(blank=True, null=True)),
                        ("no_challenge_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "chair’s look half way",
                        "verbose_name_plural": "chair’s looks half way",
                    },
                ),
                migrations.CreateModel(
                    name="ChairMidpointEvent",
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
                        ("checked_on", models.DateField(blank=True, null=True)),
                        ("checked_time", models.TimeField(blank=True, null=True)),
                        (
                            "progress",
                            models.CharField(
                                blank=True,
                                choices=[("yes", "yes"), ("some", "some"), ("none", "none")],
                                max_length=10,
                            ),
                        ),
                        ("finding", models.TextField(blank=True)),
                        ("is_challenged", models.BooleanField(blank=True, null=True)),
                        ("no_challenge_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Challenge",
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
                        ("raised_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("raised_time", models.TimeField(blank=True, null=True)),
                        ("trigger", models.CharField(blank=True, max_length=250)),
                        ("what_is_wrong", models.TextField(blank=True)),
                        ("effect_on_child", models.TextField(blank=True)),
                        ("what_should_happen", models.TextField(blank=True)),
                        ("by_on", models.DateField(blank=True, null=True)),
                        ("is_immediate_danger", models.BooleanField(blank=True, null=True)),
                        ("resolved_on", models.DateField(blank=True, null=True)),
                        ("what_changed", models.TextField(blank=True)),
                        ("theme", models.CharField(blank=True, max_length=250)),
                        ("learning", models.TextField(blank=True)),
                        ("family_told", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "challenge by a chair",
                        "verbose_name_plural": "challenges by chairs",
                    },
                ),
                migrations.CreateModel(
                    name="ChallengeEvent",
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
                        ("raised_on", models.DateField(blank=True, null=True)),
                        ("raised_time", models.TimeField(blank=True, null=True)),
                        ("trigger", models.CharField(blank=True, max_length=250)),
                        ("what_is_wrong", models.TextField(blank=True)),
                        ("effect_on_child", models.TextField(blank=True)),
                        ("what_should_happen", models.TextField(blank=True)),
                        ("by_on", models.DateField(blank=True, null=True)),
                        ("is_immediate_danger", models.BooleanField(blank=True, null=True)),
                        ("resolved_on", models.DateField(blank=True, null=True)),
                        ("what_changed", models.TextField(blank=True)),
                        ("theme", models.CharField(blank=True, max_length=250)),
                        ("learning", models.TextField(blank=True)),
                        ("family_told", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ChallengeStage",
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
                        ("stage", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("sent_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("sent_time", models.TimeField(blank=True, null=True)),
                        ("post", models.CharField(blank=True, max_length=250)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("has_climbed", models.BooleanField(blank=True, null=True)),
                        ("response", models.TextField(blank=True)),
                        ("answered_on", models.DateField(blank=True, null=True)),
                        ("is_accepted", models.BooleanField(blank=True, null=True)),
                        ("judged_on", models.DateField(blank=True, null=True)),
                        ("accepted_on", models.DateField(blank=True, null=True)),
                        ("accepted_time", models.TimeField(blank=True, null=True)),
                        ("accepted_recorded_on", models.DateField(blank=True, null=True)),
                        ("acceptance_reason", models.TextField(blank=True)),
                        ("director_decided_on", models.DateField(blank=True, null=True)),
                        ("director_decided_time", models.TimeField(blank=True, null=True)),
                        ("director_decided_recorded_on", models.DateField(blank=True, null=True)),
                        ("director_decision", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "stage of a challenge",
                        "verbose_name_plural": "stages of challenges",
                    },
                ),
                migrations.CreateModel(
                    name="ChallengeStageEvent",
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
                        ("stage", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("sent_on", models.DateField(blank=True, null=True)),
                        ("sent_time", models.TimeField(blank=True, null=True)),
                        ("post", models.CharField(blank=True, max_length=250)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("has_climbed", models.BooleanField(blank=True, null=True)),
                        ("response", models.TextField(blank=True)),
                        ("answered_on", models.DateField(blank=True, null=True)),
                        ("is_accepted", models.BooleanField(blank=True, null=True)),
                        ("judged_on", models.DateField(blank=True, null=True)),
                        ("accepted_on", models.DateField(blank=True, null=True)),
                        ("accepted_time", models.TimeField(blank=True, null=True)),
                        ("accepted_recorded_on", models.DateField(blank=True, null=True)),
                        ("acceptance_reason", models.TextField(blank=True)),
                        ("director_decided_on", models.DateField(blank=True, null=True)),
                        ("director_decided_time", models.TimeField(blank=True, null=True)),
                        ("director_decided_recorded_on", models.DateField(blank=True, null=True)),
                        ("director_decision", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ChildSupervision",
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
                        ("held_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("held_time", models.TimeField(blank=True, null=True)),
                        ("is_dated_and_owned", models.BooleanField(blank=True, null=True)),
                        ("daily_life", models.TextField(blank=True)),
                        ("last_seen_on", models.DateField(blank=True, null=True)),
                        ("was_seen_alone", models.BooleanField(blank=True, null=True)),
                        ("what_changed", models.TextField(blank=True)),
                        ("is_plan_working", models.BooleanField(blank=True, null=True)),
                        ("evidence", models.TextField(blank=True)),
                        ("worries", models.TextField(blank=True)),
                        ("other_hypotheses", models.TextField(blank=True)),
                        ("plan_b", models.TextField(blank=True)),
                        ("signals_open", models.TextField(blank=True)),
                        ("signals_response", models.TextField(blank=True)),
                        (
                            "decided",
                            models.CharField(
                                blank=True,
                                choices=[("change", "something changes"), ("on", "it goes on as before")],
                                max_length=20,
                            ),
                        ),
                        ("decision", models.TextField(blank=True)),
                        ("reason", models.TextField(blank=True)),
                        ("is_no_action_needed", models.BooleanField(blank=True, null=True)),
                        ("no_action_reason", models.TextField(blank=True)),
                        ("next_on", models.DateField(blank=True, null=True)),
                        ("signed_on", models.DateField(blank=True, null=True)),
                        ("signed_time", models.TimeField(blank=True, null=True)),
                        ("signed_recorded_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "supervision about the child",
                        "verbose_name_plural": "supervision about the child",
                    },
                ),
                migrations.CreateModel(
                    name="ChildSupervisionEvent",
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
                        ("held_on", models.DateField(blank=True, null=True)),
                        ("held_time", models.TimeField(blank=True, null=True)),
                        ("is_dated_and_owned", models.BooleanField(blank=True, null=True)),
                        ("daily_life", models.TextField(blank=True)),
                        ("last_seen_on", models.DateField(blank=True, null=True)),
                        ("was_seen_alone", models.BooleanField(blank=True, null=True)),
                        ("what_changed", models.TextField(blank=True)),
                        ("is_plan_working", models.BooleanField(blank=True, null=True)),
                        ("evidence", models.TextField(blank=True)),
                        ("worries", models.TextField(blank=True)),
                        ("other_hypotheses", models.TextField(blank=True)),
                        ("plan_b", models.TextField(blank=True)),
                        ("signals_open", models.TextField(blank=True)),
                        ("signals_response", models.TextField(blank=True)),
                        (
                            "decided",
                            models.CharField(
                                blank=True,
                                choices=[("change", "something changes"), ("on", "it goes on as before")],
                                max_length=20,
                            ),
                        ),
                        ("decision", models.TextField(blank=True)),
                        ("reason", models.TextField(blank=True)),
                        ("is_no_action_needed", models.BooleanField(blank=True, null=True)),
                        ("no_action_reason", models.TextField(blank=True)),
                        ("next_on", models.DateField(blank=True, null=True)),
                        ("signed_on", models.DateField(blank=True, null=True)),
                        ("signed_time", models.TimeField(blank=True, null=True)),
                        ("signed_recorded_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CriticalSignal",
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
                        ("opened_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("opened_time", models.TimeField(blank=True, null=True)),
                        ("signal", models.CharField(blank=True, max_length=250)),
                        ("no_challenge_on", models.DateField(blank=True, null=True)),
                        ("no_challenge_time", models.TimeField(blank=True, null=True)),
                        ("no_challenge_recorded_on", models.DateField(blank=True, null=True)),
                        ("no_challenge_reason", models.TextField(blank=True)),
                        ("closed_on", models.DateField(blank=True, null=True)),
                        ("closed_time", models.TimeField(blank=True, null=True)),
                        ("closed_recorded_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CriticalSignalEvent",
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
                        ("opened_on", models.DateField(blank=True, null=True)),
                        ("opened_time", models.TimeField(blank=True, null=True)),
                        ("signal", models.CharField(blank=True, max_length=250)),
                        ("no_challenge_on", models.DateField(blank=True, null=True)),
                        ("no_challenge_time", models.TimeField(blank=True, null=True)),
                        ("no_challenge_recorded_on", models.DateField(blank=True, null=True)),
                        ("no_challenge_reason", models.TextField(blank=True)),
                        ("closed_on", models.DateField(blank=True, null=True)),
                        ("closed_time", models.TimeField(blank=True, null=True)),
                        ("closed_recorded_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Escalation",
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
                        ("raised_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("raised_time", models.TimeField(blank=True, null=True)),
                        ("agency", models.CharField(blank=True, max_length=250)),
                        ("raised_by", models.CharField(blank=True, max_length=250)),
                        ("stage", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("post", models.CharField(blank=True, max_length=250)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("has_climbed", models.BooleanField(blank=True, null=True)),
                        ("disagreement", models.TextField(blank=True)),
                        ("effect_on_child", models.TextField(blank=True)),
                        ("what_should_happen", models.TextField(blank=True)),
                        ("not_settled_reason", models.TextField(blank=True)),
                        ("resolved_on", models.DateField(blank=True, null=True)),
                        ("resolved_time", models.TimeField(blank=True, null=True)),
                        ("resolved_recorded_on", models.DateField(blank=True, null=True)),
                        ("resolution", models.TextField(blank=True)),
                        ("what_changed", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "escalation by a partner",
                        "verbose_name_plural": "escalations by partners",
                    },
                ),
                migrations.CreateModel(
                    name="EscalationEvent",
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
                        ("raised_on", models.DateField(blank=True, null=True)),
                        ("raised_time", models.TimeField(blank=True, null=True)),
                        ("agency", models.CharField(blank=True, max_length=250)),
                        ("raised_by", models.CharField(blank=True, max_length=250)),
                        ("stage", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("post", models.CharField(blank=True, max_length=250)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("has_climbed", models.BooleanField(blank=True, null=True)),
                        ("disagreement", models.TextField(blank=True)),
                        ("effect_on_child", models.TextField(blank=True)),
                        ("what_should_happen", models.TextField(blank=True)),
                        ("not_settled_reason", models.TextField(blank=True)),
                        ("resolved_on", models.DateField(blank=True, null=True)),
                        ("resolved_time", models.TimeField(blank=True, null=True)),
                        ("resolved_recorded_on", models.DateField(blank=True, null=True)),
                        ("resolution", models.TextField(blank=True)),
                        ("what_changed", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Flag",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "matter",
                            models.CharField(
                                choices=[
                                    ("safety", "Is the child safe now"),
                                    ("decision", "A manager’s decision"),
                                    ("visits", "Seeing the child"),
                                    ("conference", "The conference"),
                                    ("review", "Review of the plan"),
                                    ("record_of_conference", "After the conference"),
                                    ("plan", "The plan"),
                                    ("core_group", "The core group"),
                                    ("progress", "Is the plan working"),
                                    ("plan_age", "A long or repeated plan"),
                                    ("legal", "Court and the steps before it"),
                                    ("unborn", "Before birth"),
                                    ("assessment", "The assessment"),
                                    ("contact", "Contact and referral"),
                                    ("worker", "The child’s social worker"),
                                    ("supervision", "Supervision about the child"),
                                    ("scrutiny", "The chair’s scrutiny"),
                                    ("challenge", "A challenge to answer"),
                                    ("private_fostering", "Private fostering"),
                                    ("audit", "After an audit"),
                                    ("looked_after", "Looked after, and leaving care"),
                                ],
                                max_length=60,
                            ),
                        ),
                        ("cause", models.CharField(max_length=120)),
                        ("opened_on", models.DateField()),
                        (
                            "rung",
                            models.CharField(
                                choices=[
                                    ("worker", "WORKER"),
                                    ("team_manager", "TEAM_MANAGER"),
                                    ("service_manager", "SERVICE_MANAGER"),
                                    ("head_of_service", "HEAD_OF_SERVICE"),
                                    ("director", "DIRECTOR"),
                                    ("chair", "CHAIR"),
                                    ("chairs_manager", "CHAIRS_MANAGER"),
                                    ("qa_lead", "QA_LEAD"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "colour",
                            models.SmallIntegerField(
                                choices=[(0, "SOON"), (1, "AMBER"), (2, "RED"), (3, "BLACK")]
                            ),
                        ),
                        ("read_on", models.DateField()),
                        ("answer_by", models.DateField(null=True)),
                        ("holds_until", models.DateField(null=True)),
                        (
                            "covered_colour",
                            models.SmallIntegerField(
                                choices=[(0, "SOON"), (1, "AMBER"), (2, "RED"), (3, "BLACK")], default=0
                            ),
                        ),
                        (
                            "covered_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("act", "ACT"),
                                    ("accept", "ACCEPT"),
                                    ("escalate", "ESCALATE"),
                                    ("error", "ERROR"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("fruitless", models.SmallIntegerField(default=0)),
                        ("accepted", models.SmallIntegerField(default=0)),
                        ("closed_on", models.DateField(null=True)),
                        (
                            "closed_why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("put_right", "PUT_RIGHT"),
                                    ("decided", "DECIDED"),
                                    ("merged", "MERGED"),
                                ],
                                max_length=10,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FlagAnswer",
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
                        ("together", models.UUIDField(default=uuid.uuid4)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("act", "ACT"),
                                    ("accept", "ACCEPT"),
                                    ("escalate", "ESCALATE"),
                                    ("error", "ERROR"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "rung",
                            models.CharField(
                                choices=[
                                    ("worker", "WORKER"),
                                    ("team_manager", "TEAM_MANAGER"),
                                    ("service_manager", "SERVICE_MANAGER"),
                                    ("head_of_service", "HEAD_OF_SERVICE"),
                                    ("director", "DIRECTOR"),
                                    ("chair", "CHAIR"),
                                    ("chairs_manager", "CHAIRS_MANAGER"),
                                    ("qa_lead", "QA_LEAD"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("reason", models.TextField(blank=True)),
                        ("action", models.TextField(blank=True)),
                        ("until_on", models.DateField(blank=True, null=True)),
                        ("evidence", models.TextField(blank=True)),
                        ("done_on", models.DateField(blank=True, null=True)),
                        ("done", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "answer to a question",
                        "verbose_name_plural": "answers to questions",
                    },
                ),
                migrations.CreateModel(
                    name="FlagAnswerEvent",
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
                        ("together", models.UUIDField(default=uuid.uuid4)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("act", "ACT"),
                                    ("accept", "ACCEPT"),
                                    ("escalate", "ESCALATE"),
                                    ("error", "ERROR"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "rung",
                            models.CharField(
                                choices=[
                                    ("worker", "WORKER"),
                                    ("team_manager", "TEAM_MANAGER"),
                                    ("service_manager", "SERVICE_MANAGER"),
                                    ("head_of_service", "HEAD_OF_SERVICE"),
                                    ("director", "DIRECTOR"),
                                    ("chair", "CHAIR"),
                                    ("chairs_manager", "CHAIRS_MANAGER"),
                                    ("qa_lead", "QA_LEAD"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True)),
                        ("reason", models.TextField(blank=True)),
                        ("action", models.TextField(blank=True)),
                        ("until_on", models.DateField(blank=True, null=True)),
                        ("evidence", models.TextField(blank=True)),
                        ("done_on", models.DateField(blank=True, null=True)),
                        ("done", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FlagGround",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("reading", "READING"),
                                    ("signal", "SIGNAL"),
                                    ("promise", "PROMISE"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("key", models.CharField(max_length=60)),
                        ("began_on", models.DateField(null=True)),
                        ("told_by", models.CharField(blank=True, max_length=120)),
                        (
                            "colour",
                            models.SmallIntegerField(
                                choices=[(0, "SOON"), (1, "AMBER"), (2, "RED"), (3, "BLACK")]
                            ),
                        ),
                        ("due_on", models.DateField(null=True)),
                        ("is_past", models.BooleanField(default=False)),
                        ("is_covered", models.BooleanField(default=False)),
                        ("law", models.CharField(blank=True, max_length=80)),
                        ("opened_on", models.DateField()),
                        ("closed_on", models.DateField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="FlagSeen",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "colour",
                            models.SmallIntegerField(
                                choices=[(0, "SOON"), (1, "AMBER"), (2, "RED"), (3, "BLACK")]
                            ),
                        ),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ],
                ),
                migrations.CreateModel(
                    name="FlagStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        (
                            "said",
                            models.CharField(
                                choices=[
                                    ("raised", "RAISED"),
                                    ("worsened", "WORSENED"),
                                    ("eased", "EASED"),
                                    ("more_came", "MORE_CAME"),
                                    ("answered", "ANSWERED"),
                                    ("came_back", "CAME_BACK"),
                                    ("unanswered", "UNANSWERED"),
                                    ("accepted_again", "ACCEPTED_AGAIN"),
                                    ("sent_up", "SENT_UP"),
                                    ("not_changed", "NOT_CHANGED"),
                                    ("known_unchanged", "KNOWN_UNCHANGED"),
                                    ("nobody_there", "NOBODY_THERE"),
                                    ("passed_on", "PASSED_ON"),
                                    ("closed", "CLOSED"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "rung",
                            models.CharField(
                                choices=[
                                    ("worker", "WORKER"),
                                    ("team_manager", "TEAM_MANAGER"),
                                    ("service_manager", "SERVICE_MANAGER"),
                                    ("head_of_service", "HEAD_OF_SERVICE"),
                                    ("director", "DIRECTOR"),
                                    ("chair", "CHAIR"),
                                    ("chairs_manager", "CHAIRS_MANAGER"),
                                    ("qa_lead", "QA_LEAD"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "colour",
                            models.SmallIntegerField(
                                choices=[(0, "SOON"), (1, "AMBER"), (2, "RED"), (3, "BLACK")]
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ManagementDecision",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("missed_visit", "a missed visit"),
                                    ("risk", "something that may raise the risk"),
                                    ("change_of_worker", "a change of worker"),
                                    ("other", "another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("decided_time", models.TimeField(blank=True, null=True)),
                        ("is_strategy_discussion_needed", models.BooleanField(blank=True, null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("reason", models.TextField(blank=True)),
                        ("action", models.TextField(blank=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("done_on", models.DateField(blank=True, null=True)),
                        ("done", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "manager’s decision",
                        "verbose_name_plural": "managers’ decisions",
                    },
                ),
                migrations.CreateModel(
                    name="ManagementDecisionEvent",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("missed_visit", "a missed visit"),
                                    ("risk", "something that may raise the risk"),
                                    ("change_of_worker", "a change of worker"),
                                    ("other", "another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("decided_time", models.TimeField(blank=True, null=True)),
                        ("is_strategy_discussion_needed", models.BooleanField(blank=True, null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("reason", models.TextField(blank=True)),
                        ("action", models.TextField(blank=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("done_on", models.DateField(blank=True, null=True)),
                        ("done", models.TextField(blank=True)),
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
                            models.SmallIntegerField(
                                choices=[(0, "SOON"), (1, "AMBER"), (2, "RED"), (3, "BLACK")]
                            ),
                        ),
                        ("before", models.IntegerField()),
                        ("after", models.IntegerField()),
                        ("raised", models.IntegerField()),
                        ("closed", models.IntegerField()),
                    ],
                    options={
                        "ordering": ("pk",),
                    },
                ),
                migrations.CreateModel(
                    name="SeniorReview",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("9", "open nine months"),
                                    ("12", "open twelve months"),
                                    ("15", "open fifteen months"),
                                    ("18", "open eighteen months"),
                                    ("24", "open twenty-four months"),
                                    ("repeat", "not the first plan"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("held_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("held_time", models.TimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("continue", "the plan goes on, with something new"),
                                    ("end", "the plan is to end"),
                                    ("legal", "legal planning"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("what_is_new", models.TextField(blank=True)),
                        ("until_on", models.DateField(blank=True, null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("reason", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "senior manager’s look",
                        "verbose_name_plural": "senior managers’ looks",
                    },
                ),
                migrations.CreateModel(
                    name="SeniorReviewEvent",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("9", "open nine months"),
                                    ("12", "open twelve months"),
                                    ("15", "open fifteen months"),
                                    ("18", "open eighteen months"),
                                    ("24", "open twenty-four months"),
                                    ("repeat", "not the first plan"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("held_on", models.DateField(blank=True, null=True)),
                        ("held_time", models.TimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("continue", "the plan goes on, with something new"),
                                    ("end", "the plan is to end"),
                                    ("legal", "legal planning"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("what_is_new", models.TextField(blank=True)),
                        ("until_on", models.DateField(blank=True, null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("reason", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
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
                        (
                            "asked_at",
                            models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                        ),
                        ("share", models.FloatField(default=0)),
                        ("begun_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("failed", models.CharField(blank=True, max_length=200)),
                        ("day", models.DateField(null=True)),
                        ("after", models.BigIntegerField(null=True)),
                        ("children", models.IntegerField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ]
        )
    ]
