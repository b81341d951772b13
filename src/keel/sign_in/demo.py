"""Help for whoever tries the demonstration: who may sign in, and the code that an app would show. Nowhere else."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.http import HttpRequest

from keel.sign_in import sealing
from keel.sign_in.second_factor import USED


def sign_in_help(request: HttpRequest) -> dict[str, Any]:
    """What the pages of sign-in show in a demonstration. Asked by no page until it shows it; empty for real records."""
    if not settings.IS_DEMO:
        return {}
    from keel.loading import demo  # noqa: PLC0415 -- the made-up authority is loaded only where it is shown

    return {"demo_sign_ins": demo.sign_ins, "demo_password": demo.PASSWORD, "demo_code": _code_for(request)}


def _code_for(request: HttpRequest) -> Callable[[], dict[str, str] | None]:
    """The name and code of whoever is signing in at this page."""

    def found() -> dict[str, str] | None:
        stage = getattr(request, "_login_stage", None)
        user = stage.login.user if stage else request.user
        if not settings.IS_DEMO or not user.is_authenticated:
            return None
        app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        return {"name": user.name, "code": _next_code(app.data)} if app else None

    return found


def _next_code(data: dict[str, Any]) -> str:
    """The code of this half minute, or of the next where this one's is used up, in two threes."""
    steps = list(totp.yield_hotp_counters_from_time())
    step = max(steps[len(steps) // 2], data.get(USED, 0) + 1)
    figures = totp.format_hotp_value(totp.hotp_value(sealing.unseal(data["secret"]), step))
    return f"{figures[:3]} {figures[3:]}"
