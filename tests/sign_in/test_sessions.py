"""A session ends when it should: unused, too old, signed out, ended by its owner or an administrator, or role gone."""

import os
import re
import subprocess
import sys
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings

from keel.access.limits import limit
from keel.access.models import AuditEntry, RoleHeld, User
from keel.access.roles import Role
from signing import ASKED_FOR, Clock, code, give_password, is_in, make_user, sign_in, with_app

HOURS = limit("session_hours")


@pytest.fixture
def signed_in(client, helen, secret) -> Client:
    """Helen, signed in."""
    sign_in(client, helen, secret)
    return client


@pytest.fixture
def administrator(helen) -> Client:
    """An administrator who showed a moment ago that it is he."""
    rob = make_user("Rob Stone")
    RoleHeld.objects.create(user=rob, role=Role.SYSTEM_ADMINISTRATOR, from_on=date(2020, 1, 1))
    client, secret = Client(), with_app(rob)
    sign_in(client, rob, secret)
    client.post("/account/again/code/", {"code": code(secret, 1)})
    return client


def grow_old(client: Client, clock: Clock) -> None:
    """At work until an hour before the end."""
    for _ in range((HOURS - 1) * 4):
        clock.on(minutes=15)
        assert is_in(client)


def test_a_new_session_begins_at_sign_in(client, helen, secret) -> None:
    give_password(client, helen)
    before = client.session.session_key
    give = sign_in(client, helen, secret)
    assert give.url == ASKED_FOR
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_it_ends_after_so_many_hours_whatever_is_done_in_it(signed_in, clock) -> None:
    grow_old(signed_in, clock)
    for _ in range(3):
        clock.on(minutes=15)
        assert is_in(signed_in)
    clock.on(minutes=15)
    answer = signed_in.get(ASKED_FOR)
    assert answer.url == "/account/login/?next=/account/%3Fasked%3D1", "and comes back to where it was"
    assert not is_in(signed_in)


def test_staying_does_not_make_it_last_longer(signed_in, clock) -> None:
    grow_old(signed_in, clock)
    clock.on(minutes=29)
    assert signed_in.post("/account/stay/").status_code == 204
    clock.on(minutes=29)
    assert signed_in.post("/account/stay/").status_code == 204
    clock.on(minutes=2)
    assert signed_in.post("/account/stay/").status_code == 302


def test_the_page_knows_when_it_ends(signed_in, clock) -> None:
    grow_old(signed_in, clock)
    page = signed_in.get("/account/").content.decode()
    assert f'data-ends-after="{limit("idle_minutes") * 60}"' in page
    assert re.search(r'data-lasts-for="3(600|59\d)"', page)


def test_it_ends_with_the_browser(signed_in, settings) -> None:
    assert not signed_in.cookies[settings.SESSION_COOKIE_NAME]["max-age"]


def test_signing_out_clears_the_browser_and_the_session(signed_in) -> None:
    key = signed_in.session.session_key
    answer = signed_in.post("/account/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(session_key=key).exists()


def test_signing_out_is_asked_with_a_form_only(signed_in) -> None:
    assert signed_in.get("/account/logout/").status_code == 200
    assert is_in(signed_in)


def test_one_sees_and_ends_ones_other_sessions(signed_in, helen, secret) -> None:
    elsewhere = Client(HTTP_USER_AGENT="A telephone")
    sign_in(elsewhere, helen, secret, 1)
    assert b"A telephone" in signed_in.get("/account/sessions/").content
    signed_in.post("/account/sessions/")
    assert is_in(signed_in)
    assert not is_in(elsewhere)


def test_an_administrator_ends_anybodys(signed_in, helen, administrator) -> None:
    assert b"Helen Ward" in administrator.get("/account/signed-in/").content
    session = helen.usersession_set.get()
    assert administrator.post(f"/account/signed-in/{session.pk}/end/").status_code == 302
    assert not is_in(signed_in)
    assert AuditEntry.objects.filter(code="session.ended", entry=f"access.User:{helen.pk}").exists()


def test_an_administrator_takes_away_a_lost_second_factor(signed_in, helen, secret, administrator) -> None:
    administrator.post("/account/signed-in/", {"email": helen.email.upper()})
    assert not is_in(signed_in)
    fresh = Client()
    give_password(fresh, helen)
    assert fresh.get("/people/").url.startswith("/account/second-factor/app/")
    assert AuditEntry.objects.filter(code="second_factor.taken").exists()


@pytest.mark.parametrize("path", ["", "1/end/"])
def test_nobody_else_does(signed_in, administrator, path) -> None:
    session = User.objects.get(name="Rob Stone").usersession_set.get()
    path = path.replace("1", str(session.pk))
    assert signed_in.post(f"/account/signed-in/{path}").status_code == 403
    assert is_in(administrator)


def test_an_administrator_shows_again_that_it_is_he(administrator, clock) -> None:
    for _ in range(limit("step_up_minutes") // 10):
        assert administrator.get("/account/signed-in/").status_code == 200
        clock.on(minutes=10)
    assert administrator.get("/account/signed-in/").url.startswith("/account/again/code/")


@pytest.mark.parametrize("change", [{"left_on": date(2020, 1, 1)}, {"is_active": False}])
def test_whoever_leaves_is_out_at_the_next_request(signed_in, helen, change) -> None:
    assert is_in(signed_in)
    User.objects.filter(pk=helen.pk).update(**change)
    assert signed_in.get("/account/").url.startswith("/account/login/")
    assert not is_in(signed_in)


def test_a_role_that_ends_is_gone_at_the_next_request(administrator) -> None:
    assert administrator.get("/account/signed-in/").status_code == 200
    RoleHeld.objects.update(to_on=date(2020, 1, 2))
    assert administrator.get("/account/signed-in/").status_code == 403


def test_a_session_left_alone_ends(signed_in, clock) -> None:
    clock.on(minutes=limit("idle_minutes"), seconds=-5)
    assert is_in(signed_in)
    clock.on(minutes=limit("idle_minutes"))
    assert not is_in(signed_in)


def test_over_tls_cookies_are_held_to_this_host() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from keel.web import settings as s; "
         "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.BROWSER_COOKIE_NAME, s.SESSION_COOKIE_SECURE)"],
        env=os.environ | {"KEEL_HTTPS": "1"}, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert said == ["__Host-keel_session", "__Host-keel_form", "__Host-keel_browser", "True"]


@override_settings(SESSION_COOKIE_SECURE=True)
def test_over_tls_the_browser_is_remembered_over_tls_only(client, helen, secret, settings) -> None:
    client.post("/account/login/", secure=True)
    sign_in(client, helen, secret)
    assert client.cookies[settings.BROWSER_COOKIE_NAME]["secure"]
