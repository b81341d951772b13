import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("loading", "0002_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoadQuestions",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "colour",
                    models.SmallIntegerField(choices=[(0, "SOON"), (1, "AMBER"), (2, "RED"), (3, "BLACK")]),
                ),
                ("raised", models.IntegerField(default=0)),
                ("worsened", models.IntegerField(default=0)),
                ("closed", models.IntegerField(default=0)),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="loading.load",
                    ),
                ),
            ],
            options={
                "verbose_name": "questions of a load",
                "verbose_name_plural": "questions of loads",
                "ordering": ("-colour",),
            },
        ),
    ]
