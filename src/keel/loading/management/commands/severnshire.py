"""Brings the made-up authority into the record; ``keel demo`` runs it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from keel.loading import demo


class Command(BaseCommand):
    """``load`` brings its extracts in; ``cast`` makes the accounts that may sign in."""

    help = "Brings the made-up authority into the record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is to be done."""
        parser.add_argument("parts", nargs="+", choices=("load", "cast"))

    def handle(self, *, parts: list[str], **_: Any) -> None:
        """Do it; done twice, it changes nothing."""
        said: set[str] = set()
        if "load" in parts:
            demo.bring_severnshire_in(lambda share, words: self._say(said, words))
        if "cast" in parts:
            demo.settle_cast()

    def _say(self, said: set[str], words: str) -> None:
        """Each step once: a terminal shows that something moves."""
        if words not in said:
            said.add(words)
            self.stderr.write(f"    {words}")
