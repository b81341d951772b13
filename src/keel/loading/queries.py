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


class LoadChanges(models.QuerySet):  # type: ignore[type-arg]
    """What a load did, table by table, in counts of rows."""

    def with_any(self) -> Self:
        """Tables where it found anything."""
        counts = ("added", "updated", "unchanged", "disappeared", "returned")
        return self.exclude(**dict.fromkeys(counts, 0))

    def counted(self, name: str) -> int:
        """So many of all tables together."""
        return int(self.aggregate(all=models.Sum(name))["all"] or 0)


class ReadingChanges(models.QuerySet):  # type: ignore[type-arg]
    """Readings that a load changed."""

    def children(self, *, is_late_now: bool) -> int:
        """How many children became late in something, or are late in it no longer."""
        return self.filter(is_late_now=is_late_now).values("child").distinct().order_by().count()


class RowChanges(models.QuerySet):  # type: ignore[type-arg]
    """Rows that a load added, and values that it changed."""

    def chosen(self, *, how: str = "", table: str = "") -> Self:
        """Those added or changed ("new", "changed"), of one table; anything else is any."""
        found = self.filter(table=table) if table else self
        if how not in ("new", "changed"):
            return found
        return found.filter(column="") if how == "new" else found.exclude(column="")

    def kinds(self) -> set[tuple[str, str]]:
        """Of which tables rows are kept here, and whether as new or as changed."""
        is_new = models.Case(
            models.When(column="", then=models.Value("new")), default=models.Value("changed")
        )
        return set(self.order_by().values_list("table", is_new).distinct())


class Vanished(models.QuerySet):  # type: ignore[type-arg]
    """Rows that a source no longer holds."""

    def still(self) -> Self:
        """Those that have not come back."""
        return self.filter(back_in=None)

    def of_children(self) -> Self:
        """The children themselves, of whom nothing is in the source."""
        return self.filter(table="people.person")

    def of_rows(self) -> Self:
        """Rows about somebody."""
        return self.exclude(table="people.person")


def is_under_way() -> bool:
    """Whether a load runs at this moment: whoever runs one holds the lock."""
    from keel.loading.running import LOCK  # noqa: PLC0415 -- what runs rests on the models

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = %s)", [LOCK]
        )
        return bool(cursor.fetchone()[0])
