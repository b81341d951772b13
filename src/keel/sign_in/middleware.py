"""What a session must be before it reaches a page: young enough, and with a second factor shown."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from keel.sign_in import ends, records, second_factor

Answering = Callable[[HttpRequest], HttpResponse]
TO_SET_ONE_UP = "mfa_activate_totp"
TO_SHOW_IT = "mfa_reauthenticate"
EITHER_WAY = frozenset({"account_logout", "stay"})
WHILE_SETTING_UP = EITHER_WAY | {TO_SET_ONE_UP, "mfa_add_webauthn", "account_reauthenticate"}
WHILE_SHOWING = EITHER_WAY | {TO_SHOW_IT, "mfa_reauthenticate_webauthn"}
READING = {"GET", "HEAD"}


class FitToGoOn:
    """Ends a session that is too old, and leads one without a second factor to where there is one to show."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as it is; each page is looked at below, once it is known which."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None to go on; otherwise where to go first."""
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        if ends.seconds_left(request) <= 0:
            logout(request)
            return redirect_to_login(_back(request))
        if records.has_shown_enough(records.shown_by(request, request.user)):
            return None
        return _first(request)


def _first(request: HttpRequest) -> HttpResponse | None:
    """To show the second factor where there is one: whoever set none up may do that, and nothing else."""
    has_one = second_factor.has_one(request.user)  # type: ignore[arg-type]
    allowed, to = (WHILE_SHOWING, TO_SHOW_IT) if has_one else (WHILE_SETTING_UP, TO_SET_ONE_UP)
    if request.resolver_match is not None and request.resolver_match.view_name in allowed:
        return None
    return HttpResponseRedirect(f"{resolve_url(to)}?{urlencode({'next': _back(request)})}")


def _back(request: HttpRequest) -> str:
    return request.get_full_path() if request.method in READING else "/"
