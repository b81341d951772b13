"""Takes the pictures in the docs: the HTML report and the main pages of Severnshire, in a real browser.

Run with ``python docs/picture.py``; it needs the development environment and Chromium, and makes the demo first.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
KEEL = Path(sys.executable).with_name("keel")
WIDTH, HEIGHT = 1120, 1500  # of a page, in its own units
PHONE = 320
PATIENCE = 240_000  # milliseconds; the demo is made by then
PASSWORD = "keel severnshire demo"
MANAGER = "kelly.atkin@severnshire.example"


def main() -> None:
    """Take them all."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        Path(folder).chmod(0o711)  # root's database runs as an account of its own, which passes through
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        take_report(browser, Path(folder))
        with severnshire(Path(folder)) as address:
            take_pages(browser, address)
        browser.close()


def take_report(browser: Browser, folder: Path) -> None:
    """The first screen of the report that needs no database."""
    report = folder / "report.html"
    subprocess.run([KEEL, "check", "demo", "--format", "html", "--out", str(report)], check=True)
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.goto(report.as_uri())
    page.screenshot(path=IMAGES / "report.png")


@contextmanager
def severnshire(folder: Path) -> Iterator[str]:
    """The demo, served; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    surroundings = {"KEEL_DATA": str(folder / "data"), **os.environ}  # KEEL_DATA: a demo made before
    words = [str(KEEL), "demo", "--port", str(port)]
    with subprocess.Popen(words, env=surroundings, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        try:
            while "Keel is at" not in (line := served.stdout.readline()):
                assert line, "the demo was not served"
            yield f"http://127.0.0.1:{port}"
        finally:
            served.terminate()


def take_pages(browser: Browser, address: str) -> None:
    """The main pages, as the team manager sees them."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 900}, base_url=address)
    page.set_default_timeout(PATIENCE)
    page.goto("/")
    page.fill("input[name=login]", MANAGER)
    page.fill("input[name=password]", PASSWORD)
    keep(page, "sign-in")
    page.click("main button[type=submit]")
    found = re.search(r"(\d{3})\s?(\d{3})", page.inner_text("main"))
    assert found, "the page that asks for a code does not show it"
    page.fill("input[name=code]", found[1] + found[2])
    page.click("main button[type=submit]")
    page.wait_for_selector("main a[href*='/child/']")
    keep(page, "team", of=1100)
    child = page.locator("main a[href*='/child/']").first.get_attribute("href") or ""
    for name, path in (
        ("child", child),
        ("chronology", child.rstrip("/") + "/chronology"),
        ("network", child.replace("/child/", "/people/").rstrip("/") + "/network"),
        ("looks", child.replace("/child/", "/access/looks/")),
    ):
        page.goto(path)
        keep(page, name)
    page.goto("/people/")
    page.locator("main input[type=text], main input[type=search]").first.fill("Attkin")
    page.locator("main button[type=submit]").first.click()
    keep(page, "find")
    page.set_viewport_size({"width": PHONE, "height": 640})
    page.goto(child)
    keep(page, "child-on-a-phone", of=1400)


def keep(page: Page, name: str, *, of: int = HEIGHT) -> None:
    """Keep what the page shows, from its top down to ``of`` of its own units."""
    width = page.viewport_size["width"] if page.viewport_size else WIDTH
    height = min(of, page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=IMAGES / f"{name}.png", full_page=True, clip=clip)


if __name__ == "__main__":
    main()
