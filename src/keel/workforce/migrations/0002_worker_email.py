from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workforce", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="worker",
            name="email",
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="workerevent",
            name="email",
            field=models.CharField(blank=True, max_length=254),
        ),
    ]
