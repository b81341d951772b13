"""Reads the whole application as one person does who follows every link and sends every form that only asks."""

import io
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve
from lxml import html

HERE = "http://testserver"
MOST_OF_A_ROUTE = 4  # times the examples of one kind, whatever is asked of it
# What differs from one asking to the next, whatever is shown.
TOKEN = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|nonce-[^\']*|data-token="[^"]*"|data-lasts-for="[^"]*"'
    r"|printed \d+ \w+ \d+, \d\d:\d\d"
)
ANSWERING = BaseHandler()


@dataclass(frozen=True)
class Page:
    """What was answered at an address: its words, whatever the kind of file, with the headers."""

    path: str
    status: int
    text: str


def ask(client: Client, path: str, method: str = "GET", **data: str) -> HttpResponse:
    """What is answered at one address to whoever has signed in there, as it would be by a server that runs.

    The test client would do as well, but it copies all that each template was given, which takes as long as the rest.
    """
    if not hasattr(ANSWERING, "_middleware_chain") or ANSWERING._middleware_chain is None:
        ANSWERING.load_middleware()
    browser = RequestFactory()
    browser.cookies = client.cookies.copy()
    request = browser.generic(method, path, urlencode(data), content_type="application/x-www-form-urlencoded")
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    return ANSWERING.get_response(request)


def read(client: Client, path: str, method: str = "GET", **data: str) -> Page:
    """Ask for one address. An exception is answered as it would be to anybody."""
    answer = ask(client, path, method, **data)
    return Page(path, answer.status_code, words(answer))


def words(answer: HttpResponse) -> str:
    """All that an answer says, headers and cells of workbooks too."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    said = TOKEN.sub("", body.decode("utf-8", errors="replace"))
    named = {name: value for name, value in answer.items() if name != "X-Request-Id"}
    return "\n".join([said, *(f"{name}: {value}" for name, value in named.items())])


def crawl(client: Client, *, examples: int, start: str = "/") -> Iterator[Page]:
    """Every page that links lead to, nearest first, with so many examples of each kind of address."""
    waiting, seen, asked = deque([start]), {start}, Counter[tuple[str, ...]]()
    while waiting:
        path = waiting.popleft()
        kind = _kind(path)
        if asked[kind] >= examples or asked[kind[:1]] >= MOST_OF_A_ROUTE * examples:
            continue
        asked.update((kind, kind[:1]) if len(kind) > 1 else (kind,))
        answer = ask(client, path)
        yield Page(path, answer.status_code, words(answer))
        for found in _leads(path, answer):
            if found not in seen:
                seen.add(found)
                waiting.append(found)


def _kind(path: str) -> tuple[str, ...]:
    """What is the same of addresses that are of one kind: the route, and the names of what is asked of it."""
    parts = urlsplit(path)
    try:
        route = resolve(parts.path).route
    except Resolver404:
        route = "no such page"
    return (route, *sorted({pair.split("=")[0] for pair in parts.query.split("&") if pair}))


def _leads(path: str, answer: HttpResponse) -> Iterator[str]:
    """The addresses of our own that an answer leads to."""
    if "Location" in answer:
        yield from _ours(path, answer["Location"])
    if answer.streaming or "text/html" not in answer.get("Content-Type", "") or not answer.content.strip():
        return
    page = html.fromstring(answer.content.decode())
    for name in ("href", "src", "action", "data-href", "data-src", "data-url"):
        for found in page.xpath(f"//@{name}"):
            yield from _ours(path, found)
    for form in page.forms:
        if form.method == "GET":
            asked = [(name, value or "") for name, value in form.form_values()]
            yield from _ours(path, f"{(form.action or path).split('?')[0]}?{urlencode(asked)}")


def _ours(path: str, found: str) -> Iterator[str]:
    whole = urlsplit(urljoin(HERE + path, str(found)))
    if f"{whole.scheme}://{whole.netloc}" == HERE and not whole.path.startswith("/static/"):
        yield whole.path + (f"?{whole.query}" if whole.query else "")
