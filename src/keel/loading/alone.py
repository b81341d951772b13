"""One load in a process of its own: ``python -m keel.loading.alone NUMBER``."""

import os
import resource
import sys

MEMORY = "KEEL_LOAD_MEMORY_MB"  # the most that a load may use; none where it is not set


def main(load_id: int) -> None:
    """Run it within its limits."""
    limit = int(os.environ.get(MEMORY, "0")) * 1_000_000
    if limit:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    import django  # noqa: PLC0415 -- the limits stand before anything large is loaded

    django.setup()
    from keel.loading.jobs import run_here  # noqa: PLC0415 -- models are not ready before

    run_here(load_id)


if __name__ == "__main__":
    main(int(sys.argv[1]))
