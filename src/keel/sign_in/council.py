"""The council's own sign-in (OpenID Connect), as the environment names it. Read by the settings: no models here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ID = "council"
DISCOVERY = "/.well-known/openid-configuration"
TRUSTED = "trusted"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Council:
    """Where it is, who Keel is to it, and what makes its word good.

    ``levels`` are the values of ``acr`` or ``acrs`` that it gives after a second factor; where there are none, its
    ``amr`` must say so. ``trusts_all`` believes it unasked. Addresses of ``domains`` are its own: as good as verified.
    """

    url: str
    client: str
    secret: str
    name: str
    levels: tuple[str, ...] = ()
    trusts_all: bool = False
    domains: tuple[str, ...] = ()

    @property
    def issuer(self) -> str:
        """Who must have issued what it says."""
        return self.url.removesuffix(DISCOVERY).rstrip("/")


def from_environment(environment: Mapping[str, str]) -> Council | None:
    """The council's sign-in, or None where there is none. Raises ImproperlyConfigured where half is named."""
    url = environment.get("KEEL_OIDC_URL", "")
    if not url:
        return None
    for name in ("KEEL_OIDC_CLIENT", "KEEL_OIDC_SECRET"):
        if not environment.get(name):
            raise ImproperlyConfigured(f"KEEL_OIDC_URL is set and {name} is not: set both, or neither")
    if not is_private(url):
        raise ImproperlyConfigured(f"KEEL_OIDC_URL must begin with https://; it is {url}")
    asked = _list(environment.get("KEEL_OIDC_MFA", ""))
    return Council(
        url=url,
        client=environment["KEEL_OIDC_CLIENT"],
        secret=environment["KEEL_OIDC_SECRET"],
        name=environment.get("KEEL_OIDC_NAME") or "your council account",
        levels=tuple(level for level in asked if level != TRUSTED),
        trusts_all=TRUSTED in asked,
        domains=tuple(domain.lower() for domain in _list(environment.get("KEEL_OIDC_DOMAINS", ""))),
    )


def is_private(url: str) -> bool:
    """Whether what is sent there cannot be read on the way: by TLS, or because it does not leave this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def providers(council: Council | None) -> dict[str, Any]:
    """The same, as the sign-in library reads it."""
    if council is None:
        return {}
    app = {
        "provider_id": ID,
        "name": council.name,
        "client_id": council.client,
        "secret": council.secret,
        "settings": {"server_url": council.url, "oauth_pkce_enabled": True, "fetch_userinfo": False},
    }
    return {"openid_connect": {"APPS": [app]}}


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
