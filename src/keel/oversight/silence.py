"""The chair's answer to a question about her silence is her word about each red signal that it asks of."""

from collections.abc import Iterable
from typing import Any

from keel.oversight.decisions import CriticalSignal
from keel.oversight.flags_kept import FlagAnswer, FlagGround
from keel.practice.ladder import Kind, Rung

ASKED, TABLE = "chair_challenge_trigger", "oversight.criticalsignal:"


def settle_signals(made: FlagAnswer, grounds: Iterable[FlagGround], by: Any) -> None:
    """What she decides, and why, stands as the reason why she does not challenge: her desk asks it no more.

    By the chair alone: her manager's answer is no word of hers. Nothing is said where she takes it up, or calls the
    record wrong.
    """
    if made.rung != Rung.CHAIR or made.kind not in (Kind.ACT, Kind.ACCEPT):
        return
    asked = [
        each.told_by.removeprefix(TABLE)
        for each in grounds
        if each.key == ASKED and each.told_by.startswith(TABLE)
    ]
    said: dict[str, Any] = {
        "no_challenge_reason": made.reason,
        "no_challenge_on": made.answered_on,
        "no_challenge_recorded_on": made.answered_on,
    }
    if worker := getattr(by, "worker", None):
        said["chair"] = worker
    CriticalSignal.objects.filter(
        child=made.child_id, pk__in=asked, no_challenge_on=None, closed_on=None
    ).update(**said)
