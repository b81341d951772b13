"""The library's pages, where ours do a little more."""

from typing import Any

from allauth.account.views import LogoutView, PasswordChangeView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from keel.access.door import staff_only
from keel.access.models import User
from keel.access.policy import Act
from keel.sign_in import actions, records, second_factor

CLEARED = (
    '"cache", "storage"'  # the cookie of known browsers stays; that of the session goes with the session
)


class SignOut(LogoutView):  # type: ignore[misc]
    """Sign out, and leave nothing of any record in the browser."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Out."""
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = CLEARED
        return response


class _OfOwnAccount:
    """Only for an account with a password: at the council's sign-in the council asks for the second factor."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raises PermissionDenied."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class _SetUp(_OfOwnAccount):
    """Whoever sets up a second factor has shown it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Set up, and counted as shown."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        records.note(self.request, records.SECOND_FACTOR, type="set up")  # type: ignore[attr-defined]
        return response


class _TakeAway:
    """Whoever takes away her last one sets up another before she does anything else."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Away."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        if not second_factor.has_one(request.user):  # type: ignore[arg-type]
            records.forget_second_factor(request)
        return response


class SetUpApp(_SetUp, ActivateTOTPView):  # type: ignore[misc]
    """Set up codes from an app."""


class SetUpKey(_SetUp, AddWebAuthnView):  # type: ignore[misc]
    """Set up a passkey or a security key."""


class TakeAppAway(_TakeAway, DeactivateTOTPView):  # type: ignore[misc]
    """Turn off codes from an app."""


class TakeKeyAway(_TakeAway, RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a passkey or a security key."""


class NewPassword(_OfOwnAccount, PasswordChangeView):  # type: ignore[misc]
    """Change one's password; every other session of hers ends with it."""


class LostForm(forms.Form):
    """Whose second factor is lost."""

    email = forms.EmailField(label="E-mail address of whoever lost it")

    def clean_email(self) -> User:
        """The user. Raises ValidationError where there is none."""
        user = User.objects.filter(email=self.cleaned_data["email"].lower()).first()
        if user is None:
            raise ValidationError("Nobody here signs in with this address.")
        return user


@staff_only(Act.USER_MANAGE)
def signed_in(request: HttpRequest) -> HttpResponse:
    """Who is signed in and where; and whose second factor is lost, to be taken away."""
    form = LostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.cleaned_data["email"]
        actions.take_away_second_factors(user=user, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"{user} sets up a second factor when she next signs in.")
        return redirect("signed_in")
    return render(request, "sign_in/signed_in.html", {"sessions": actions.open_sessions(), "form": form})


@require_POST
@staff_only(Act.USER_MANAGE)
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one session of anybody's."""
    session = get_object_or_404(UserSession, pk=session_id)
    actions.end_session(session=session, by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"{session.user}: the session has ended.")
    return redirect("signed_in")
