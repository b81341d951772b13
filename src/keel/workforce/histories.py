"""What involvements tell of a child's history."""

from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F
from keel.record.telling import also_told, told

INVOLVEMENT = "workforce.Involvement"
HOLDS_CASE = {"holds_case": True}  # who advises, chairs or helps does not stand in for a social worker

TELLINGS = (
    told(
        E.WORKER_ALLOCATED,
        INVOLVEMENT,
        "started_on",
        when=HOLDS_CASE,
        code="worker_key",
        facts={F.TAKES_OVER: "takes_over"},
    ),
    also_told(
        E.WORKER_ENDED,
        INVOLVEMENT,
        "ended_on",
        when=HOLDS_CASE,
        code="worker_key",
        facts={F.WITHOUT_WORKER: "is_without_worker"},
    ),
    also_told(
        E.HANDOVER_RECORDED,
        INVOLVEMENT,
        "handover_on",
        facts={F.HANDOVER_COMPLETE: "is_handover_complete", F.INTRODUCTION_MADE: "is_introduction_made"},
    ),
)
