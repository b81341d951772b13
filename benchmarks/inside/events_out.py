"""The limit of a rebuild: every event read out of the database, and nothing made of it."""

from benchmarks.inside.record import record_as
from benchmarks.inside.stages import Stages
from keel.database.roles import Role


def main() -> None:
    """Read them all."""
    stages = Stages()
    with record_as(Role.WORKER):
        from keel.record.bulk import events_arrow  # noqa: PLC0415 -- the application is loaded only now

        stages.mark("start-up")
        events, children = events_arrow()
        stages.mark("reading")
        stages.say(children=len(children), events=len(events))


if __name__ == "__main__":
    main()
