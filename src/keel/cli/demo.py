"""``keel demo``: the made-up authority in a record of its own, ready to be signed in to."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from keel.cli.door import RefusedRequest
from keel.cli.serving import Address, prepare_tables, run_serve
from keel.cli.standing import Standing, standing
from keel.database.folder import DEFAULT, VARIABLE
from keel.database.roles import Role
from keel.database.urls import VARIABLES
from keel.invent.authority import DEMO_DAY

NAME = "Severnshire Council"
MADE = "severnshire-is-in"  # beside the data, once everything is loaded


def run_demo(address: Address, *, workers: int | None, is_only_made: bool) -> None:
    """Make the demo where it is not made yet, say who may sign in, and serve it."""
    address.refuse_taken()
    os.environ.update(_surroundings())
    with standing() as place:
        if not (place.folder / MADE).exists():
            _make(place)
    typer.echo("\n".join(_who_may_sign_in()))
    if not is_only_made:
        run_serve(address, workers, with_worker=True)


def _surroundings() -> dict[str, str]:
    """The demo never stands in a record of real children: a folder of its own, and no server but its own."""
    if any(name in os.environ for name in VARIABLES.values()):
        raise RefusedRequest(
            "DATABASE_URL is set, and the demo makes up children; unset it, and run keel demo again"
        )
    folder = Path(os.environ.get(VARIABLE) or DEFAULT).absolute()
    return {
        VARIABLE: str(folder if folder.name == "severnshire" else folder / "severnshire"),
        "KEEL_DEMO": "1",
        "KEEL_LOG": os.environ.get("KEEL_LOG") or "words",
        "KEEL_TODAY": DEMO_DAY.isoformat(),
        "KEEL_AUTHORITY": NAME,
    }


def _make(place: Standing) -> None:
    typer.echo("Making Severnshire, an authority that does not exist (once, about a minute)", err=True)
    with _compiling(place) as compiled:
        prepare_tables(place)
        compiled.wait()
    if place.run(Role.WORKER, "severnshire", "load", "cast"):
        raise RefusedRequest(
            "the demo could not be made; what was said is above. Running it again starts afresh"
        )
    (place.folder / MADE).touch()


def _compiling(place: Standing) -> "subprocess.Popen[bytes]":
    """The rules compiled while the tables are made: each takes a processor a good part of a minute."""
    words = [sys.executable, "-m", "keel.cli.readying"]
    return subprocess.Popen(words, env=place.environment(Role.WORKER), **place.as_account())


def _who_may_sign_in() -> Iterator[str]:
    from keel.invent.cast import demo_cast  # noqa: PLC0415 - it takes a second

    members = demo_cast().members
    yield f"\nSevernshire lives on {DEMO_DAY:%-d %B %Y}. Everybody's password is: keel severnshire demo"
    yield "The page that asks for a one-time code shows it, in the demo only.\n"
    yield from (f"  {member.role:<24}{member.name:<22}{member.email}" for member in members.values())
    yield from (f"  {part:<24}{name:<22}{email}" for part, name, email in BESIDE)
    yield "\nTo begin, sign in as the team manager.\n"


BESIDE = (
    ("business support", "Joan Pryce", "joan.pryce@severnshire.example"),
    ("data analyst", "Wei Lin", "wei.lin@severnshire.example"),
    ("information governance", "Grace Adeyemi", "grace.adeyemi@severnshire.example"),
    ("administrator", "Rob Stone", "rob.stone@severnshire.example"),
)
