import django.contrib.postgres.fields
from django.db import migrations, models

from keel.record.laying import LayTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        LayTables(
            [
                migrations.CreateModel(
                    name="CoverageHeld",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("format", models.CharField(max_length=100)),
                        ("as_of", models.DateField()),
                        ("kind", models.CharField(blank=True, max_length=60)),
                        ("is_held", models.BooleanField()),
                        ("is_anchored", models.BooleanField(default=False)),
                        (
                            "facts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), default=list, size=None
                            ),
                        ),
                        ("why_absent", models.CharField(blank=True, max_length=300)),
                        ("has_births", models.BooleanField(default=False)),
                    ],
                    options={
                        "verbose_name_plural": "coverage held",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("format", "kind"), name="coverage_of_a_format_once"
                            )
                        ],
                    },
                ),
            ]
        )
    ]
