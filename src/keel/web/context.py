"""What every page knows."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from keel.access import idle
from keel.clock import set_day
from keel.sign_in import ends
from keel.web.navigation import navigation, ways_of


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The authority, whether it is made up and on which day it lives, where one may go, and when this session ends."""
    return {
        "authority": settings.AUTHORITY,
        "is_demo": settings.IS_DEMO,
        "lives_on": set_day(),
        # each only for a page that shows it, and once; a page of failure shows the ways alone
        "navigation": SimpleLazyObject(partial(navigation, request)),
        "ways_alone": SimpleLazyObject(partial(ways_of, request)),
        "session_end": SimpleLazyObject(partial(_session_end, request)),
    }


def _session_end(request: HttpRequest) -> dict[str, Any]:
    """What the page needs to warn in time; asked only where somebody is signed in."""
    return {
        **idle.as_attributes(),
        "lasts_for": max(0, ends.seconds_left(request)),
        "stay_href": reverse("stay"),
        "ended_href": reverse("account_login"),
    }
