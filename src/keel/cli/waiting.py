"""Progress on the error stream, so that a piped report stays clean."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Step = Callable[[float, str], None]


@contextmanager
def waiting() -> Iterator[Step]:
    """Shows a share done (0 to 1) with a few words, where a person is watching; otherwise nothing."""
    if sys.stderr.isatty():
        with _watched() as step:
            yield step
    else:
        yield lambda _done, _doing: None


@contextmanager
def _watched() -> Iterator[Step]:
    from rich.console import Console  # noqa: PLC0415 - only where somebody is watching
    from rich.progress import (  # noqa: PLC0415 - only where somebody is watching
        BarColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    console = Console(stderr=True, markup=False, highlight=False, emoji=False)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Starting", total=1.0)

        def step(done: float, doing: str) -> None:
            bar.update(task, completed=done, description=doing)

        yield step


def counting(step: Step, doing: str) -> Callable[[int, int], None]:
    """The same for work that is counted: so many done, of so many."""

    def told(done: int, of: int) -> None:
        step(done / of if of else 1.0, f"{doing}: {done:,} of {of:,}")

    return told
