"""Signing in: by password and code, by passkey, at the council's own sign-in, and again after a session was lost."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route
from severnshire_served import Severnshire
from visitor import LOOKED_FOR, Visitor, visiting

from council import SECRET, CouncilThere, running
from keel.database.roles import Role
from keel.invent.cast import Cast
from keel.loading.demo import PASSWORD
from signing import code

MINUTE = 60 * 1000
ASKED_FOR = "/account/sessions/"
KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}


def given_password(visitor: Visitor) -> None:
    assert visitor.member is not None
    visitor.types("Email", visitor.member.email)
    visitor.types("Password", PASSWORD)
    visitor.presses("Sign in")


def given_code(visitor: Visitor) -> None:
    visitor.types("Code", visitor.code())
    visitor.presses("Sign in")


def without_second_factor(keel: Severnshire, visitor: Visitor) -> None:
    assert visitor.member is not None
    keel.rows(
        "DELETE FROM mfa_authenticator USING access_user u WHERE u.id = user_id AND u.email = %s",
        visitor.member.email,
    )


def test_password_and_code_lead_where_one_was_going_and_nothing_stays_behind(comes) -> None:
    manager = comes("team manager", signed_in=False)
    manager.goes_to(ASKED_FOR)
    given_password(manager)
    given_code(manager)
    assert manager.page.url.endswith(ASKED_FOR)
    assert manager.heading() == "Where you are signed in"
    manager.presses("Sign out")
    manager.page.go_back()
    assert "Where you are signed in" not in manager.reads(), "nothing stays behind in the browser"


@pytest.mark.parametrize(
    ("part", "how"), [("social worker", {"scripts": False}), ("director", {"width": 320})]
)
def test_without_scripts_and_on_a_telephone_one_signs_in_all_the_same(comes, part, how) -> None:
    visitor = comes(part, signed_in=False, **how)
    visitor.goes_to(ASKED_FOR)
    given_password(visitor)
    given_code(visitor)
    assert visitor.heading() == "Where you are signed in"


def test_wrong_words_are_said_beside_the_box(comes) -> None:
    manager = comes("team manager", signed_in=False)
    manager.goes_to("/account/login/")
    manager.presses("Sign in")
    manager.looks_over()
    given_password(manager)
    manager.types("Code", "1")
    manager.presses("Sign in")
    assert "That is not the code" in manager.reads()
    given_code(manager)
    assert "/login/" not in manager.page.url


def test_a_new_colleague_sets_up_her_app_and_keeps_her_recovery_codes(comes, keel) -> None:
    worker = comes("social worker", signed_in=False)
    without_second_factor(keel, worker)
    worker.goes_to(ASKED_FOR)
    given_password(worker)
    assert worker.heading() == "Set up an app for codes"
    secret = worker.page.locator("#authenticator_secret").inner_text()
    worker.types("Authenticator code", code(secret))
    worker.presses("Turn it on")
    assert len(worker.page.get_by_label("Codes not yet used").input_value().split()) == 10
    worker.page.get_by_role("button", name="Go on").click()
    worker.goes_to(ASKED_FOR)
    assert worker.heading() == "Where you are signed in"


def test_a_passkey_signs_in_with_nothing_typed(browser: Browser, cast: Cast, keel: Severnshire) -> None:
    at_home = keel.address.replace("127.0.0.1", "localhost")
    with visiting(browser, at_home, cast["team manager"]) as manager:
        device = manager.page.context.new_cdp_session(manager.page)
        device.send("WebAuthn.enable")
        options = KEY | {"isUserVerified": True, "automaticPresenceSimulation": True}
        device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        manager.signs_in()
        manager.goes_to("/account/second-factor/keys/add/")
        manager.page.get_by_role("checkbox").check()
        manager.page.get_by_role("button", name="Add it").click()
        manager.page.wait_for_url(lambda url: "keys/add" not in url)
        manager.looks_over()
        manager.presses("Sign out")
        manager.page.get_by_role("button", name="Sign in with a passkey").click()
        manager.page.wait_for_url(lambda url: "login" not in url)
        manager.goes_to(ASKED_FOR)
        assert manager.heading() == "Where you are signed in"


def test_what_was_typed_outlives_a_lost_session(comes, keel) -> None:
    manager = comes("team manager", signed_in=False)
    manager.page.clock.install()
    manager.goes_to("/people/")
    given_password(manager)
    given_code(manager)
    box = manager.main.locator("input:not([type=hidden])").first
    box.fill("Ava Hargrave")
    keel.rows("DELETE FROM django_session")
    manager.page.clock.run_for(31 * MINUTE)
    manager.page.get_by_text("You have been signed out").wait_for()
    assert not box.is_visible(), "covered, for whoever stands at the screen"
    beside = Visitor(
        manager.page.context.new_page(), manager.address, manager.member, last_code=manager.last_code
    )
    beside.signs_in()
    manager.page.get_by_role("dialog").wait_for(state="hidden")
    assert box.input_value() == "Ava Hargrave"


def test_whatever_is_done_the_last_end_is_told_once_and_keeps_what_was_typed(comes) -> None:
    manager = comes("team manager")
    manager.page.clock.install()
    manager.page.route("**/people/", soon_too_old)
    manager.goes_to("/people/")
    box = manager.page.locator("main input:not([type=hidden])").first  # found though it be covered
    box.fill("Ava Hargrave")
    manager.page.clock.run_for(6 * MINUTE)
    assert "because you signed in long ago" in manager.page.get_by_role("dialog").inner_text()
    manager.page.keyboard.press("Enter")
    manager.page.clock.run_for(MINUTE)
    assert not manager.page.get_by_role("dialog").is_visible(), (
        "who is told does not need to be stopped again"
    )
    manager.page.clock.run_for(4 * MINUTE)
    manager.page.get_by_text("You have been signed out").wait_for()
    assert not box.is_visible()
    assert box.input_value() == "Ava Hargrave"


def soon_too_old(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(
        response=answer, body=re.sub(r'data-lasts-for="\d+"', 'data-lasts-for="600"', answer.text())
    )


@pytest.fixture
def council(keel: Severnshire, cast: Cast, tmp_path) -> Iterator[tuple[CouncilThere, str]]:
    """The council's sign-in, and the address of Keel set to use it."""
    port = keel.port + 1
    address = f"http://127.0.0.1:{port}"
    words = [sys.executable, "-m", "gunicorn", "keel.web.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    words += ["--workers", "1", "--no-control-socket", "--log-level", "warning"]
    words += ["--config", "python:keel.web.listening"]
    with running(tmp_path, [cast["team manager"].name]) as there:
        oidc = {"URL": there.url, "CLIENT": "keel", "SECRET": SECRET, "NAME": "Severnshire"}
        told = (
            keel.told(Role.WEB)
            | {f"KEEL_OIDC_{name}": value for name, value in oidc.items()}
            | {"KEEL_DEMO": "1"}
        )
        with subprocess.Popen(words, env=told) as web:
            try:
                until_it_answers(port)
                yield there, address
            finally:
                web.terminate()


def until_it_answers(port: int) -> None:
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)


def looks_over(page: Page) -> None:
    found = Axe().run(page, options=LOOKED_FOR)
    assert found.response["violations"] == [], found.generate_report()


def test_the_council_signs_her_in_and_asks_again_before_what_matters_more(
    browser, cast, keel, council
) -> None:
    there, address = council
    who = cast["team manager"]
    keel.rows("UPDATE access_user SET password = '!' WHERE email = %s", who.email)
    without = "DELETE FROM mfa_authenticator USING access_user u WHERE u.id = user_id AND u.email = %s"
    keel.rows(without, who.email)
    keel.rows(
        "INSERT INTO access_roleheld (user_id, role, from_on) "
        "SELECT id, 'system_administrator', '2020-01-01' FROM access_user WHERE email = %s",
        who.email,
    )
    there.told(who.name, from_now={"auth_time": -3600})
    page = browser.new_context(base_url=address).new_page()
    page.goto(ASKED_FOR)
    assert page.get_by_text("Demonstration only: who may sign in").is_visible()
    looks_over(page)
    page.get_by_role("button", name="Sign in with Severnshire").click()
    page.wait_for_url(f"**{ASKED_FOR}")
    there.told(who.name)
    page.evaluate(
        """() => { const form = document.createElement("form"); form.method = "post";
        form.action = "/account/signed-in/"; const token = document.querySelector("[name=csrfmiddlewaretoken]");
        form.append(token.cloneNode()); document.body.append(form); form.submit(); }"""
    )
    page.get_by_role("heading", name="Show that it is you").wait_for()
    looks_over(page)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(lambda url: url.startswith(address) and "oidc" not in url)
    page.goto("/account/signed-in/")
    assert page.get_by_role("heading", level=1).inner_text() == "Who is signed in"
    looks_over(page)
