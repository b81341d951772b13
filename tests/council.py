"""The council's sign-in, started in a process of its own, and somebody's way through it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from django.test import Client, override_settings

from keel.sign_in.council import Council, providers

SECRET = "between the council and Keel, and long enough to sign with"
CALLBACKS = "\n".join(
    f"http://{host}/account/oidc/council/login/callback/" for host in ("testserver", "localhost", "127.0.0.1")
)
PEOPLE = ("Helen Ward", "Ben Carter", "Fiona Grant")
LOGIN = "/account/oidc/council/login/"


@dataclass
class CouncilThere:
    """A council's sign-in that runs."""

    folder: Path
    port: int
    browser: requests.Session = field(default_factory=requests.Session)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def told(self, who: str = "Helen Ward", **orders: Any) -> None:
        """Who signs in there next, and how it misbehaves."""
        (self.folder / "orders.json").write_text(json.dumps({"who": who, **orders}), encoding="utf-8")
        self.browser = requests.Session()

    def settings(self, **how: Any) -> override_settings:
        """Keel's settings for it."""
        return at(self.url, **how)

    def back_at(self, client: Client, path: str = f"{LOGIN}?next=/account/") -> str:
        """Through its pages as a browser goes; the address at Keel that it sends the browser back to."""
        there = client.get(path).headers["Location"]
        for _ in range(6):
            answer = self.browser.get(there, allow_redirects=False)
            there = requests.compat.urljoin(there, answer.headers["Location"])
            if "/login/callback/" in there:
                return there
        raise AssertionError(there)

    def sign_in(self, client: Client, path: str = f"{LOGIN}?next=/account/") -> Any:
        """All the way; what Keel answers in the end."""
        return client.get(path_of(self.back_at(client, path)))


def at(url: str, **how: Any) -> override_settings:
    """Keel's settings for a council's sign-in at an address."""
    council = Council(url, "keel", SECRET, "Severnshire", **how)
    return override_settings(COUNCIL=council, SOCIALACCOUNT_PROVIDERS=providers(council))


def path_of(address: str) -> str:
    """The path and query of an address."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def asked(address: str, name: str) -> str:
    """A value in the query of an address."""
    return parse_qs(urlsplit(address).query)[name][0]


@contextmanager
def running(folder: Path, people: Sequence[str] = PEOPLE) -> Iterator[CouncilThere]:
    """Start it, and stop it."""
    own = {
        "PROVIDER": str(folder),
        "PROVIDER_SECRET": SECRET,
        "PYTHONPATH": str(Path(__file__).parent / "sign_in"),
    }
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    words = [sys.executable, "-m", "provider", CALLBACKS, *people]
    with subprocess.Popen(words, env=environment | own, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield CouncilThere(folder, int(process.stdout.readline()))
        finally:
            process.kill()
