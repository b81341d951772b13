"""The rules compiled before they are first needed, in a process of its own: run, not imported."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from keel.exchange.source import read_source
from keel.invent import Format, write_authority
from keel.population.check import check
from keel.practice.standards import load

AS_OF = date(2025, 3, 31)
CHILDREN = 20


def main() -> None:
    """Read a few children who do not exist: whatever reads more of them later finds the rules compiled."""
    with TemporaryDirectory() as place:
        few = write_authority(CHILDREN, 1, AS_OF, Format.SSD, Path(place, "few"))
        check(read_source(few), load(None), AS_OF)


if __name__ == "__main__":
    main()
