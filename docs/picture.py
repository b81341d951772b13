"""Takes the README's picture: the HTML report of the made-up authority, in a real browser.

Run with ``python docs/picture.py``; it needs the development environment and Chromium.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parent / "images" / "report.png"
WIDTH, HEIGHT = 1120, 1500  # of the page, in its own units


def main() -> None:
    """Write the report, look at its first screen, keep the picture."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.html"
        keel = [
            Path(sys.executable).with_name("keel"),
            "check",
            "demo",
            "--format",
            "html",
            "--out",
            str(report),
        ]
        subprocess.run(keel, check=True)
        PICTURE.parent.mkdir(exist_ok=True)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.goto(report.as_uri())
            page.screenshot(path=PICTURE)
            browser.close()


if __name__ == "__main__":
    main()
