"""Keel's look in a real browser: its own templates, static files and security headers, and no database.

Each module takes them down again: settings and browsers of other tests are others.
"""

import shutil
import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright

WITH_DATABASE = ("keel.", "django.contrib", "allauth")


@pytest.fixture(scope="module")
def as_looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings under which pages are shown without a database."""
    templates = [{**settings.TEMPLATES[0], "OPTIONS": {**settings.TEMPLATES[0]["OPTIONS"]}}]
    processors = [*templates[0]["OPTIONS"]["context_processors"], "look_pages.everywhere"]
    templates[0]["OPTIONS"]["context_processors"] = processors
    middleware = [name for name in settings.MIDDLEWARE if not name.startswith(WITH_DATABASE)]
    with override_settings(
        ROOT_URLCONF="look_pages",
        MIDDLEWARE=[*middleware, "look_pages.signed_in"],
        TEMPLATES=templates,
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        IS_DEMO=True,
    ):
        yield


class Quiet(WSGIRequestHandler):
    """Says nothing on the terminal."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def site(as_looked_at: None) -> Iterator[str]:
    """The address of the pages."""
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


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


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """One person's browser."""
    opened = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()
