"""What codes mean, in words for a page; see ``codes.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import models

from keel.practice.signals import SIGNALS


def code_words(model: type[models.Model], field: str, code: str) -> str:
    """The words of a code that stands in a field; the code itself where nothing else is known."""
    known = _data()["fields"]
    name = known.get(f"{model._meta.model_name}.{field}") or known.get(field)
    return words_of(name, code) if name else code


def words_of(of_set: str, code: str) -> str:
    """The words of a code of a set; the code itself where the set does not hold it."""
    found: str = _data()["sets"][of_set].get(code, code)
    return found


def choices_of(of_set: str) -> list[tuple[str, str]]:
    """The codes of a set that may be given now, with their words; those withdrawn are read and not given."""
    gone = _data()["withdrawn"].get(of_set, ())
    return [(code, words) for code, words in _data()["sets"][of_set].items() if code not in gone]


@cache
def _data() -> Mapping[str, Any]:
    told: dict[str, Any] = tomllib.loads(files("keel.record").joinpath("codes.toml").read_text("utf-8"))
    told["sets"]["signal"] = {"view": "The chair’s own view"} | {
        key: each.name for key, each in SIGNALS.items()
    }
    return told
