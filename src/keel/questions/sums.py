"""What is asked about many children, counted in one pass: by colour, by team, week by week; and listed where wanted.

Each statement about children costs a page the finding of whose record is open to whoever asks. A page that counts,
and lists some of what it counts, asks once.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from keel.practice.ladder import Colour, Rung, Said

WEEKS = 12  # of the trend
LATELY, LONG = 7, 90  # days: what climbed lately, and in the last months; answers are looked at as long
TOP = (Rung.HEAD_OF_SERVICE, Rung.DIRECTOR)
SENIOR = (Rung.SERVICE_MANAGER, Rung.HEAD_OF_SERVICE, Rung.DIRECTOR, Rung.CHAIRS_MANAGER)


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the trend, by its Monday."""

    on: date
    raised: int
    closed: int


@dataclass(frozen=True, slots=True)
class TeamSums:
    """Questions of one team; None is that of children without a team."""

    team: int | None
    open: int = 0
    black: int = 0
    red: int = 0
    amber: int = 0
    climbed: int = 0  # unanswered, in the last months
    known: int = 0  # whoever is asked has seen it, and has not answered
    senior: int = 0
    days: float | None = None  # that an answer took on average, of those of the last months


class Listed(StrEnum):
    """Which open flags are listed."""

    NONE = "false"
    KNOWN = (
        "colour = %(black)s OR colour <> %(soon)s AND rung = ANY (%(top)s)"  # black, or with the most senior
    )
    ASKED = "colour <> %(soon)s"
    ALL = "true"


class Line(NamedTuple):
    """An open flag as far as a list must know it to be counted and put in order."""

    pk: UUID
    child_id: UUID
    cause: str
    owner_id: int | None
    colour: int
    since_on: date
    answer_by: date | None
    holds_until: date | None

    @property
    def asks(self) -> bool:
        """Whether it waits for an answer."""
        return self.answer_by is not None


@dataclass(frozen=True, slots=True)
class Sums:
    """Questions about some children. Flags of one cause and one owner are one question, as every list shows them."""

    children: int
    open: int
    black: int
    answered: int
    lately: int
    long: int
    exposed: int  # children whose harm is known and whom nothing protects yet
    weeks: tuple[Week, ...]
    teams: tuple[TeamSums, ...]
    lines: tuple[Line, ...]  # of the flags listed, the gravest first and then what has been so longest


def sums_of(
    children: QuerySet[Any], day: date, *, by_team: bool = False, listed: Listed = Listed.NONE
) -> Sums:
    """The sums of these lines of children, of each team too and with flags where they are wanted; in one statement."""
    first = day - timedelta(days=day.weekday() + 7 * (WEEKS - 1))
    query, given = children.order_by().values("child", "team", "exposed_since").query.sql_with_params()
    asked = {
        "first": first, "lately": day - timedelta(days=LATELY), "long": day - timedelta(days=LONG),
        "soon": Colour.SOON, "amber": Colour.AMBER, "red": Colour.RED, "black": Colour.BLACK,
        "senior": [rung.value for rung in SENIOR], "top": [rung.value for rung in TOP],
        "unanswered": Said.UNANSWERED.value,
    }  # fmt: skip
    with connection.cursor() as cursor:
        whole = _ONCE.replace("OF_TEAMS", _OF_TEAMS if by_team else "").replace("LISTED", listed)
        cursor.execute(whole.replace("CHILDREN", _named(query, given, asked)), asked)
        (found,) = cursor.fetchone()
    found = json.loads(found) if isinstance(found, str) else found
    return Sums(**found["all"], weeks=_weeks(found, first), teams=_teams(found), lines=_lines(found))


def _named(query: str, given: tuple[Any, ...], asked: dict[str, Any]) -> str:
    """A statement whose places have numbers in one whose places have names."""
    asked |= {f"given_{place}": each for place, each in enumerate(given)}
    return query % tuple(f"%(given_{place})s" for place in range(len(given)))


def _weeks(found: Mapping[str, Any], first: date) -> tuple[Week, ...]:
    raised, closed = (found[name] or {} for name in ("raised", "closed"))
    weeks = [first + timedelta(days=7 * place) for place in range(WEEKS)]
    return tuple(
        Week(week, raised.get(week.isoformat(), 0), closed.get(week.isoformat(), 0)) for week in weeks
    )


def _teams(found: Mapping[str, Any]) -> tuple[TeamSums, ...]:
    """Every team with an open question; what climbed there and how long answers took, beside it."""
    climbed, days = ({each["team"]: each for each in found.get(name) or ()} for name in ("climbed", "took"))
    return tuple(
        TeamSums(
            **each,
            climbed=climbed.get(each["team"], {}).get("number", 0),
            days=days.get(each["team"], {}).get("days"),
        )
        for each in found.get("teams") or ()
    )


def _lines(found: Mapping[str, Any]) -> tuple[Line, ...]:
    return tuple(
        Line(UUID(pk), UUID(child), cause, owner, colour, *(day and date.fromisoformat(day) for day in days))
        for pk, child, cause, owner, colour, *days in found["lines"] or ()
    )


_ONCE = """
WITH here (child_id, team_id, exposed_since) AS MATERIALIZED (CHILDREN),
flag AS MATERIALIZED (
  SELECT f.id, f.cause, f.owner_id, f.colour, f.rung, f.opened_on, f.closed_on, f.answer_by, f.holds_until,
    f.since_on, f.child_id, h.team_id
  FROM oversight_flag f JOIN here h ON h.child_id = f.child_id
  WHERE f.closed_on IS NULL OR f.closed_on >= least(%(first)s, %(long)s)),
asked AS MATERIALIZED (
  SELECT f.*, f.answer_by IS NOT NULL AS asks FROM flag f WHERE f.closed_on IS NULL AND f.colour <> %(soon)s),
question AS (
  SELECT max(colour) AS worst, asks, bool_or(holds_until IS NOT NULL) AS held
  FROM asked GROUP BY cause, owner_id, asks),
of_team AS (
  SELECT a.team_id AS team, max(a.colour) AS worst, bool_or(a.rung = ANY (%(senior)s)) AS senior,
    bool_or(a.asks AND s.flag_id IS NOT NULL) AS known
  FROM asked a LEFT JOIN (SELECT DISTINCT flag_id, user_id FROM oversight_flagseen) s
    ON s.flag_id = a.id AND s.user_id = a.owner_id
  GROUP BY a.team_id, a.cause, a.owner_id, a.asks),
climb AS MATERIALIZED (
  SELECT f.team_id AS team, f.cause, max(t."on") AS last FROM oversight_flagstep t JOIN flag f ON f.id = t.flag_id
  WHERE t.said = %(unanswered)s AND t."on" > %(long)s GROUP BY f.team_id, f.cause),
counted AS (SELECT * FROM flag WHERE answer_by IS NOT NULL OR colour <> %(soon)s)
SELECT json_build_object(
  'all', (SELECT json_build_object(
    'open', count(*), 'black', count(*) FILTER (WHERE worst = %(black)s),
    'answered', count(*) FILTER (WHERE NOT asks AND held),
    'lately', (SELECT count(DISTINCT cause) FROM climb WHERE last > %(lately)s),
    'long', (SELECT count(DISTINCT cause) FROM climb),
    'children', (SELECT count(*) FROM here), 'exposed', (SELECT count(exposed_since) FROM here)) FROM question),
  OF_TEAMS
  'lines', (SELECT json_agg(json_build_array(
      id, child_id, cause, owner_id, colour, since_on, answer_by, holds_until) ORDER BY colour DESC, since_on, id)
    FROM flag WHERE closed_on IS NULL AND (LISTED)),
  'raised', (SELECT json_object_agg(week, number) FROM (
    SELECT date_trunc('week', opened_on)::date AS week, count(DISTINCT cause) AS number
    FROM counted WHERE opened_on >= %(first)s GROUP BY 1) t),
  'closed', (SELECT json_object_agg(week, number) FROM (
    SELECT date_trunc('week', closed_on)::date AS week, count(DISTINCT cause) AS number
    FROM counted WHERE closed_on >= %(first)s GROUP BY 1) t))
"""

_OF_TEAMS = """
  'teams', (SELECT json_agg(t) FROM (
    SELECT team, count(*) AS open, count(*) FILTER (WHERE worst = %(black)s) AS black,
      count(*) FILTER (WHERE worst = %(red)s) AS red, count(*) FILTER (WHERE worst = %(amber)s) AS amber,
      count(*) FILTER (WHERE known) AS known, count(*) FILTER (WHERE senior) AS senior
    FROM of_team GROUP BY team) t),
  'climbed', (SELECT json_agg(t) FROM (SELECT team, count(DISTINCT cause) AS number FROM climb GROUP BY team) t),
  'took', (SELECT json_agg(t) FROM (
    SELECT f.team_id AS team, avg(a.answered_on - f.opened_on)::float8 AS days
    FROM oversight_flaganswer a JOIN flag f ON f.id = a.flag_id WHERE a.answered_on >= %(long)s
    GROUP BY f.team_id) t),
"""
