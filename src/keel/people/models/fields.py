"""Search keys as a column: made from the row's other fields whenever the row is written."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SearchKeys(ArrayField):
    """An array of keys that ``of(row)`` makes. An update of a set in one statement must say the keys too."""

    def __init__(self, *, of: Callable[[Any], list[str]] | None = None, **words: Any) -> None:
        self.of = of
        super().__init__(**({"base_field": models.TextField(), "default": list, "editable": False} | words))

    def deconstruct(self) -> Any:
        """As a plain array: migrations need not know how keys are made."""
        name, _, args, words = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, words

    def clone(self) -> "SearchKeys":
        """Another of the same."""
        _, _, _, words = self.deconstruct()
        return SearchKeys(of=self.of, **words)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The keys as the row now stands."""
        if self.of is not None:
            setattr(model_instance, self.attname, self.of(model_instance))
        return super().pre_save(model_instance, add)
