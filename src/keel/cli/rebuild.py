"""``keel rebuild``: what is kept of every child, made anew from her record."""

from datetime import date

import typer

from keel.cli.standing import standing
from keel.cli.waiting import counting, waiting
from keel.database.roles import Role
from keel.report.wording import counted, day_text


def run_rebuild(as_of: date | None) -> None:
    """Read everybody's record again, as the worker, and say what was not as it should be."""
    with standing() as place:
        place.become(Role.WORKER)
        from keel.clock import today  # noqa: PLC0415 - the application is loaded now
        from keel.oversight.rebuild import rebuild  # noqa: PLC0415

        day = as_of or today()
        with waiting() as step:
            told = rebuild(as_of=day, progress=counting(step, "Reading children’s records"))
    children = counted(told.children, "child", "children")
    typer.echo(f"Read the records of {children} as at {day_text(day)}.")
    typer.echo(
        f"{counted(told.gone, 'row')} of readings and signals taken away, {counted(told.new, 'row')} put in."
        if told.gone or told.new
        else "Every reading and signal was as it should be."
    )
