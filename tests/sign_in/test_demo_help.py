"""The demonstration tells whoever tries it how to come in; an installation with real records never does."""

import pytest

from keel.loading import demo
from signing import ASKED_FOR, give_code, give_password


@pytest.fixture
def demonstration(settings) -> None:
    """A copy that holds nobody real."""
    settings.IS_DEMO = True


def test_the_sign_in_page_says_who_may_come_in(client, db, demonstration) -> None:
    page = client.get("/account/login/").content.decode()
    assert demo.PASSWORD in page
    for one in demo.sign_ins():
        assert one.email in page


def test_the_code_page_shows_the_code_and_it_works_each_time(client, helen, secret, demonstration) -> None:
    for _ in range(2):
        give_password(client, helen)
        page = client.get("/account/login/code/")
        assert "Demonstration only: the code for Helen Ward" in page.content.decode()
        shown = page.context["demo_code"]()["code"]
        assert shown in page.content.decode()
        assert give_code(client, shown).url == ASKED_FOR
        client.post("/account/logout/")


def test_with_real_records_nothing_of_it_is_shown(client, helen, secret) -> None:
    sign_in_page = client.get("/account/login/")
    give_password(client, helen)
    code_page = client.get("/account/login/code/")
    for page in (sign_in_page, code_page):
        assert b"Demonstration" not in page.content
        assert demo.PASSWORD.encode() not in page.content
        assert "demo_code" not in page.context
