"""Times of the day are read as people type them."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from keel.recording.boxes import Clock


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", time(14, 30)), ("14.30", time(14, 30)), ("1430", time(14, 30)), ("2pm", time(14)),
        ("2.30 p.m.", time(14, 30)), ("9", time(9)), ("12am", time(0)), ("12 pm", time(12)), ("09:15:20", time(9, 15)),
    ],
)  # fmt: skip
def test_it_is_read(typed: str, meant: time) -> None:
    assert Clock().clean(typed) == meant


@pytest.mark.parametrize("typed", ["25:00", "13pm", "9:75", "noonish", "0pm"])
def test_what_is_no_time_is_told_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"such as 14:30, 9\.15 or 2pm"):
        Clock().clean(typed)
