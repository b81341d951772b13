"""Who guesses waits; whose account it is does not, and nobody is shut out for the day."""

import pytest
from django.test import Client

from keel.access.models import AuditEntry
from signing import ASKED_FOR, code, give_code, give_password, is_in, make_user, sign_in, with_app, wrong


def guess_codes(client: Client, secret: str, times: int) -> list[bytes]:
    return [give_code(client, wrong(secret)).content for _ in range(times)]


def test_ten_wrong_codes_make_one_wait_and_then_the_right_one_lets_in(client, helen, secret, clock) -> None:
    give_password(client, helen)
    said = guess_codes(client, secret, 10)
    assert all(b"not the code" in one for one in said[:5])
    assert all(b"Too many wrong tries" in one for one in said[5:])
    assert b"Too many wrong tries" in give_code(client, code(secret)).content, "the right one waits too"
    clock.on(seconds=61)
    assert give_code(client, code(secret)).url == ASKED_FOR


def test_the_longest_wait_is_an_hour(client, helen, secret, clock) -> None:
    give_password(client, helen)
    for _ in range(4):
        guess_codes(client, secret, 5)
        clock.on(seconds=61)
    assert b"Wait 5" in give_code(client, code(secret)).content, "twenty in a few minutes: most of an hour"
    clock.on(minutes=60)
    give_password(client, helen)
    assert give_code(client, code(secret)).url == ASKED_FOR


def test_who_guesses_elsewhere_does_not_slow_the_owner_at_her_own_desk(helen, secret, clock) -> None:
    desk, elsewhere = Client(), Client()
    sign_in(desk, helen, secret)
    desk.post("/account/logout/")
    for _ in range(8):
        assert give_password(elsewhere, helen, "guess").status_code == 200
    assert b"Too many wrong tries" in give_password(elsewhere, helen).content
    assert give_password(desk, helen).url == "/account/login/code/"
    clock.on(seconds=61)
    give_password(elsewhere, helen)
    guess_codes(elsewhere, secret, 10)
    assert give_code(desk, code(secret, 1)).url == ASKED_FOR


def test_another_account_at_the_same_browser_is_not_slowed(client, helen, secret) -> None:
    ben = make_user("Ben Carter")
    his = with_app(ben)
    for _ in range(6):
        give_password(client, helen, "guess")
    assert sign_in(client, ben, his).url == ASKED_FOR


def test_one_address_guesses_at_many_accounts_only_so_often(client, helen, secret) -> None:
    for place in range(60):
        client.post("/account/login/", {"login": f"nobody{place}@severnshire.example", "password": "x"})
    assert b"Too many wrong tries" in give_password(client, helen).content


def test_a_forged_cookie_is_an_unknown_browser(helen, secret, settings) -> None:
    forger = Client()
    for place in range(6):
        forger.cookies[settings.BROWSER_COOKIE_NAME] = f"forged{place}"
        said = give_password(forger, helen, "guess").content
    assert b"Too many wrong tries" in said


@pytest.mark.parametrize("form", ["again", "password"])
def test_at_an_unwatched_screen_one_guesses_no_faster(client, helen, secret, form) -> None:
    sign_in(client, helen, secret)
    path, fields = {
        "again": ("/account/again/code/", {"code": wrong(secret)}),
        "password": (
            "/account/password/",
            {"oldpassword": "x", "password1": "a heron on", "password2": "a heron on"},
        ),
    }[form]
    said = [client.post(path, fields).content for _ in range(6)]
    assert b"Too many wrong tries" in said[-1]


def test_every_guess_is_written_down_without_what_was_typed(client, helen, secret) -> None:
    give_password(client, helen, "my other password")
    give_password(client, helen)
    guess_codes(client, secret, 1)
    entries = list(AuditEntry.objects.filter(code="user.refused").order_by("sequence"))
    assert [entry.detail["why"] for entry in entries] == ["wrong password", "wrong code"]
    assert all(entry.entry == f"access.User:{helen.pk}" for entry in entries)
    assert "other" not in str([entry.detail for entry in entries])
    assert not is_in(client)
