"""``keel export``: what an authority returns, made from the children on file."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from keel.cli.door import RefusedRequest
from keel.cli.loading import Day
from keel.cli.waiting import waiting


class Return(StrEnum):
    """What can be exported."""

    CIN = "cin"
    ANNEX_A = "annex-a"


def export(
    what: Annotated[
        Return, typer.Argument(metavar="WHAT", help="cin, the children in need census, or annex-a.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where to write it. It must not be there yet.")
    ],
    as_of: Day = None,
    authority: Annotated[
        str,
        typer.Option(
            "--authority", metavar="NUMBER", help="The authority's number of three digits, for the census."
        ),
    ] = "",
) -> None:
    """Write a return from the record. The file holds children's data: keep it as you keep the record."""
    if what is Return.CIN and not (authority.isdecimal() and len(authority) == 3):  # noqa: PLR2004 -- digits
        raise RefusedRequest("Give the authority's number of three digits: --authority 123.")
    try:
        out.touch(mode=0o600, exist_ok=False)  # nobody else on the machine reads it
    except FileExistsError:
        problem = f"{out} is there already. Name a file that is not, so that nothing is written over."
        raise RefusedRequest(problem) from None
    try:
        count, day = _written(what, out, as_of, authority)
    except BaseException:  # half a return is none, and must not stand in the way of the next
        out.unlink(missing_ok=True)
        raise
    typer.echo(f"{out}: {count:,} children, as at {day:%d/%m/%Y}. Read it back with: keel check {out}")


def _written(what: Return, out: Path, as_of: date | None, authority: str) -> tuple[int, date]:
    from keel.cli.serving import prepare_tables  # noqa: PLC0415 - only this command starts a database
    from keel.cli.standing import standing  # noqa: PLC0415
    from keel.database.roles import Role  # noqa: PLC0415

    with standing() as place:
        prepare_tables(place)
        place.become(Role.WORKER)
        from django.db import transaction  # noqa: PLC0415 - settings are not ready before

        from keel.access.audit import Code, record  # noqa: PLC0415
        from keel.clock import today  # noqa: PLC0415
        from keel.returns.annex_a import write_annex_a  # noqa: PLC0415
        from keel.returns.census import last_reference_date, write_census  # noqa: PLC0415

        day = as_of or (last_reference_date() if what is Return.CIN else today())
        with waiting() as step, transaction.atomic():
            step(0.0, "Reading the children on file")
            count = write_census(day, authority, out) if what is Return.CIN else write_annex_a(day, out)
            record(Code.LIST_EXPORTED, by=None, form=what.value, children=count)
    return count, day
