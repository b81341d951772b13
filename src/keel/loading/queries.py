"""Sets of loads, of what they found, and of rows that a source no longer holds."""

from typing import Self

from django.db import connection, models
from django.db.models import OuterRef, Subquery


class Loads(models.QuerySet):  # type: ignore[type-arg]
    """Loads, newest first."""

    def with_state(self) -> Self:
        """With ``newest``, the state of each, in the same statement."""
        from keel.loading.models import LoadState  # noqa: PLC0415 -- the models rest on this module

        newest = LoadState.objects.filter(load=OuterRef("pk")).order_by("-pk").values("state")[:1]
        return self.annotate(newest=Subquery(newest))

    def done(self) -> Self:
        """Those whose rows are in the record."""
        return self.with_state().filter(newest="done")

    def of_family(self, family: str) -> Self:
        """Those of one format, whatever its year."""
        return self.filter(family=family)


class LoadFindings(models.QuerySet):  # type: ignore[type-arg]
    """Findings of a load."""

    def chosen(self, *, level: str = "", code: str = "", state: str = "") -> Self:
        """Those of a level, a code and a state; blank is any."""
        wanted = {"level": level, "code": code, "state": state}
        return self.filter(**{name: value for name, value in wanted.items() if value})


class Vanished(models.QuerySet):  # type: ignore[type-arg]
    """Rows that a source no longer holds."""

    def still(self) -> Self:
        """Those that have not come back."""
        return self.filter(back_in=None)


def is_under_way() -> bool:
    """Whether a load runs at this moment: whoever runs one holds the lock."""
    from keel.loading.running import LOCK  # noqa: PLC0415 -- what runs rests on the models

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = %s)", [LOCK]
        )
        return bool(cursor.fetchone()[0])
