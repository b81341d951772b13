"""The way to the council's sign-in and back."""

import logging
import secrets
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from keel.access.models import User
from keel.access.queries import asker_of
from keel.sign_in import council as councils
from keel.sign_in import id_token, refusals
from keel.sign_in.council import Council
from keel.sign_in.id_token import NotBelieved

log = logging.getLogger(__name__)
AWAY = 503
REFUSED = 403
ANEW = "prompt=login"  # how a page asks for it (access.step_up)
JUST_NOW = 5 * 60  # seconds in which she must have shown herself there, where she was asked to do it anew


class CouncilAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The protocol, with every check of an ID token made: the library leaves out the signature, trusting TLS."""

    redirect_uri_protocol = "https" if settings.IS_SECURE else None

    def get_provider(self) -> Any:
        """The council, asked in this way throughout."""
        provider = super().get_provider()
        provider.oauth2_adapter_class = CouncilAdapter
        return provider

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the council's sign-in says of itself. Raises NotBelieved where it says it of another."""
        config: dict[str, Any] = super().openid_config
        if str(config.get("issuer", "")).rstrip("/") != the_council().issuer:
            raise NotBelieved(f"it calls itself {config.get('issuer')}")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not councils.is_private(str(config.get(name, ""))):
                raise NotBelieved(f"its {name} is not private")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """Who it says has signed in. Raises NotBelieved."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        claims = id_token.believed(kwargs["response"].get("id_token"), answer.json(), the_council())
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})


class CouncilAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whose account it is: that of an active user with the address that the council vouches for, or nobody's."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody gets an account by signing in."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Not here: the library would take away the password of a local account."""

    def on_authentication_error(self, request: HttpRequest, provider: Any, **what: Any) -> None:
        """Raise ImmediateHttpResponse with a page in our words."""
        error, exception = what.get("error"), what.get("exception")
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        if isinstance(exception, OSError):
            raise ImmediateHttpResponse(_away(request, exception))
        raise ImmediateHttpResponse(
            refused(request, "broken", f"{exception or 'not begun here, or used already'}")
        )

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Set the user, or raise ImmediateHttpResponse with a page that says why not."""
        claims, state = sociallogin.account.extra_data["id_token"], sociallogin.state
        if not secrets.compare_digest(str(claims["nonce"]), str(state.get("nonce", ""))):
            raise ImmediateHttpResponse(refused(request, "broken", "another nonce"))
        if not id_token.has_second_factor(claims, the_council()):
            raise ImmediateHttpResponse(refused(request, "no_second_factor", "no second factor", claims))
        if state.get("is_anew") and not _is_just_now(id_token.shown_at(claims)):
            raise ImmediateHttpResponse(refused(request, "not_anew", "did not show herself anew", claims))
        sociallogin.user = _user(request, claims)


def the_council() -> Council:
    """The council's sign-in. Raises Http404 where there is none."""
    if settings.COUNCIL is None:
        raise Http404
    return settings.COUNCIL


@never_cache
@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the council's sign-in.

    Where it is asked for anew, a page comes between: a form may have led here, and a form leads to no other site.
    """
    _known(provider_id)
    is_anew = request.GET.get("auth_params") == ANEW
    if is_anew and "on" not in request.GET:
        return render(
            request, "sign_in/anew.html", {"council": the_council(), "asked": request.GET.urlencode()}
        )
    nonce = secrets.token_urlsafe(24)
    try:
        return (
            CouncilAdapter(request, provider_id)
            .get_provider()
            .redirect(
                request,
                process=AuthProcess.LOGIN,
                next_url=get_next_redirect_url(request),
                auth_params=_asked(nonce, is_anew=is_anew),
                nonce=nonce,
                is_anew=is_anew,
            )
        )
    except (OSError, OAuth2Error, NotBelieved) as error:
        return _away(request, error)


@never_cache
@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from it."""
    _known(provider_id)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(CouncilAdapter(request, provider_id))(request)
    except NotBelieved as error:
        return refused(request, "broken", str(error))
    except (OSError, OAuth2Error) as error:
        return _away(request, error)
    return answer


def refused(
    request: HttpRequest, page: str, why: str, claims: dict[str, Any] | None = None, user: User | None = None
) -> HttpResponse:
    """A page that says why she is not let in and what to do; the log says more."""
    said = {"subject": str(claims["sub"])} if claims else {}
    refusals.note(user, f"council: {why}", **said)
    return render(request, f"sign_in/{page}.html", {"council": the_council()}, status=REFUSED)


def _user(request: HttpRequest, claims: dict[str, Any]) -> User:
    address = id_token.verified_address(claims, the_council())
    user = User.objects.filter(email=address).first() if address else None
    if user is None:
        why = "address unknown here" if address else "address not verified"
        raise ImmediateHttpResponse(refused(request, "unknown", why, claims))
    if asker_of(user.pk).is_gone:
        raise ImmediateHttpResponse(refused(request, "unknown", "left or made inactive", claims, user))
    if request.user.is_authenticated and request.user != user:
        raise ImmediateHttpResponse(refused(request, "somebody_else", "another is signed in", claims, user))
    return user


def _asked(nonce: str, *, is_anew: bool) -> dict[str, str]:
    asked = {"nonce": nonce}
    if levels := the_council().levels:
        asked["acr_values"] = " ".join(levels)
    return asked | ({"prompt": "login", "max_age": "0"} if is_anew else {})


def _is_just_now(at: float | None) -> bool:
    return at is not None and timezone.now().timestamp() - at < JUST_NOW


def _known(provider_id: str) -> None:
    if provider_id != councils.ID:
        raise Http404
    the_council()


def _away(request: HttpRequest, error: Exception) -> HttpResponse:
    """It does not answer, or says what cannot be: whoever is signed in works on, and no record is lost."""
    log.error("the council's sign-in failed: %s: %s", type(error).__name__, error)
    return render(request, "sign_in/away.html", {"council": the_council()}, status=AWAY)
