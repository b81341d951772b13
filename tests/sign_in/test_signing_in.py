"""Nobody comes in with a password alone, and nobody but its owner with an account."""

import pytest
from django.conf import settings
from django.test import Client

from keel.access.models import AuditEntry, User
from signing import ASKED_FOR, PASSWORD, code, give_code, give_password, is_in, make_user, sign_in, with_app

INSIDE = ["/", "/people/", "/loads/", "/account/", "/account/sessions/", "/account/second-factor/",
          "/account/password/", "/account/signed-in/", "/components"]  # fmt: skip


def test_password_and_code_lead_to_the_page_asked_for(client, helen, secret) -> None:
    assert give_password(client, helen).url == "/account/login/code/"
    assert not is_in(client), "the password alone opens nothing"
    assert give_code(client, code(secret)).url == ASKED_FOR
    assert is_in(client)


def test_another_site_cannot_be_asked_for(client, helen, secret) -> None:
    give_password(client, helen, to="https://elsewhere.example/")
    assert give_code(client, code(secret)).url == "/"


@pytest.mark.parametrize("path", INSIDE)
def test_without_a_second_factor_one_can_only_set_one_up(client, helen, path) -> None:
    give_password(client, helen)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 302, path
        assert answer.url.startswith("/account/second-factor/app/?next="), path


def test_setting_one_up_opens_the_rest(client, helen) -> None:
    give_password(client, helen)
    page = client.get("/account/second-factor/app/")
    figures = code(page.context["form"].secret)
    shown = client.post("/account/second-factor/app/", {"code": figures}, follow=True)
    assert shown.status_code == 200
    assert len(shown.context["unused_codes"]) == 10
    assert is_in(client)


def test_whoever_had_the_password_first_is_asked_for_the_second_factor_set_up_since(helen) -> None:
    thief, owner = Client(), Client()
    give_password(thief, helen)
    give_password(owner, helen)
    figures = code(owner.get("/account/second-factor/app/").context["form"].secret)
    owner.post("/account/second-factor/app/", {"code": figures})
    for path in INSIDE:
        assert thief.get(path).url.startswith("/account/again/code/"), path
    assert thief.get("/account/second-factor/keys/add/").url.startswith("/account/again/code/")


def test_a_second_factor_taken_away_is_set_up_anew_at_once(client, helen, secret) -> None:
    sign_in(client, helen, secret)
    client.post("/account/second-factor/app/off/")
    assert client.get("/people/").url.startswith("/account/second-factor/app/")


def test_a_code_is_good_once_and_none_before_it_is_good_after(helen, secret) -> None:
    first, again = Client(), Client()
    assert sign_in(first, helen, secret).url == ASKED_FOR
    for steps in (0, -1):
        assert sign_in(again, helen, secret, steps).status_code == 200
    assert not is_in(again)
    assert sign_in(again, helen, secret, 1).url == ASKED_FOR


def test_a_recovery_code_is_good_once(client, helen) -> None:
    give_password(client, helen)
    figures = code(client.get("/account/second-factor/app/").context["form"].secret)
    page = client.post("/account/second-factor/app/", {"code": figures}, follow=True)
    recovery = page.context["unused_codes"][0]
    lost, found = Client(), Client()
    give_password(lost, helen)
    assert give_code(lost, recovery).url == ASKED_FOR
    give_password(found, helen)
    assert give_code(found, recovery).status_code == 200
    assert not is_in(found)


def test_what_is_asked_at_sign_in_tells_nobody_who_has_an_account(client, helen) -> None:
    one = give_password(client, helen, "not it").content
    other = client.post(
        "/account/login/", {"login": "nobody@severnshire.example", "password": "not it"}
    ).content
    assert b"do not go together" in one
    assert (
        other.replace(b"nobody@severnshire.example", helen.email.encode()).count(b"do not go together") == 2
    )
    assert b"do not go together" in other


@pytest.mark.parametrize("how", ["left", "made inactive"])
def test_whoever_has_left_does_not_come_in(client, helen, secret, how) -> None:
    since = {"left_on": "2020-01-01"} if how == "left" else {"is_active": False}
    User.objects.filter(pk=helen.pk).update(**since)
    assert give_password(client, helen).url == "/account/inactive/"
    assert give_code(client, code(secret)).url == "/account/login/"
    assert not is_in(client)
    assert "user.refused" in AuditEntry.objects.values_list("code", flat=True)


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "password/set/", "login/code/confirm/", "3rdparty/"]
)
def test_no_account_is_made_and_no_password_reset_by_a_page(client, helen, path) -> None:
    for answer in (client.get(f"/account/{path}"), client.post(f"/account/{path}")):
        assert answer.status_code in (302, 404)
    assert User.objects.count() == 1


def test_the_second_factor_stands_sealed_in_the_database(helen, secret) -> None:
    kept = helen.authenticator_set.get()
    assert secret not in str(kept.data)


def test_a_key_may_be_changed_and_the_old_one_still_opens(client, helen, secret, monkeypatch) -> None:
    monkeypatch.setenv("KEEL_MFA_KEY", "a newer key")
    assert sign_in(client, helen, secret).url == ASKED_FOR
    sealed = with_app(make_user("Ben Carter"))
    monkeypatch.setenv("KEEL_MFA_KEY", "the newest, a newer key")
    assert sign_in(Client(), User.objects.get(name="Ben Carter"), sealed).url == ASKED_FOR


def test_whoever_signs_in_and_out_is_written_down(client, helen, secret) -> None:
    sign_in(client, helen, secret)
    client.post("/account/logout/")
    entries = list(AuditEntry.objects.order_by("sequence").values_list("code", "actor", "detail__how"))
    assert entries == [("user.signed_in", helen.pk, "password and totp"), ("user.signed_out", helen.pk, None)]


def test_a_new_password_needs_the_old_one_and_ends_every_other_session(client, helen, secret) -> None:
    elsewhere = Client()
    sign_in(elsewhere, helen, secret)
    sign_in(client, helen, secret, 1)
    new = {"password1": "a heron on the quay", "password2": "a heron on the quay"}
    client.post("/account/password/", {"oldpassword": "not it", **new})
    assert is_in(elsewhere)
    client.post("/account/password/", {"oldpassword": PASSWORD, **new})
    assert is_in(client)
    assert not is_in(elsewhere)


def test_a_common_password_is_refused(client, helen, secret) -> None:
    sign_in(client, helen, secret)
    common = {"oldpassword": PASSWORD, "password1": "password1234", "password2": "password1234"}
    assert client.post("/account/password/", common).status_code == 200
    assert User.objects.get(pk=helen.pk).check_password(PASSWORD)


def test_cookies_say_nothing_to_scripts_and_stay_here(client, helen, secret) -> None:
    sign_in(client, helen, secret)
    for name in (settings.SESSION_COOKIE_NAME, settings.BROWSER_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
