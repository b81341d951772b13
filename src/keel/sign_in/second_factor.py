"""Second factors: codes from an app, passkeys and security keys, recovery codes."""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core.exceptions import ValidationError

from keel.access.models import User
from keel.sign_in import refusals, sealing
from keel.sign_in.browsers import browser_of
from keel.sign_in.slowing import Tries

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
USED = "used_step"  # the last half minute whose code was taken


def has_one(user: User) -> bool:
    """Whether there is a second factor to ask for."""
    return Authenticator.objects.filter(user=user, type__in=STRONG).exists()


class SecondFactors(DefaultMFAAdapter):
    """How the library keeps them: sealed, and named in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That is not the code. Look at your app again: it changes each half minute.",
    }

    def encrypt(self, text: str) -> str:
        """Seal."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Unseal."""
        return sealing.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """What the app on the telephone shows beside the code."""
        return f"Keel, {settings.AUTHORITY['name']}"

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        """A name for a key that was given none."""
        return f"Key {Authenticator.objects.filter(user=user, type=type).count() + 1}"


class _Counted:
    """A form for a code: wrong ones make one wait, and each is good for once."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        """The code. Raises ValidationError where it is wrong, used, or comes too soon after others."""
        request = refusals.request()
        tries = Tries(f"code {self.user.email} {browser_of(request, self.user.email)}")
        tries.refuse_too_soon()
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            _use_up(self.authenticator, code)
        except ValidationError:
            tries.note_wrong()
            refusals.note(self.user, "wrong code")
            raise
        tries.forget()
        return code


class CodeForm(_Counted, AuthenticateForm):
    """The code, at sign-in."""


class CodeAgainForm(_Counted, ReauthenticateForm):
    """The code, before something that matters more."""


def _use_up(authenticator: Authenticator, code: str) -> None:
    """A code from an app is not taken again, in any process, nor one that was before it."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    step = step_of(sealing.unseal(kept.data["secret"]), code)
    if step is None or step <= kept.data.get(USED, 0):
        raise ValidationError("That code was used already. Wait for the next one.", "used")
    kept.data[USED] = step
    kept.save(update_fields=["data"])
    authenticator.data = kept.data


def step_of(secret: str, code: str) -> int | None:
    """The half minute, counted since 1970, whose code this is."""
    figures = normalize_user_code(code)
    steps = totp.yield_hotp_counters_from_time()
    return next(
        (step for step in steps if totp.format_hotp_value(totp.hotp_value(secret, step)) == figures), None
    )
