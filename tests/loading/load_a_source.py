"""A source loaded in a process of its own, into the database that ``DATABASE_URL`` names: run, not imported."""

import sys
from pathlib import Path

import django


def main(path: Path) -> None:
    """Load it."""
    django.setup()
    from keel.loading.models import Load  # noqa: PLC0415 -- Django must be set up before
    from keel.loading.running import run  # noqa: PLC0415

    run(Load.objects.create(label=path.name), path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
