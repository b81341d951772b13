"""Showing again that it is you, before something that matters more."""

import time
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from keel.access.limits import limit

ELSEWHERE = "socialaccount"  # signed in at the council's own sign-in


def is_recent(request: HttpRequest) -> bool:
    """Whether she showed it not long ago: again here, or anew at the council's own sign-in."""
    records = get_authentication_records(request, request.user)
    counted = [r["at"] for r in records if r.get("reauthenticated") or r.get("method") == ELSEWHERE]
    return bool(counted) and time.time() - max(counted) < limit("step_up_minutes") * 60


def page(request: HttpRequest) -> HttpResponse:
    """To the page where she shows it, and from there back to where she was."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    return to_page(request, back)


def to_page(request: HttpRequest, back: str) -> HttpResponse:
    """The same, with the address to go back to."""
    flows = get_reauthentication_flows(request.user)
    if flows:
        name = "mfa_reauthenticate" if flows[-1]["id"] == "mfa_reauthenticate" else "account_reauthenticate"
        return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': back})}")
    path = reverse("openid_connect_login", args=["council"])
    return HttpResponseRedirect(f"{path}?{urlencode({'next': back, 'auth_params': 'prompt=login'})}")
