"""Readings and signals kept beside the record, and the decisions that answer them."""

from keel.oversight.decisions import (
    ChairMidpoint,
    Challenge,
    ChallengeStage,
    ChildSupervision,
    CriticalSignal,
    DecisionKind,
    Escalation,
    ManagementDecision,
    SeniorReview,
    SeniorReviewKind,
    SupervisionAction,
    SupervisionSession,
)
from keel.oversight.readings_kept import Standing, StoredReading, StoredSignal

__all__ = [
    "ChairMidpoint",
    "Challenge",
    "ChallengeStage",
    "ChildSupervision",
    "CriticalSignal",
    "DecisionKind",
    "Escalation",
    "ManagementDecision",
    "SeniorReview",
    "SeniorReviewKind",
    "Standing",
    "StoredReading",
    "StoredSignal",
    "SupervisionAction",
    "SupervisionSession",
]
