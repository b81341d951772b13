"""Readings and signals kept beside the record, and the questions and decisions that answer them."""

from keel.oversight.decisions import (
    ChairMidpoint,
    Challenge,
    ChallengeStage,
    ChildSupervision,
    CriticalSignal,
    Decided,
    DecisionKind,
    Escalation,
    ManagementDecision,
    Progress,
    SeniorOutcome,
    SeniorReview,
    SeniorReviewKind,
    SupervisionAction,
    SupervisionSession,
)
from keel.oversight.flags_kept import Flag, FlagAnswer, FlagGround, FlagSeen, FlagStep
from keel.oversight.readings_kept import Standing, StoredReading, StoredSignal
from keel.oversight.standards_kept import (
    PreviewLine,
    RecordedLine,
    RecordedPreview,
    StandardChange,
    StandardPreview,
)

__all__ = [
    "ChairMidpoint",
    "Challenge",
    "ChallengeStage",
    "ChildSupervision",
    "CriticalSignal",
    "Decided",
    "DecisionKind",
    "Escalation",
    "Flag",
    "FlagAnswer",
    "FlagGround",
    "FlagSeen",
    "FlagStep",
    "ManagementDecision",
    "PreviewLine",
    "Progress",
    "RecordedLine",
    "RecordedPreview",
    "SeniorOutcome",
    "SeniorReview",
    "SeniorReviewKind",
    "StandardChange",
    "StandardPreview",
    "Standing",
    "StoredReading",
    "StoredSignal",
    "SupervisionAction",
    "SupervisionSession",
]
