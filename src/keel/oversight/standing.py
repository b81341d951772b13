"""One line for each child, made in one statement from what is kept of her: the same for one child and for all."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from keel.access.rules import SPECIAL_INVOLVEMENTS
from keel.oversight.rules_held import Rules
from keel.practice.signals.model import Severity
from keel.practice.timescales.model import Status
from keel.workforce.queries import WAITING

COLOURS = (Severity.AMBER, Severity.RED, Severity.BLACK)
Line = tuple[
    UUID, date | None, date | None, int, date | None, int
]  # child, on plan since, looked after since, late entries, exposed since, days of exposure


def hold(children: Iterable[UUID], as_of: date) -> None:
    """Make these children's lines, or take hold of them: whoever reads a child's record next waits for this reading.

    Without it, two writes at once would each read the record without the other's.
    """
    with connection.cursor() as cursor:
        cursor.execute(_hold_sql(), {"children": sorted(children), "as_of": as_of})


@cache
def _hold_sql() -> str:
    counts = (
        "overdue",
        "breached",
        "unknown",
        "running",
        "amber",
        "red",
        "black",
        "drift_score",
        "late_entries",
        "exposed_days",
    )
    return (
        f"INSERT INTO {_table('oversight.Standing')} (child_id, as_of, {', '.join(counts)}) "
        f"SELECT child, %(as_of)s, {', '.join('0' for _ in counts)} FROM unnest(%(children)s::uuid[]) child "
        "ON CONFLICT (child_id) DO UPDATE SET as_of = EXCLUDED.as_of"
    )


def settle(lines: Sequence[Line], as_of: date, rules: Rules) -> None:
    """Write these children's lines anew, from their kept readings and signals and from who has them on the day."""
    children, plans, cared, late, exposed, exposure = (list(column) for column in zip(*lines, strict=True))
    weights = {
        f"weight_{colour.label}": int(rules.standards[f"drift_score_{colour.label}"].number_on(as_of))
        for colour in COLOURS
    }
    given: dict[str, Any] = {
        "children": children,
        "plans": plans,
        "cared": cared,
        "late": late,
        "exposed": exposed,
        "exposure": exposure,
        "as_of": as_of,
        "special": list(SPECIAL_INVOLVEMENTS),
        "waiting": WAITING,
    }
    with connection.cursor() as cursor:
        cursor.execute(_settle_sql(), given | weights | _statuses())


def _statuses() -> dict[str, Any]:
    return {
        "overdue": Status.OVERDUE.value,
        "breached": [Status.LATE.value, Status.MISSED.value],
        "unknown": Status.UNKNOWN.value,
        "running": Status.RUNNING.value,
    }


_COLUMNS = (
    "on_plan_since", "looked_after_since", "late_entries", "team_id", "worker_id", "overdue", "breached", "unknown",
    "running", "amber", "red", "black", "drift_score", "overdue_since", "next_due_on", "exposed_since", "exposed_days",
)  # fmt: skip


@cache
def _settle_sql() -> str:
    names = ", ".join(_COLUMNS)
    colours = ",\n        ".join(
        f"count(*) FILTER (WHERE severity = {colour.value}) AS {colour.label}" for colour in COLOURS
    )
    score = " + ".join(f"coalesce(s.{each.label}, 0) * %(weight_{each.label})s" for each in COLOURS)
    return f"""
    WITH g AS (
        SELECT * FROM unnest(%(children)s::uuid[], %(plans)s::date[], %(cared)s::date[], %(late)s::int[],
            %(exposed)s::date[], %(exposure)s::int[])
            AS g (child_id, on_plan_since, looked_after_since, late_entries, exposed_since, exposed_days)
    ), r AS (
        SELECT child_id,
        count(*) FILTER (WHERE status = %(overdue)s) AS overdue,
        count(*) FILTER (WHERE status = ANY(%(breached)s)) AS breached,
        count(*) FILTER (WHERE status = %(unknown)s) AS unknown,
        count(*) FILTER (WHERE status = %(running)s) AS running,
        min(due_on) FILTER (WHERE status = %(overdue)s) AS overdue_since,
        min(due_on) FILTER (WHERE status = %(running)s) AS next_due_on
        FROM {_table("oversight.StoredReading")} WHERE child_id = ANY(%(children)s::uuid[]) GROUP BY child_id
    ), s AS (
        SELECT child_id,
        count(*) FILTER (WHERE severity = {Severity.UNKNOWN.value}) AS unknown,
        {colours}
        FROM {_table("oversight.StoredSignal")} WHERE child_id = ANY(%(children)s::uuid[]) GROUP BY child_id
    ), w AS (
        SELECT DISTINCT ON (i.child_id) i.child_id, i.worker_id, coalesce(i.team_id, worker.team_id) AS team_id
        FROM {_table("workforce.Involvement")} i
        LEFT JOIN {_table("workforce.Worker")} worker ON worker.id = i.worker_id
        WHERE i.child_id = ANY(%(children)s::uuid[]) AND i.started_on <= %(as_of)s
            AND (i.ended_on IS NULL OR i.ended_on > %(as_of)s) AND i.holds_case
            AND NOT access_capacity(i.role) = ANY(%(special)s)
        ORDER BY i.child_id, i.started_on DESC, i.id DESC
    ), t AS (
        SELECT i.child_id, max(i.team_id) AS team_id FROM {_table("workforce.Involvement")} i
        WHERE i.child_id = ANY(%(children)s::uuid[]) AND i.role = %(waiting)s AND NOT i.holds_case
            AND i.started_on <= %(as_of)s AND (i.ended_on IS NULL OR i.ended_on > %(as_of)s)
        GROUP BY i.child_id
    ), line AS (
        SELECT g.child_id, g.on_plan_since, g.looked_after_since, g.late_entries,
        coalesce(w.team_id, t.team_id) AS team_id, w.worker_id,
        coalesce(r.overdue, 0) AS overdue, coalesce(r.breached, 0) AS breached,
        coalesce(r.unknown, 0) + coalesce(s.unknown, 0) AS unknown, coalesce(r.running, 0) AS running,
        coalesce(s.amber, 0) AS amber, coalesce(s.red, 0) AS red, coalesce(s.black, 0) AS black,
        {score} AS drift_score, r.overdue_since, r.next_due_on, g.exposed_since, g.exposed_days
        FROM g LEFT JOIN r USING (child_id) LEFT JOIN s USING (child_id) LEFT JOIN w USING (child_id)
        LEFT JOIN t USING (child_id)
    )
    UPDATE {_table("oversight.Standing")} kept SET ({names}) = ({", ".join(f"line.{name}" for name in _COLUMNS)})
    FROM line WHERE kept.child_id = line.child_id
        AND ({", ".join(f"kept.{name}" for name in _COLUMNS)})
            IS DISTINCT FROM ({", ".join(f"line.{name}" for name in _COLUMNS)})
    """


def _table(label: str) -> str:
    return connection.ops.quote_name(apps.get_model(label)._meta.db_table)
