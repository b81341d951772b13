"""The chronology: every event of the record, with both its dates, as it was known on any day."""

import re
from datetime import date
from random import Random

import pytest
from django.apps import apps
from django.urls import reverse
from histories import ABOUT, life
from on_pages import AS_OF, page
from written import write, written

from cast import Cast
from keel.chronology.kinds import GROUPS, SIGNIFICANT, Group
from keel.chronology.lines import lines_of
from keel.chronology.tables import TABLES, table_of
from keel.oversight.rules_held import late_entries, standards_held
from keel.practice.history import KINDS, Event, EventKind, Fact
from keel.record.histories import history_of
from keel.record.models import Entry
from keel.record.telling import all_tellings


def test_every_kind_that_a_table_tells_has_a_group_and_a_page() -> None:
    told = {telling.kind for telling in all_tellings()}
    assert told <= set(GROUPS)
    on_a_person = {"people.Person"}  # a death is on the child's page
    assert all(table_of(telling.model) for telling in all_tellings() if telling.model not in on_a_person)
    assert set(SIGNIFICANT) <= set(KINDS)


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        (EventKind.CHILD_DIED, Group.LIFE),
        (EventKind.CONTACT_RECEIVED, Group.FRONT_DOOR),
        (EventKind.INTERIM_PLAN_RECORDED, Group.RISK),
        (EventKind.CONFERENCE_DECIDED, Group.CONFERENCES),
        (EventKind.CIN_VISIT_HELD, Group.PLAN),
        (EventKind.SENIOR_CHALLENGE_24M_RECORDED, Group.OVERSIGHT),
        (EventKind.HANDOVER_RECORDED, Group.WORKERS),
        (EventKind.POLICE_PROTECTION_ENDED, Group.LEGAL),
        (EventKind.RETURN_INTERVIEW_COMPLETED, Group.CARE),
    ],
)
def test_a_kind_stands_in_the_group_where_it_is_looked_for(kind: EventKind, group: Group) -> None:
    assert GROUPS[kind] is group


def test_kinds_of_audits_and_inspections_are_no_childs() -> None:
    assert EventKind.AUDIT_COMPLETED not in GROUPS
    assert EventKind.OFSTED_LETTER_RECEIVED not in GROUPS


def test_every_table_of_the_record_has_a_page() -> None:
    entries = [m for m in apps.get_models() if issubclass(m, Entry) and not hasattr(m, "pgh_tracked_model")]
    assert [m._meta.label for m in entries if table_of(m._meta.label) is None] == []
    for table in TABLES.values():
        for name in (table.day, *table.shows):
            assert not name or table.model._meta.get_field(name)


@pytest.mark.usefixtures("db")
def test_every_event_of_a_record_is_a_line_with_words() -> None:
    late = late_entries(standards_held(), AS_OF)
    for place, about in enumerate(ABOUT[::11]):
        child = written(life(Random(place), AS_OF, str(place), about))
        events = history_of(child.pk).events
        lines = lines_of(events, late)
        assert len(lines) == len([event for event in events if event.kind in GROUPS])
        assert all(line.title and "_" not in line.title + line.words for line in lines)


def test_facts_codes_times_and_second_dates_are_said_in_words(record: Cast) -> None:
    child = record.families["own"].child
    facts = {Fact.QUORATE: True, Fact.PLAN_MADE: False}
    review = date(2026, 7, 1)
    write(child, Event(EventKind.RCPC_HELD, date(2026, 4, 27), minute=570, facts=facts, anchor_on=review))
    words = page(record.client("worker"), child, "chronology")
    assert "At 09:30." in words
    assert "It was quorate" in words
    assert "Child protection plan started" in words
    assert "Neglect." in words


def test_both_dates_are_shown_and_a_late_entry_is_marked(record: Cast) -> None:
    child = record.families["own"].child
    write(child, Event(EventKind.CORE_GROUP_HELD, date(2026, 3, 6), recorded_on=date(2026, 3, 16)))
    words = page(record.client("worker"), child, "chronology")
    assert "Core group held Late entry 6 March 2026 · written down 10 days later, on 16 March 2026" in words
    assert words.count("Late entry") == 1
    narrowed = page(record.client("worker"), child, "chronology", only_late="on")
    assert "1 of" in narrowed
    assert "Visit held" not in narrowed


def test_as_it_was_known_on_a_day_leaves_out_what_was_written_down_later(record: Cast) -> None:
    child, client = record.families["own"].child, record.client("worker")
    write(child, Event(EventKind.CORE_GROUP_HELD, date(2026, 3, 6), recorded_on=date(2026, 3, 16)))
    before = page(client, child, "chronology", known_on="15/03/2026")
    after = page(client, child, "chronology", known_on="16/03/2026")
    assert "As it was known on 15 March 2026" in before
    assert "Core group held" not in before
    assert "Core group held" in after
    assert "Visit held" in before
    assert "18 March 2026" not in after  # a visit that had not yet been made


def test_it_is_narrowed_by_kind_period_and_what_matters(record: Cast) -> None:
    child, client = record.families["own"].child, record.client("worker")
    assert "Visit held" not in page(client, child, "chronology", groups="front-door")
    assert "Referral received" in page(client, child, "chronology", groups="front-door")
    march = page(client, child, "chronology", first="1/3/2026", last="8/3/2026")
    assert re.findall(r"\d+ March 2026", march) == ["2 March 2026", "2 March 2026", "2 March 2026"]
    assert "Visit held" not in page(client, child, "chronology", only_significant="on")


def test_a_day_that_cannot_be_read_is_said_and_hides_nothing(record: Cast) -> None:
    words = page(record.client("worker"), record.families["own"].child, "chronology", first="31/31/2026")
    assert "Error" in words
    assert "Visit held" in words


def test_each_line_leads_to_its_entry_with_all_that_is_recorded(record: Cast) -> None:
    child, client = record.families["own"].child, record.client("worker")
    html = client.get(reverse("chronology:chronology", args=[child.pk])).content.decode()
    addresses = set(re.findall(rf'href="(/child/{child.pk}/[a-z0-9]+/\d+)"', html))
    assert len(addresses) > 5
    for address in addresses:
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("slug", sorted(TABLES))
def test_a_row_of_any_table_can_be_read_and_no_childs_row_under_anothers_name(
    record: Cast, slug: str
) -> None:
    table, child = TABLES[slug], record.families["own"].child
    more = {table.day: date(2026, 4, 2)} if table.day else {}
    if slug == "assessmentfactor":
        more["assessment"] = apps.get_model("front_door.Assessment").objects.create(child=child)
    if slug == "challengestage":
        more["stage"] = 1
    row = table.model.objects.create(child=child, **more)
    client = record.client("team_manager")
    listed = client.get(reverse("chronology:rows", args=[child.pk, slug]))
    shown = client.get(reverse("chronology:entry", args=[child.pk, slug, row.pk]))
    assert (listed.status_code, shown.status_code) == (200, 200)
    assert table.one in shown.content.decode()
    assert f"/{slug}/{row.pk}" in listed.content.decode()
    sibling = record.families["own"].children[1]
    assert client.get(reverse("chronology:entry", args=[sibling.pk, slug, row.pk])).status_code == 404
