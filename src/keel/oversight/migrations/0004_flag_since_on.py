from typing import Any, ClassVar

from django.db import migrations, models

_FROM_THEIR_GROUNDS = """
UPDATE oversight_flag f SET since_on = coalesce((
    SELECT min(coalesce(g.due_on, g.began_on)) FROM oversight_flagground g
    WHERE g.flag_id = f.id AND g.colour > 0 AND g.closed_on IS NOT DISTINCT FROM f.closed_on
), f.opened_on)
"""


class Migration(migrations.Migration):
    """Since when it has been so is kept with a question; the next night reads it of signals."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("oversight", "0003_initial")]
    operations: ClassVar[list[Any]] = [
        migrations.AddField("flagground", "since_on", models.DateField(null=True)),
        migrations.AddField("flag", "since_on", models.DateField(null=True)),
        migrations.RunSQL(_FROM_THEIR_GROUNDS, migrations.RunSQL.noop),
        migrations.AlterField("flag", "since_on", models.DateField()),
    ]
