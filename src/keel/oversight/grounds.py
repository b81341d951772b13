"""What there is to answer about children today: timescales not met, signals raised, harm known with nothing that
protects, and promises whose day has passed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from keel.oversight.among import Children
from keel.oversight.rules_held import Rules
from keel.practice.ladder import EXPOSED, EXPOSURE, PAST, Colour, Ground, Limits, Source, matter_of
from keel.practice.ladder.matters import BY_GRAVITY
from keel.practice.standards import Severity as Gravity
from keel.practice.standards import Standards, duration_text
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Status

OF_THE_CHAIR = "scrutiny"  # the matter of what waits for the chair
DECISION = "oversight.ManagementDecision:"
Place = tuple[str, str]  # a matter, and which item where each is asked about by itself
Found = Mapping[UUID, Mapping[Place, list[Ground]]]  # by child and place


def grounds_of(children: Children, held: Rules, limits: Limits) -> Found:
    """The grounds of each child, by what is asked; in four statements, however many children."""
    found: dict[UUID, dict[Place, list[Ground]]] = defaultdict(lambda: defaultdict(list))
    for rows in (
        _readings(children, held, limits),
        _signals(children),
        _exposures(children, held, limits),
        _promises(children, limits.day),
    ):
        for child, place, ground in rows:
            found[child][place].append(ground)
    return found


def law_of(key: str, standards: Standards, day: date) -> str:
    """The time that a timescale allows, or that exposure to harm may last, as it stands on a day, in words."""
    return _law(key, standards, day)


@lru_cache(maxsize=1000)
def _law(key: str, standards: Standards, day: date) -> str:
    if key not in BOOK and key != EXPOSURE:
        return ""
    value = standards[BOOK[key].allowance if key in BOOK else key].value_on(day)
    return duration_text(value.value, value.unit)[:80] if value else ""


def _readings(children: Children, held: Rules, limits: Limits) -> Iterator[tuple[UUID, Place, Ground]]:
    given = {
        "children": children.text,
        "overdue": Status.OVERDUE.value,
        "running": Status.RUNNING.value,
        "soon": limits.soon,
        "day": limits.day,
    }
    for (
        child,
        key,
        status,
        started_on,
        told_by,
        due_on,
        severity,
        law,
        colour,
        due_then,
        is_judged,
        strand,
    ) in _fetched(_READINGS, given):
        if status == Status.OVERDUE.value:
            shown, due = BY_GRAVITY[Gravity(severity)], due_on
        elif due_then is not None and law != law_of(key, held.standards, limits.day):
            # the authority allows more time now: not what was asked then
            shown, due = Colour(colour), due_then
        elif due_on <= limits.soon:
            shown, due = Colour.SOON, due_on
        else:
            continue
        # a challenge that is answered asks nothing more of whoever answered: the chair takes the answer, or sends it up
        place = (OF_THE_CHAIR, "") if is_judged else (matter_of(key).key, strand)
        yield child, place, Ground(Source.READING, key, started_on, told_by, shown, due)


def _signals(children: Children) -> Iterator[tuple[UUID, Place, Ground]]:
    given = {
        "children": children.text,
        "past": _BREACHED,
        "signal": Source.SIGNAL.value,
        "once": sorted(PAST),
    }
    for child, key, severity, since_on, based_on, based_by, status, event_on, event_by in _fetched(
        _SIGNALS, given
    ):
        once = key in PAST and based_on is None
        began_on, told_by = (based_on, based_by) if based_on else (event_on, event_by) if once else (None, "")
        # what nobody was there for lasts until somebody is
        is_over = event_on is not None and event_on >= since_on
        is_past = status in _BREACHED or (once and is_over)
        yield (
            child,
            (matter_of(key).key, ""),
            Ground(Source.SIGNAL, key, began_on, told_by, Colour(severity), None, is_past, since_on),
        )


def _exposures(children: Children, held: Rules, limits: Limits) -> Iterator[tuple[UUID, Place, Ground]]:
    """Harm that is known while nothing protects the child, from the day that this is due to end."""
    given = {"children": children.text, "day": limits.day, "exposure": Source.EXPOSURE.value}
    for child, since, law, colour, due_then in _fetched(_EXPOSURES, given):
        due_on = limits.due_after(EXPOSURE, since)
        if due_on is not None and due_on < limits.day:
            shown, due = BY_GRAVITY[held.standards[EXPOSURE].severity], due_on
        elif due_then is not None and law != law_of(EXPOSURE, held.standards, limits.day):
            shown, due = Colour(colour), due_then  # more time is allowed now: not what was asked then
        elif due_on is not None and due_on <= limits.soon:
            shown, due = Colour.SOON, due_on
        else:
            continue
        yield child, (EXPOSED.key, ""), Ground(Source.EXPOSURE, EXPOSURE, since, "", shown, due)


def _promises(children: Children, day: date) -> Iterator[tuple[UUID, Place, Ground]]:
    """What was promised in an answer that closed its flag, since an open flag's own hold watches the day; and what a
    manager decided outside of any flag.
    """
    for child, matter, strand, told_by, promised_on, until_on in _fetched(
        _PROMISES, {"children": children.text, "day": day, "decision": DECISION}
    ):
        promise = Ground(Source.PROMISE, "promise", promised_on, told_by, Colour.AMBER, until_on)
        yield child, (matter, strand), promise


def _fetched(query: str, given: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchall()


# Each table is asked about the same children by itself: otherwise the database may read all of it for one of them.
_READINGS = """
SELECT r.child_id, r.timescale, r.status, r.started_on, r.start_table || ':' || r.start_entry, r.due_on, r.severity,
    g.law, g.colour, g.due_on, c.answered_on IS NOT NULL AND c.is_accepted IS NULL,
    coalesce('challenge:' || c.challenge_id, 'escalation:' || md5(nullif(e.episode, '')), '')
FROM oversight_storedreading r
LEFT JOIN oversight_challengestage c ON c.child_id = r.child_id AND r.start_table = 'oversight.challengestage'
    AND c.id::text = r.start_entry AND c.child_id = ANY(%(children)s::uuid[])
LEFT JOIN oversight_escalation e ON e.child_id = r.child_id AND r.start_table = 'oversight.escalation'
    AND e.id::text = r.start_entry AND e.child_id = ANY(%(children)s::uuid[])
LEFT JOIN oversight_flagground g ON r.status = %(running)s AND g.closed_on IS NULL AND g.child_id = r.child_id
    AND g.source = 'reading' AND g.key = r.timescale AND g.began_on = r.started_on AND g.colour > 0
    AND g.told_by = r.start_table || ':' || r.start_entry AND g.due_on < %(day)s
    AND g.child_id = ANY(%(children)s::uuid[])
WHERE r.child_id = ANY(%(children)s::uuid[]) AND r.due_on IS NOT NULL
    AND (r.status = %(overdue)s OR r.status = %(running)s AND (r.due_on <= %(soon)s OR g.id IS NOT NULL))
"""
_BREACHED = [Status.LATE.value, Status.MISSED.value]
# The second and third part: what has happened stays asked about until somebody decides, though signals look no
# further back; what was happening on a plan, while the plan lasts and the entry that tells of it stands.
_SIGNALS = """
SELECT s.child_id, s.signal, s.severity, s.since_on, s.timescale_started_on, s.timescale || ':' || s.timescale_entry,
    r.status, s.event_on, s.event_table || ':' || s.event_entry
FROM oversight_storedsignal s
LEFT JOIN LATERAL (
    SELECT r.status FROM oversight_storedreading r
    WHERE s.timescale <> '' AND r.child_id = s.child_id AND r.timescale = s.timescale
        AND r.started_on = s.timescale_started_on
        AND r.start_table = s.timescale_table AND r.start_entry = s.timescale_entry
    LIMIT 1
) r ON true
WHERE s.child_id = ANY(%(children)s::uuid[]) AND s.severity > 0
UNION ALL
SELECT DISTINCT g.child_id, g.key, g.colour::int, g.began_on, g.began_on, g.told_by, r.status, NULL::date, ''
FROM oversight_flagground g
JOIN oversight_storedreading r ON r.child_id = g.child_id AND r.started_on = g.began_on
    AND r.timescale || ':' || r.start_entry = g.told_by AND r.status = ANY(%(past)s)
    AND r.child_id = ANY(%(children)s::uuid[])
WHERE g.child_id = ANY(%(children)s::uuid[]) AND g.closed_on IS NULL AND g.is_past AND g.source = %(signal)s
    AND NOT EXISTS (
        SELECT FROM oversight_storedsignal s WHERE s.child_id = g.child_id AND s.signal = g.key AND s.severity > 0
            AND s.timescale || ':' || s.timescale_entry = g.told_by AND s.timescale_started_on = g.began_on
            AND s.child_id = ANY(%(children)s::uuid[])
    )
UNION ALL
SELECT g.child_id, g.key, g.colour::int, g.began_on, NULL::date, '', NULL, g.began_on, g.told_by
FROM oversight_flagground g JOIN oversight_standing p ON p.child_id = g.child_id AND p.on_plan_since IS NOT NULL
    AND p.child_id = ANY(%(children)s::uuid[])
WHERE g.child_id = ANY(%(children)s::uuid[]) AND g.closed_on IS NULL AND g.is_past AND g.source = %(signal)s
    AND g.key = ANY(%(once)s)
    AND NOT EXISTS (
        SELECT FROM oversight_storedsignal s WHERE s.child_id = g.child_id AND s.signal = g.key AND s.severity > 0
            AND s.child_id = ANY(%(children)s::uuid[])
    )
    AND EXISTS (
        SELECT FROM record_event_of(g.child_id) e
        WHERE e.entry_table || ':' || e.entry_id = g.told_by AND e."on" = g.began_on
    )
"""
_EXPOSURES = """
SELECT s.child_id, s.exposed_since, g.law, g.colour, g.due_on
FROM oversight_standing s
LEFT JOIN oversight_flagground g ON g.child_id = s.child_id AND g.source = %(exposure)s AND g.closed_on IS NULL
    AND g.began_on = s.exposed_since AND g.colour > 0 AND g.due_on < %(day)s
    AND g.child_id = ANY(%(children)s::uuid[])
WHERE s.child_id = ANY(%(children)s::uuid[]) AND s.exposed_since IS NOT NULL
"""
_PROMISES = """
SELECT a.child_id, f.matter, f.strand, 'oversight.FlagAnswer:' || a.id, a.answered_on, a.until_on
FROM oversight_flaganswer a JOIN oversight_flag f ON f.id = a.flag_id
WHERE a.child_id = ANY(%(children)s::uuid[]) AND a.kind = 'act' AND a.done_on IS NULL AND a.until_on < %(day)s
    AND f.closed_why = 'decided'
UNION ALL
SELECT d.child_id, 'decision', '', %(decision)s || d.id, d.decided_on, d.due_on
FROM oversight_managementdecision d
WHERE d.child_id = ANY(%(children)s::uuid[]) AND d.done_on IS NULL AND d.due_on < %(day)s AND d.action <> ''
    AND d.answer_id IS NULL
"""
