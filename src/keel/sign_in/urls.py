"""The addresses of sign-in. Only these pages of the library are there: no signing up, no codes by e-mail."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as keys
from allauth.usersessions.views import list_usersessions
from django.urls import path

from keel.sign_in import provider, views

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/passkey/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("login/code/", mfa.authenticate, name="mfa_authenticate"),
    path("logout/", views.SignOut.as_view(), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("again/key/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("password/", views.NewPassword.as_view(), name="account_change_password"),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/app/", views.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/off/", views.TakeAppAway.as_view(), name="mfa_deactivate_totp"),
    path("second-factor/keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("second-factor/keys/add/", views.SetUpKey.as_view(), name="mfa_add_webauthn"),
    path("second-factor/keys/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("second-factor/keys/<int:pk>/remove/", views.TakeKeyAway.as_view(), name="mfa_remove_webauthn"),
    path("second-factor/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("sessions/", list_usersessions, name="usersessions_list"),
    path("oidc/<provider_id>/login/", provider.login, name="openid_connect_login"),
    path("oidc/<provider_id>/login/callback/", provider.callback, name="openid_connect_callback"),
    path("signed-in/", views.signed_in, name="signed_in"),
    path("signed-in/<int:session_id>/end/", views.end_session, name="end_session"),
]
