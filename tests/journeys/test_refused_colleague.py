"""A worker of another team cannot tell that the restricted family exists; nor can anybody else who is not cleared."""

import re
from dataclasses import dataclass
from uuid import uuid4

import pytest
from visitor import Visitor

from keel.invent.cast import Cast

OF_THE_REQUEST = re.compile(  # what differs between any two answers
    r'name="csrfmiddlewaretoken" value="[^"]+"|data-token="[^"]+"|data-lasts-for="\d+"|[0-9a-f]{8}-[0-9a-f-]{27}'
    r"|printed \d+ \w+ \d+, \d\d:\d\d"
)


@dataclass(frozen=True)
class Family:
    """Everything by which the family could be told."""

    persons: tuple[str, ...]
    words: tuple[str, ...]  # full names and numbers
    births: tuple[str, ...]


@pytest.fixture
def family(keel, cast: Cast) -> Family:
    """The restricted family, as it stands in the record."""
    keys = [*cast.restricted.children, *cast.restricted.relatives]
    rows = keel.rows(
        "SELECT p.id, n.forename || ' ' || n.surname, p.birth_on, i.value FROM people_person p "
        "JOIN people_personname n ON n.person_id = p.id JOIN people_identifier i ON i.person_id = p.id "
        "WHERE p.id IN (SELECT person_id FROM people_identifier WHERE value = ANY(%s))",
        keys,
    )
    assert len({row[0] for row in rows}) == len(keys)
    return Family(
        tuple(sorted({str(row[0]) for row in rows})),
        tuple(sorted({row[1] for row in rows} | {row[3] for row in rows})),
        tuple(sorted({f"{row[2]:%d/%m/%Y}" for row in rows})),
    )


def test_a_worker_of_another_team_cannot_tell_that_the_family_exists(comes, family: Family) -> None:
    emma = comes("other worker")
    for words in (*family.words, *family.births):
        then_a_search_tells_nothing(emma, family, words)
    for path in given_every_page_of(family):
        then_it_answers_as_for_nobody(emma, path)
    for path in ("/mine/", "/service/", "/people/duplicates/"):
        emma.goes_to(path)
        then_the_family_is_not_there(emma, family)


def test_who_may_take_lists_away_takes_none_of_the_family(comes, family: Family) -> None:
    amy = comes("quality lead")
    for path in ("/service/", "/service/?shows=overdue", "/service/?view=grid"):
        amy.goes_to(path)
        then_the_family_is_not_there(amy, family)
    taken = when_she_takes_the_list_away(amy)
    assert taken.count("\n") > 100, "the whole service's children"
    assert not [words for words in (*family.words, *family.persons) if words in taken]


def given_every_page_of(family: Family) -> list[str]:
    child = [f"/child/{{}}/{page}" for page in ("", "chronology", "print", "records", "referrals")]
    anybody = [f"/people/{{}}/{page}" for page in ("", "network", "alerts")]
    access = ["/access/looks/{}/", "/access/reason/{}/", "/access/restrictions/of/{}/"]
    return [
        page.replace("{}", person) for page in (*child, *anybody, *access) for person in family.persons[:2]
    ]


def then_a_search_tells_nothing(emma: Visitor, family: Family, words: str) -> None:
    emma.goes_to("/people/")
    emma.types("Name, date of birth, number or address", words)
    emma.presses("Find")
    typed = emma.main.get_by_label("Name, date of birth, number or address")
    assert typed.input_value() == words
    then_the_family_is_not_there(emma, family)


def then_the_family_is_not_there(emma: Visitor, family: Family) -> None:
    page = emma.page.content()
    typed = emma.page.locator("input[type=search]")
    shown = page.replace(f'value="{typed.input_value()}"', "") if typed.count() else page
    assert [words for words in (*family.words, *family.persons) if words in shown] == []
    assert "estricted" not in emma.main.inner_text()


def then_it_answers_as_for_nobody(emma: Visitor, path: str) -> None:
    """The very page that somebody gets who never was on file."""
    refused = emma.page.request.get(path)
    nobody = emma.page.request.get(OF_A_PERSON.sub(str(uuid4()), path))
    assert (refused.status, nobody.status) == (404, 404), path
    assert OF_THE_REQUEST.sub("", refused.text()) == OF_THE_REQUEST.sub("", nobody.text()), path
    assert sorted(refused.headers) == sorted(nobody.headers)


OF_A_PERSON = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def when_she_takes_the_list_away(amy: Visitor) -> str:
    amy.goes_to("/service/")
    with amy.page.expect_download() as coming:
        amy.follows("CSV")
        if "/again/" in amy.page.url:
            amy.types("Code", amy.code())
            amy.presses("Continue")
    return coming.value.path().read_text(encoding="utf-8")
