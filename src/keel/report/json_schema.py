"""What the JSON report holds, as a JSON Schema: within a version a field may be added, none changed or taken away."""

from collections.abc import Mapping
from typing import Any

from keel.practice.timescales.model import Status

VERSION = 1

Schema = Mapping[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_COUNT_OR_NONE: dict[str, Any] = {"type": ["integer", "null"], "minimum": 0}
_WHOLE_OR_NONE: Schema = {"type": ["integer", "null"]}
_PERCENT: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 100}
_YES_NO: Schema = {"type": "boolean"}
_YES_NO_OR_NONE: Schema = {"type": ["boolean", "null"]}
_DAY: Schema = {"type": "string", "format": "date"}
_DAY_OR_NONE: Schema = {"type": ["string", "null"], "format": "date"}


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def _object(says: str, **fields: Schema) -> Schema:
    return {
        "type": "object",
        "description": says,
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _list(of: Schema) -> dict[str, Any]:
    return {"type": "array", "items": of}


_SEVERITY = _one_of("black", "red", "amber", "cannot be computed")
_GROUP: dict[str, Schema] = dict.fromkeys(
    ("children", "on_plan", "in_breach", "red_or_black", "unknown", "overdue"), _COUNT
)

FIGURE = _object(
    "A count for the front of the report. `percent` is null where there is nothing to divide by.",
    key=_TEXT,
    label=_TEXT,
    number=_COUNT,
    of=_COUNT,
    of_what=_TEXT,
    percent=_PERCENT,
    note=_TEXT_OR_NONE,
)
PLAN_LENGTH = _object(
    "Open plans of one length, with the published percents of England and Shropshire.",
    name=_TEXT,
    number=_COUNT,
    of=_COUNT,
    england=_PERCENT,
    shropshire=_PERCENT,
)
MEASURE = _object(
    "A measure with published figures beside it. `why_not` is null where it could be computed.",
    key=_TEXT,
    name=_TEXT,
    counts=_TEXT,
    of=_TEXT,
    number=_COUNT,
    out_of=_COUNT,
    unknown=_COUNT,
    percent=_PERCENT,
    why_not=_TEXT_OR_NONE,
    published=_list(
        _object(
            "A published percent, for the financial year that ends on 31 March of `year`.",
            place=_TEXT,
            year={"type": "integer"},
            percent=_PERCENT,
        )
    ),
    source=_TEXT,
    address=_TEXT,
)
TEAM = _object("Counts of a team; `in_breach` to `unknown` are of children on plans.", team=_TEXT, **_GROUP)
WORKER = _object("Counts of a worker within a team.", team=_TEXT, worker=_TEXT, **_GROUP)
TIMESCALE = _object(
    "How often a timescale applied, and how it stood. `judged` is met, late, missed and overdue together.",
    key=_TEXT,
    name=_TEXT,
    part=_TEXT,
    **dict.fromkeys(("applied", "met", "late", "missed", "overdue", "running", "ended", "unknown"), _COUNT),
    children_overdue=_COUNT,
    judged=_COUNT,
    percent_in_time=_PERCENT,
    standard=_TEXT_OR_NONE,
    allowed=_TEXT_OR_NONE,
    needs_confirming=_YES_NO,
)
SIGNAL_COUNT = _object(
    "How many children have a signal, by severity; `unknown` are those for whom it cannot be computed.",
    key=_TEXT,
    name=_TEXT,
    why=_TEXT,
    **dict.fromkeys(("black", "red", "amber", "unknown"), _COUNT),
)
NOT_COMPUTABLE = _object(
    "A timescale or signal that this source cannot feed.",
    kind=_one_of("timescale", "signal"),
    key=_TEXT,
    name=_TEXT,
    why_not=_TEXT,
)
FINDING = _object(
    "What was noticed about the file itself. In a masked report `raw` is never the text of the file.",
    code=_TEXT,
    level=_one_of("error", "warning", "note"),
    message=_TEXT,
    source=_TEXT,
    column=_TEXT_OR_NONE,
    count=_COUNT,
    examples=_list(
        _object("One place.", row=_WHOLE_OR_NONE, child=_TEXT_OR_NONE, raw=_TEXT_OR_NONE),
    ),
)
STANDARD = _object(
    "A standard that the report rests on, with the value that stood on `as_of`.",
    key=_TEXT,
    name=_TEXT,
    part=_TEXT,
    value=_TEXT,
    status=_one_of("statutory", "statutory guidance", "local standard"),
    from_on=_DAY_OR_NONE,
    in_force=_YES_NO,
    needs_confirming=_YES_NO,
    citation=_TEXT,
    known_how=_TEXT,
    address=_TEXT_OR_NONE,
    councils=_TEXT_OR_NONE,
    set_by=_TEXT_OR_NONE,
)
SIGNAL = _object(
    "A signal of drift of one child.",
    signal=_TEXT,
    name=_TEXT,
    severity=_SEVERITY,
    since_on=_DAY_OR_NONE,
    because=_TEXT,
    timescale=_TEXT_OR_NONE,
    evidence=_TEXT_OR_NONE,
)
READING = _object(
    "A timescale read against a child's history. `evidence` is where the start stands in the source.",
    timescale=_TEXT,
    name=_TEXT,
    status=_one_of(*(status.value for status in Status)),
    started_on=_DAY_OR_NONE,
    due_on=_DAY_OR_NONE,
    met_on=_DAY_OR_NONE,
    ended_on=_DAY_OR_NONE,
    days_over=_WHOLE_OR_NONE,
    days_unit=_TEXT_OR_NONE,
    severity=_TEXT_OR_NONE,
    because=_TEXT,
    evidence=_TEXT_OR_NONE,
)
CHILD = _object(
    "A child, most drift first. Null is not recorded. `drift_score` orders lists and means nothing else.",
    key=_TEXT,
    team=_TEXT_OR_NONE,
    worker=_TEXT_OR_NONE,
    age=_WHOLE_OR_NONE,
    is_unborn=_YES_NO,
    is_disabled=_YES_NO_OR_NONE,
    category=_TEXT_OR_NONE,
    on_plan=_YES_NO,
    plan_started_on=_DAY_OR_NONE,
    plan_months=_COUNT_OR_NONE,
    earlier_plans=_COUNT_OR_NONE,
    looked_after=_YES_NO_OR_NONE,
    **dict.fromkeys(("breaches_open", "breaches_past", "unknown", "amber", "red", "black"), _COUNT),
    drift_score=_COUNT,
    signals=_list(SIGNAL),
    readings=_list(READING),
)
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Keel report",
    **_object(
        "What Keel answers about one extract, as at one date.",
        keel_report={"const": VERSION},
        keel_version=_TEXT,
        source=_object("What was read.", format=_TEXT, label=_TEXT, children=_COUNT, events=_COUNT),
        as_of=_DAY,
        as_of_chosen=_TEXT,
        masked=_YES_NO,
        file_errors=_COUNT
        | {
            "description": "Places in which the file could not be read: where not 0, children may be missing; "
            "see `file_findings`."
        },
        days_after_latest=_COUNT_OR_NONE
        | {
            "description": "Days from the latest day in the file to `as_of`; null where it holds none up to then."
        },
        warnings=_list(_TEXT)
        | {"description": "What must be said before any figure, in sentences; empty where there is nothing."},
        figures=_list(FIGURE),
        worst=_list(_TEXT),
        plan_lengths=_list(PLAN_LENGTH),
        measures=_list(MEASURE),
        teams=_list(TEAM),
        workers=_list(WORKER),
        timescales=_list(TIMESCALE),
        signals=_list(SIGNAL_COUNT),
        not_computable=_list(NOT_COMPUTABLE),
        file_findings=_list(FINDING),
        standards=_list(STANDARD),
        children=_list(CHILD),
    ),
}
