"""What the journeys share: a small Severnshire that is really served, a real browser, and the cast."""

import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright
from severnshire_served import CHILDREN, Severnshire, severnshire
from stage import Stage
from visitor import DESK, Visitor, visiting

from keel.invent.authority import DEMO_DAY, DEMO_SEED
from keel.invent.cast import Cast, Member, cast_of
from keel.loading.demo import BESIDE

Comes = Callable[..., Visitor]
SEEN_BY_OTHERS = re.compile("^/$|^/account/|/record")  # those who sign in, and test_recording_pages


@pytest.fixture(scope="session")
def served(
    request: pytest.FixtureRequest, database_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Severnshire]:
    """The server and the template, for the whole run.

    ``--reuse-db`` takes the template of the last such run as it is, and ``--create-db`` makes that one anew.
    """
    is_kept = bool(request.config.getoption("reuse_db"))
    run = "kept" if is_kept else os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
    anew = bool(request.config.getoption("create_db"))
    folder = tmp_path_factory.mktemp("keel-data")
    with severnshire(database_server, _free_port(), run, folder, is_kept=is_kept, anew=anew) as made:
        yield made


@pytest.fixture
def keel(served: Severnshire) -> Severnshire:
    """Severnshire as it was loaded, for this journey alone."""
    served.renew()
    return served


@pytest.fixture(scope="session")
def cast() -> Cast:
    """Who plays whom in it."""
    return cast_of(CHILDREN, DEMO_SEED, DEMO_DAY)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed here")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def stage(served: Severnshire, browser: Browser, cast: Cast) -> Iterator[Stage]:
    """Severnshire as it was loaded, for the journeys of one module, with whoever has signed in to it."""
    served.renew()
    with ExitStack() as leaving:

        def come(part: str) -> Visitor:
            visitor = leaving.enter_context(visiting(browser, served.address, _plays(cast, part)))
            visitor.seen_by_others = SEEN_BY_OTHERS
            visitor.enters()
            visitor.page.goto("/health/live")  # pages are sent from Keel's own address
            return visitor

        made = Stage(served, come)
        made.holds_everything()
        yield made


@pytest.fixture
def comes(keel: Severnshire, browser: Browser, cast: Cast) -> Iterator[Comes]:
    """Somebody of the cast comes to Keel with a browser of her own; signed in, unless it is said otherwise."""
    with ExitStack() as leaving:

        def come(part: str, *, width: int = DESK, scripts: bool = True, signed_in: bool = True) -> Visitor:
            arriving = visiting(browser, keel.address, _plays(cast, part), width=width, scripts=scripts)
            visitor = leaving.enter_context(arriving)
            if signed_in:
                visitor.signs_in()
            return visitor

        yield come


def _plays(cast: Cast, part: str) -> Member:
    """Who plays a part: one who works with children, or one beside them."""
    if part in cast.members:
        return cast[part]
    name = BESIDE[part][0]
    return Member(part, "", name, f"{name.lower().replace(' ', '.')}@severnshire.example", "", part)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
