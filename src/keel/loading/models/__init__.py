"""Loads, what they changed and found, and where each value of the record came from."""

from keel.loading.models.findings import FindingState, LoadExample, LoadFinding
from keel.loading.models.loads import (
    Load,
    LoadChange,
    LoadProgress,
    LoadQuestions,
    LoadState,
    NewChild,
    ReadingChange,
    RowChange,
    State,
)
from keel.loading.models.origins import Disappeared, Origin, OriginShape

__all__ = [
    "Disappeared",
    "FindingState",
    "Load",
    "LoadChange",
    "LoadExample",
    "LoadFinding",
    "LoadProgress",
    "LoadQuestions",
    "LoadState",
    "NewChild",
    "Origin",
    "OriginShape",
    "ReadingChange",
    "RowChange",
    "State",
]
