"""The council's own sign-in: let in as who she is, and nobody let in on a word that cannot be believed."""

import time

import pytest
from django.test import Client

from council import LOGIN, asked, at, path_of
from keel.access.models import AuditEntry, User
from signing import is_in, make_user, sign_in

HOUR = 3600
BAD = {
    **{how: {"mangle": how} for how in (
        "unsigned", "signature cut off", "claims changed", "another's key", "another's key, unknown", "our own secret",
    )},
    "for another client": {"claims": {"aud": "another"}},
    "for two clients, given to the other": {"claims": {"aud": ["keel", "another"], "azp": "another"}},
    "from another": {"claims": {"iss": "https://elsewhere.example"}},
    "expired": {"from_now": {"exp": -120}},
    "not yet": {"from_now": {"nbf": HOUR}},
    "from the future": {"from_now": {"iat": HOUR}},
    "another nonce": {"claims": {"nonce": "of an earlier sign-in"}},
    **{f"without {name}": {"leave_out": [name]} for name in ("nonce", "exp", "iat", "iss", "aud", "sub")},
    "password only": {"claims": {"amr": ["pwd"]}},
    "password and e-mail": {"claims": {"amr": ["pwd", "email"]}},
    "two things known": {"claims": {"amr": ["pwd", "pin", "kba"]}},
    "amr as a number": {"claims": {"amr": 1}},
    "says nothing of a second factor": {"leave_out": ["amr"]},
    "level that was not agreed": {"leave_out": ["amr"], "claims": {"acr": "2", "acrs": ["c1"]}},
    "address not verified": {"claims": {"email_verified": False}},
    "address verified in words only": {"claims": {"email_verified": "true"}},
    "no address": {"leave_out": ["email"]},
    "address of nobody here": {"claims": {"email": "nobody@severnshire.example"}},
    "address with another's after it": {"claims": {"email": "helen.ward@severnshire.example,x@y.example"}},
    "several addresses": {"claims": {"email": ["helen.ward@severnshire.example"]}},
}  # fmt: skip
GOOD = {
    "mfa": {"claims": {"amr": ["mfa"]}},
    "card and PIN": {"claims": {"amr": ["sc", "pin"]}},
    "face on a telephone": {"claims": {"amr": ["hwk", "face"]}},
    "AD FS": {"claims": {"amr": ["http://schemas.microsoft.com/claims/multipleauthn"]}},
    "capitals": {"claims": {"email": "Helen.Ward@Severnshire.example"}},
    "meant for us among others": {"claims": {"aud": ["keel", "another"], "azp": "keel"}},
}


def test_whoever_the_council_vouches_for_is_in(client, helen, council) -> None:
    assert council.sign_in(client).url == "/account/"
    assert int(client.session["_auth_user_id"]) == helen.pk
    assert is_in(client)
    assert AuditEntry.objects.get().detail["how"] == "socialaccount"


@pytest.mark.parametrize("orders", GOOD.values(), ids=list(GOOD))
def test_every_way_of_saying_two_factors_is_heard(client, helen, council, orders) -> None:
    council.told(**orders)
    council.sign_in(client)
    assert is_in(client)


@pytest.mark.parametrize("orders", BAD.values(), ids=list(BAD))
def test_no_bad_token_is_accepted(client, helen, council, orders) -> None:
    make_user("Fiona Grant")
    council.told(**orders)
    answer = council.sign_in(client)
    assert answer.status_code == 403
    assert not is_in(client)
    assert AuditEntry.objects.get().code == "user.refused"


def test_nobody_is_signed_in_twice_with_one_answer(client, helen, council) -> None:
    back = path_of(council.back_at(client))
    assert client.get(back).status_code == 302
    client.post("/account/logout/")
    assert client.get(back).status_code == 403
    assert not is_in(client)


def test_an_answer_is_good_only_in_the_browser_that_asked(helen, council) -> None:
    thief, owner = Client(), Client()
    back = path_of(council.back_at(thief))
    assert owner.get(back).status_code == 403, "else one could be signed in as somebody else without knowing"
    assert not is_in(owner)


def test_anothers_code_does_not_go_with_ones_own_state(helen, council) -> None:
    thief, owner = Client(), Client()
    code = asked(council.back_at(owner), "code")
    mine = council.back_at(thief)
    swapped = path_of(mine).replace(asked(mine, "code"), code)
    assert thief.get(swapped).status_code == 403
    assert not is_in(thief)


def test_a_code_used_already_is_refused(helen, council) -> None:
    first, second = Client(), Client()
    used = council.back_at(first)
    assert first.get(path_of(used)).status_code == 302
    mine = council.back_at(second)
    assert second.get(path_of(mine).replace(asked(mine, "code"), asked(used, "code"))).status_code == 403


@pytest.mark.parametrize("how", ["left", "made inactive"])
def test_whoever_has_left_is_not_let_in_by_the_council(client, helen, council, how) -> None:
    since = {"left_on": "2020-01-01"} if how == "left" else {"is_active": False}
    User.objects.filter(pk=helen.pk).update(**since)
    assert council.sign_in(client).status_code == 403
    assert not is_in(client)


def test_no_account_is_made_for_somebody_the_council_knows(client, helen, council) -> None:
    council.told("Ben Carter")
    answer = council.sign_in(client)
    assert b"You have no account here" in answer.content
    assert User.objects.count() == 1


def test_a_password_of_ones_own_is_not_lost_by_coming_from_the_council(client, helen, council) -> None:
    council.sign_in(client)
    assert User.objects.get(pk=helen.pk).has_usable_password()


def test_whoever_comes_from_the_council_is_not_asked_for_a_code_again(client, helen, secret, council) -> None:
    assert council.sign_in(client).url == "/account/"


def test_without_a_password_of_ones_own_no_way_in_is_made_beside_the_council(client, db, council) -> None:
    make_user(password=None)
    council.sign_in(client)
    for path in ("app/", "keys/add/"):
        assert client.get(f"/account/second-factor/{path}").status_code == 403


def test_agreed_levels_are_asked_for_and_heard(client, helen, council) -> None:
    council.told(leave_out=["amr"], claims={"acrs": ["p1", "c1"]})
    with council.settings(levels=("c1",)):
        assert asked(client.get(LOGIN).headers["Location"], "acr_values") == "c1"
        council.sign_in(client)
        assert is_in(client)


def test_a_council_believed_unasked_is_believed_in_this_only(client, helen, council) -> None:
    with council.settings(trusts_all=True):
        council.told(leave_out=["amr"])
        council.sign_in(client)
        assert is_in(client)
        client.post("/account/logout/")
        council.told(leave_out=["amr"], mangle="unsigned")
        assert council.sign_in(client).status_code == 403


def test_addresses_of_the_councils_own_domain_need_not_be_called_verified(client, helen, council) -> None:
    council.told(leave_out=["email_verified"])
    with council.settings(domains=("severnshire.example",)):
        council.sign_in(client)
    assert is_in(client)


def test_a_council_that_calls_itself_another_is_not_asked(client, helen, council) -> None:
    with at(council.url.replace("127.0.0.1", "localhost")):
        assert client.get(LOGIN).status_code == 503
    assert not is_in(client)


def test_while_the_council_does_not_answer_others_work_on_and_a_password_lets_in(
    client, helen, secret, council, caplog
) -> None:
    council.sign_in(client)
    with at("http://127.0.0.1:9"):
        other = Client()
        answer = other.get(LOGIN)
        assert answer.status_code == 503
        assert b"does not answer" in answer.content
        assert is_in(client)
        assert sign_in(other, helen, secret).status_code == 302
        assert is_in(other)
    assert "past the council's sign-in" in caplog.text, "such a sign-in can be alarmed on"


def test_signing_in_hours_ago_there_is_not_showing_it_again_here(client, helen, council) -> None:
    council.told(from_now={"auth_time": -3 * HOUR})
    council.sign_in(client)
    record = client.session["account_authentication_methods"][-1]
    assert time.time() - record["at"] > 2 * HOUR


def test_showing_it_again_leads_through_a_page_and_asks_the_council_to_ask(client, helen, council) -> None:
    council.sign_in(client)
    anew = f"{LOGIN}?auth_params=prompt%3Dlogin&next=/account/sessions/"
    page = client.get(anew)
    assert page.status_code == 200, "a form may have led here, and may not lead to another site"
    on = f"{anew}&on=1"
    assert asked(client.get(on).headers["Location"], "max_age") == "0"
    assert council.sign_in(client, on).url == "/account/sessions/"
    assert time.time() - client.session["account_authentication_methods"][-1]["at"] < 60


@pytest.mark.parametrize("orders", [{"from_now": {"auth_time": -HOUR}}, {"leave_out": ["auth_time"]}])
def test_a_council_that_did_not_ask_again_is_not_believed_to_have(client, helen, council, orders) -> None:
    council.sign_in(client)
    council.told(**orders)
    assert council.sign_in(client, f"{LOGIN}?auth_params=prompt%3Dlogin&on=1").status_code == 403


def test_one_does_not_become_somebody_else_on_the_way(client, helen, council) -> None:
    make_user("Ben Carter")
    council.sign_in(client)
    council.told("Ben Carter")
    assert b"Somebody else is signed in" in council.sign_in(client).content
    assert int(client.session["_auth_user_id"]) == helen.pk


def test_what_is_asked_of_the_council_cannot_be_changed_by_an_address(client, helen, council) -> None:
    evil = "redirect_uri=https://elsewhere.example/&scope=everything&nonce=known"
    there = client.get(f"{LOGIN}?scope=all&process=connect&auth_params={evil.replace('&', '%26')}").headers[
        "Location"
    ]
    assert asked(there, "redirect_uri") == "http://testserver/account/oidc/council/login/callback/"
    assert asked(there, "nonce") != "known"
    assert asked(there, "code_challenge_method") == "S256"
    assert set(asked(there, "scope").split()) == {"openid", "profile", "email"}


def test_without_a_council_there_is_no_such_page(client, db) -> None:
    assert client.get(LOGIN).status_code == 404
    assert client.get("/account/oidc/another/login/").status_code == 404
