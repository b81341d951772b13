"""Reasons in people's own words: what is none, and what was only pasted."""

import re
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection

FEWEST_WORDS, FEWEST_LETTERS = 4, 15


def check_words(text: str) -> None:
    """Raises ValidationError where the words say nothing: blank, one word, or the same word over and over."""
    words = plain(text).split()
    if len(set(words)) < FEWEST_WORDS or len("".join(words)) < FEWEST_LETTERS:
        raise ValidationError("Say in a sentence why you need this record now; whoever reviews it reads this")


def plain(text: str) -> str:
    """The words alone, so that a full stop or a capital more does not make another reason."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def said_of_another(user: Any, person: UUID, reason: str) -> bool:
    """Whether she gave these words before about somebody who is not of the same family."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM access_reasons_given(%s, %s)", [user.pk, person])
        return plain(reason) in {plain(given) for (given,) in cursor.fetchall()}
