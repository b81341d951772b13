"""A reason in somebody's own words: never empty, and never one word."""

from collections.abc import Mapping
from typing import Any

from django import forms

from keel.oversight.reasons import fewest_words
from keel.practice.ladder.reasons import SAID_BEFORE, why_poor
from keel.recording.boxes import text

# What is said of a child: each wants a sentence, and no two of them the same.
OF_A_CHILD = (
    "daily_life", "what_changed", "evidence", "worries", "other_hypotheses", "plan_b", "signals_response", "decision",
    "reason", "no_action_reason",
)  # fmt: skip

ONE_WORD = "One word is no reason. Say why, so that somebody who was not there understands it"


def more_than_a_word(said: str) -> None:
    """Refuse a single word."""
    if len(said.split()) < 2:  # noqa: PLR2004 -- one word and another
        raise forms.ValidationError(ONE_WORD, code="one_word")


def why(label: str, *, missing: str = "Say why", is_needed: bool = True, **named: Any) -> forms.CharField:
    """The box for a reason."""
    errors = {"required": missing}
    return text(label, is_needed=is_needed, validators=[more_than_a_word], error_messages=errors, **named)


def poor(said: Mapping[str, Any]) -> dict[str, str]:
    """Of what is said of a child the boxes that say nothing, with why: a word or two, or what another box says."""
    fewest, before, found = fewest_words(), [], {}
    for name in OF_A_CHILD:
        if words := said.get(name):
            if why_not := why_poor(words, before, fewest):
                short = f"Say it in a sentence of {fewest} words or more, so that another understands it"
                found[name] = why_not if why_not == SAID_BEFORE else short
            before.append(words)
    return found
