"""Somebody at a browser: she signs in, follows links, presses buttons, and every page she comes to is looked over."""

import base64
import hmac
import re
import struct
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response
from severnshire_served import PHONE

from keel.invent.cast import Member
from keel.loading.demo import PASSWORD

DESK, TELEPHONE = 1280, 320
HALF_MINUTE = 30
# Of what is well, not each place is told: on a long page that takes as long as the check itself.
LOOKED_FOR = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
OF_ONE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|(?<=/found/)\w+"
)  # what tells one record's page from another's
NOT_DONE = ("status of 404", "status of 409", "status of 422")  # absent, changed meanwhile, or sent back
CLEARED = "Clear-Site-Data header"  # what Chromium says when one signs out
_looked_over: set[tuple[str, int, str]] = set()  # kinds of pages: one of each is enough for a whole run


@dataclass
class Visitor:
    """One person with a browser of her own."""

    page: Page
    address: str
    member: Member | None = None
    scripts: bool = True
    seen_by_others: re.Pattern[str] | None = None  # addresses whose pages other tests look over
    last_code: int = 0
    said: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def signs_in(self) -> None:
        """With password and one-time code, from wherever Keel asks for it."""
        assert self.member is not None
        if "/account/login/" not in self.page.url:
            self.goes_to("/")
        self.types("Email", self.member.email)
        self.types("Password", PASSWORD)
        self.presses("Sign in")
        self.types("Code", self.code())
        self.presses("Sign in")

    def enters(self) -> None:
        """The same without drawing the pages, where a journey is not about signing in."""
        assert self.member is not None
        self._sends("/account/login/", login=self.member.email, password=PASSWORD)
        self._sends("/account/login/code/", code=self.code())

    def _sends(self, path: str, **boxes: str) -> None:
        page = self.page.request.get(path)
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text())
        assert found is not None, page.url
        words = boxes | {"csrfmiddlewaretoken": found[1]}
        answer = self.page.request.post(page.url, form=words, headers={"Referer": page.url}, max_redirects=0)
        assert answer.status == 302, f"{page.url}: {answer.status}"

    def code(self) -> str:
        """What her app shows now; the next one where this one is used up."""
        self.last_code = max(int(time.time()) // HALF_MINUTE, self.last_code + 1)
        digest = hmac.digest(base64.b32decode(PHONE), struct.pack(">Q", self.last_code), "sha1")
        offset = digest[-1] & 0x0F
        (number,) = struct.unpack(">I", digest[offset : offset + 4])
        return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"

    def goes_to(self, path: str) -> Response:
        """Type an address."""
        answer = self.page.goto(path)
        assert answer is not None
        self.looks_over()
        return answer

    def follows(self, words: str, *, within: Locator | None = None) -> None:
        """Follow a link."""
        (within or self.page.locator("body")).get_by_role("link", name=words).first.click()
        self.looks_over()

    def presses(self, words: str) -> None:
        """Press a button that leads to a page."""
        self.page.get_by_role("button", name=words, exact=True).first.click()
        self.looks_over()

    def types(self, label: str, words: str) -> None:
        """Fill a box."""
        self.page.get_by_label(label, exact=True).fill(words)

    def fills(self, boxes: Mapping[str, str]) -> None:
        """Fill boxes by the names under which they are sent, whichever kind each is."""
        for name, words in boxes.items():
            box = self.page.locator(f"form[data-draft] [name='{name}']")
            kind = box.first.evaluate("box => box.type")
            if kind in ("radio", "checkbox"):
                self.page.locator(f"form[data-draft] [name='{name}'][value='{words}']").check()
            elif kind.startswith("select"):
                box.select_option(words)
            else:
                box.fill(words)

    @property
    def path(self) -> str:
        """Where she is."""
        return urlsplit(self.page.url).path

    @property
    def main(self) -> Locator:
        """What the page is about."""
        return self.page.get_by_role("main")

    def reads(self) -> str:
        """Every word of the page."""
        return self.page.locator("body").inner_text()

    def heading(self) -> str:
        """What the page calls itself."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def looks_over(self) -> None:
        """No barrier, nothing wider than the screen. Once for each kind of page, width and heading."""
        self.page.wait_for_load_state()
        size = self.page.viewport_size
        assert size is not None
        kind = (OF_ONE.sub("*", urlsplit(self.page.url).path), size["width"], self.page.title())
        if kind in _looked_over or not self.scripts:
            return
        if self.seen_by_others and self.seen_by_others.search(kind[0]):
            return
        _looked_over.add(kind)
        self.looks_closely()

    def looks_closely(self) -> None:
        """The same, of the page as it is now."""
        found = Axe().run(self.page, options=LOOKED_FOR)
        assert found.response["violations"] == [], f"{self.page.url}: {found.generate_report()}"
        wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert self.page.evaluate(wide), f"{self.page.url} scrolls sideways"

    def hears(self, message: ConsoleMessage) -> None:
        """What the console says; that a page is absent or was sent back, or the browser cleared, is no error."""
        if not any(words in message.text for words in (*NOT_DONE, CLEARED)):
            self.said.append(f"{self.page.url}: {message.text}")

    def fetches(self, request: Request) -> None:
        """What the browser asks for."""
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.fetched.append(request.url)


@contextmanager
def visiting(
    browser: Browser, address: str, member: Member | None = None, *, width: int = DESK, scripts: bool = True
) -> Iterator[Visitor]:
    """A visitor; when she leaves, her browser must have said nothing wrong and asked nobody else."""
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 900}, java_script_enabled=scripts
    )
    visitor = Visitor(context.new_page(), address, member, scripts)
    context.on("console", visitor.hears)
    context.on("weberror", lambda error: visitor.said.append(str(error.error)))
    context.on("request", visitor.fetches)
    context.set_default_timeout(15_000)
    yield visitor
    context.close()
    assert visitor.said == []
    assert visitor.fetched == []
