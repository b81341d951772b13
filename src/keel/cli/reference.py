"""``keel explain`` and ``keel standards``: what the rules ask and where they come from."""

from datetime import date
from difflib import get_close_matches
from pathlib import Path

from keel.cli.deliver import terminal
from keel.cli.door import RefusedRequest
from keel.clock import today
from keel.practice.signals import SIGNALS
from keel.practice.standards import Standards, load
from keel.practice.timescales import BOOK
from keel.report.explained import explained_signal, explained_standard, explained_timescale
from keel.report.reference import print_explained, print_standards


def run_explain(asked: str, as_of: date | None, overlay: Path | None) -> None:
    """Explain a timescale, signal or standard; a signal may be given by its number alone, and any by its name."""
    standards, on = load(overlay), as_of or today()
    key = _found(asked, standards)
    if key in BOOK:
        told = explained_timescale(BOOK[key], standards, on)
    elif key in SIGNALS:
        told = explained_signal(SIGNALS[key], standards, on)
    else:
        told = explained_standard(standards[key], on)
    print_explained(told, terminal())


def run_standards(as_of: date | None, overlay: Path | None) -> None:
    """List every standard."""
    print_standards(load(overlay), as_of or today(), terminal())


def _found(asked: str, standards: Standards) -> str:
    keys = [*BOOK, *SIGNALS, *standards]
    lowered = {key.lower(): key for key in reversed(keys)}
    named = {each.name.lower(): each.key for rules in (standards, SIGNALS, BOOK) for each in rules.values()}
    numbered = {key.split("_")[0].lower(): key for key in SIGNALS}
    wanted = " ".join(asked.lower().split())
    key = lowered.get(wanted) or numbered.get(wanted) or named.get(wanted)
    if key is None:
        near = get_close_matches(wanted, [*lowered, *numbered, *named], n=3, cutoff=0.7)
        hint = f"did you mean {' or '.join(near)}" if near else "keel standards lists the standards"
        raise RefusedRequest(f"nothing is called {asked!r}; {hint}")
    return key
