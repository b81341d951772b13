"""What every page knows."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from keel.access import idle
from keel.sign_in import ends
from keel.web.navigation import navigation


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The authority, whether it is made up, where one may go, and when this session ends of itself."""
    return {
        "authority": settings.AUTHORITY,
        "is_demo": settings.IS_DEMO,
        "navigation": partial(navigation, request),  # worked out only by a page that shows it
        "session_end": partial(_session_end, request),
    }


def _session_end(request: HttpRequest) -> dict[str, Any]:
    """What the page needs to warn in time; asked only where somebody is signed in."""
    return {
        **idle.as_attributes(),
        "lasts_for": max(0, ends.seconds_left(request)),
        "stay_href": reverse("stay"),
        "ended_href": reverse("account_login"),
    }
