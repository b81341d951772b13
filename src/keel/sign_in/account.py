"""Accounts of Keel's own: who may sign in with a password, how fast one may guess, and what is written down of it."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from keel.access import audit
from keel.access.audit import Code
from keel.access.models import User
from keel.access.queries import asker_of
from keel.sign_in import records, refusals
from keel.sign_in.browsers import browser_of, remember
from keel.sign_in.ends import begin
from keel.sign_in.id_token import shown_at
from keel.sign_in.slowing import OF_ADDRESS, Tries

log = logging.getLogger(__name__)
CODE_STAGE = "allauth.mfa.stages.AuthenticateStage"
A_MOMENT = (
    5 * 60
)  # seconds after signing in, for which one is not asked again before setting up a second factor
SAID_ELSEWHERE = (
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
)  # the page says it itself


class Accounts(DefaultAccountAdapter):
    """What the sign-in library asks of us."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address and the password do not go together.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for herself."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords before this one make it wait."""
        for tries in self._tries(request, credentials):
            tries.refuse_too_soon()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count it and write it down; an address that is nobody's takes the same way."""
        for tries in self._tries(request, credentials):
            tries.note_wrong()
        user = User.objects.filter(email=_address(credentials)).first()
        refusals.note(user, "wrong password", address=self.get_client_ip(request))

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whoever has left is told so, once she has shown who she is, and no sooner."""
        if asker_of(user.pk).is_gone:
            refusals.note(user, "left or made inactive")
            user.is_active = (
                False  # for this request: the library then answers as for any that may not be used
            )
        return super().pre_login(request, user, **kwargs)

    def get_login_stages(self) -> list[str]:
        """Whoever comes from the council's sign-in showed her second factor there."""
        stages = super().get_login_stages()
        came = any(record.get("method") == records.COUNCIL for record in records.shown(refusals.request()))
        return [stage for stage in stages if not (came and stage == CODE_STAGE)]

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """She is in: the session begins, the browser is known from now on, and it is written down."""
        begin(request)
        council = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
        if council:
            records.date_council(request, shown_at(council.account.extra_data["id_token"]))
        response = super().post_login(request, user, **kwargs)
        remember(request, response, user.email)
        how = " and ".join(records.ways(records.shown_by(request, user)))
        if settings.COUNCIL and not council:
            log.warning(
                "user %s signed in with an account of Keel's own, past the council's sign-in", user.pk
            )
        audit.record(Code.USER_SIGNED_IN, by=user, how=how, address=self.get_client_ip(request))
        return response

    def logout(self, request: HttpRequest) -> None:
        """Out, and written down."""
        user = request.user if request.user.is_authenticated else None
        super().logout(request)
        audit.record(Code.USER_SIGNED_OUT, by=user)

    def set_password(self, user: User, password: str) -> None:
        """Of the account, the web role may change the password and nothing else."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for setting up the first second factor, for whoever typed her password a moment ago."""
        request = refusals.request()
        at = records.latest_at(records.shown_by(request, request.user))
        if app == "allauth.mfa" and timezone.now().timestamp() - at < A_MOMENT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The second factor, where there is one, and never the password alone."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        without_password = [method for method in methods if method["id"] != "reauthenticate"]
        return without_password or methods

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *a: Any, **k: Any
    ) -> None:
        """Say it, unless the page that follows does."""
        if message_template not in SAID_ELSEWHERE:
            super().add_message(request, level, message_template, *a, **k)

    def _tries(self, request: HttpRequest, credentials: dict[str, Any]) -> tuple[Tries, Tries]:
        email = _address(credentials)
        return (
            Tries(f"password {email} {browser_of(request, email)}"),
            Tries(f"password from {self.get_client_ip(request)}", OF_ADDRESS),
        )


class NewPasswordForm(ChangePasswordForm):
    """A new password for whoever knows the old one; guessing it is slowed down as at sign-in."""

    def clean_oldpassword(self) -> str:
        """The old password. Raises ValidationError."""
        tries = Tries(f"old password {self.user.email} {browser_of(refusals.request(), self.user.email)}")
        tries.refuse_too_soon()
        try:
            return super().clean_oldpassword()  # type: ignore[no-any-return]
        except ValidationError:
            tries.note_wrong()
            raise


def _address(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).lower()
