"""Severnshire's people: the same each time, the same as in the other formats, and nobody who could exist."""

import csv
import itertools
import re
from collections import Counter, defaultdict
from datetime import date

import polars as pl
import pytest

from keel.exchange.annex_a.reader import read as read_annex_a
from keel.exchange.particulars import OTHER_WAY
from keel.exchange.source import read_source
from keel.exchange.ssd.reader import read as read_ssd
from keel.invent import Format, InventError, cast_of, demo_cast, write_authority, write_roster
from keel.invent.authority import DEMO_CHILDREN, DEMO_DAY, DEMO_SEED
from keel.invent.cast import is_late, is_on_plan
from keel.invent.families import people
from keel.invent.naming import heritages
from keel.invent.roster import DUPLICATES
from keel.invent.staff import TEAMS
from keel.invent.world import World

CHILDREN, SEED, AS_OF = 1_200, 7, date(2026, 6, 30)
# Postcode areas of the United Kingdom that begin as ours does; the whole list is in the Royal Mail's directory.
REAL_AREAS = {"S", "SA", "SE", "SG", "SK", "SL", "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY"}


@pytest.fixture(scope="module")
def roster(tmp_path_factory):
    return read_source(write_roster(CHILDREN, SEED, AS_OF, tmp_path_factory.mktemp("people") / "roster"))


@pytest.fixture(scope="module")
def tables(roster):
    return {name: pl.from_arrow(held) for name, held in roster.particulars.tables.items()}


@pytest.fixture(scope="module")
def extract(tmp_path_factory):
    out = tmp_path_factory.mktemp("ssd") / "ssd"
    return read_ssd(write_authority(CHILDREN, SEED, AS_OF, Format.SSD, out))


@pytest.fixture(scope="module")
def standard(extract):
    return {name: pl.from_arrow(held) for name, held in extract.particulars.tables.items()}


@pytest.fixture(scope="module")
def everyone():
    return {child.key: child for child in people(World.of(CHILDREN, SEED, AS_OF), CHILDREN)}


@pytest.fixture(scope="module")
def demo():
    world = World.of(DEMO_CHILDREN, DEMO_SEED, DEMO_DAY)
    return world, {child.key: child for child in people(world, DEMO_CHILDREN)}


def content(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def column(frame, name):
    return frame[name].to_list()


# The files


def test_the_same_seed_makes_the_same_people_and_another_makes_others(tmp_path):
    once, again, other = (
        content(write_roster(300, seed, AS_OF, tmp_path / str(n))) for n, seed in enumerate((3, 3, 4))
    )
    assert once == again
    assert once["names.csv"] != other["names.csv"]
    assert once["workers.csv"] != other["workers.csv"]


def test_the_reader_finds_nothing_to_say_of_it(roster):
    assert list(roster.findings) == []


@pytest.mark.parametrize(
    ("children", "seed", "as_of"),
    [
        (1, 4, AS_OF),
        (200, 5, date(2012, 1, 1)),
        (1_500, 2, date(2023, 12, 26)),
        (1_500, 1, date(2050, 12, 31)),
    ],
)
def test_nor_of_other_authorities_on_other_days(children, seed, as_of, tmp_path):
    assert list(read_source(write_roster(children, seed, as_of, tmp_path / "roster")).findings) == []


def test_what_is_written_is_read_back_row_for_row(tmp_path):
    folder = write_roster(300, SEED, AS_OF, tmp_path / "roster")
    held = read_source(folder).particulars.tables
    for name, table in held.items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            written = list(csv.DictReader(stream))
        assert len(written) == len(table), name
        for row, read in zip(written, table.to_pylist(), strict=True):
            for key, text in row.items():
                value = {True: "Y", False: "N", None: ""}.get(read[key], read[key])
                assert str(value) == text, (name, read["row"], key)


# The same as elsewhere


def test_the_children_are_those_of_the_extract_and_twelve_who_are_on_file_twice(roster, extract):
    held, told = set(roster.children["child"].to_pylist()), set(extract.children["child"].to_pylist())
    assert told < held
    assert len(held - told) == DUPLICATES


def test_a_child_has_one_name_birth_and_sex_in_every_format(tables, standard):
    about = ("person", "birth_on", "sex", "ethnicity")
    known = {row[0]: row[1:] for row in tables["persons"].select(about).iter_rows()}
    for who, *told in standard["persons"].select(about).iter_rows():
        assert known[who] == tuple(told), who
    names = defaultdict(set)
    for who, forename, surname in tables["names"].select("person", "forename", "surname").iter_rows():
        names[who].add((forename, surname))
    for who, *name in standard["names"].select("person", "forename", "surname").iter_rows():
        assert tuple(name) in names[who], who


def test_staff_teams_and_who_works_with_whom_are_those_of_the_extract(tables, standard):
    for name, keys in (
        ("teams", ["team", "name", "parent"]),
        ("workers", ["worker", "name", "role", "team"]),
    ):
        known = set(tables[name].select(keys).iter_rows())
        assert set(standard[name].select(keys).iter_rows()) == known, name
    about = ["person", "worker", "team", "role", "from_on", "to_on"]
    told = Counter(standard["involvements"].select(about).iter_rows())
    assert told
    assert not told - Counter(tables["involvements"].select(about).iter_rows())


def test_the_workbook_names_the_same_workers(tables, tmp_path):
    book = read_annex_a(write_authority(CHILDREN, SEED, AS_OF, Format.ANNEX_A, tmp_path / "a.xlsx"))
    named = set(book.particulars.workers["name"].to_pylist())
    assert named
    assert named <= set(column(tables["workers"], "name"))


def test_a_pupil_number_in_the_census_is_that_of_the_roster(tables, tmp_path):
    census = read_source(write_authority(CHILDREN, SEED, AS_OF, Format.CIN, tmp_path / "c.xml"))
    told = pl.from_arrow(census.particulars.identifiers).filter(scheme="upn").select("person", "value")
    known = set(tables["identifiers"].filter(scheme="upn").select("person", "value").iter_rows())
    assert len(told)
    assert set(told.iter_rows()) <= known


# Families


def test_every_child_has_a_name_and_a_mother_or_the_reason_why_nobody_is_named(tables, roster):
    named = {who for who, surname in tables["names"].select("person", "surname").iter_rows() if surname}
    mothers = tables["relationships"].filter(relation="mother")
    accounted = {
        who
        for who, other, reason in mothers.select("person", "other", "reason").iter_rows()
        if other or reason
    }
    for child in roster.children["child"].to_pylist():
        assert child in named, child
        assert child in accounted, child


def test_every_relation_stands_both_ways(tables):
    ties = set(tables["relationships"].drop_nulls("other").select("person", "other", "relation").iter_rows())
    for one, other, relation in ties:
        backs = ("mother", "father") if relation in ("child",) else (OTHER_WAY[relation],)
        assert any((other, one, back) in ties for back in backs), (one, other, relation)


def test_responsibility_is_a_fact_of_its_own(tables):
    ties = tables["relationships"]
    fathers = ties.filter(pl.col("relation") == "father", pl.col("from_on").is_not_null())
    answers = set(column(fathers, "has_parental_responsibility"))
    assert answers == {True, False, None}, "some fathers have it, some do not, of some it is not recorded"
    assert set(column(ties.filter(relation="special guardian"), "has_parental_responsibility")) == {True}
    assert set(column(ties.filter(relation="step-parent"), "has_parental_responsibility")) == {False}


def test_mothers_are_of_an_age_to_be_mothers(tables):
    births = dict(tables["persons"].select("person", "birth_on").iter_rows())
    ties = tables["relationships"].filter(relation="mother").drop_nulls("other")
    for who, mother in ties.select("person", "other").iter_rows():
        if births[who]:
            years = (births[who] - births[mother]).days / 365.25
            assert 16 < years < 48, (who, mother)


def test_children_of_one_mother_are_born_nine_months_apart(tables):
    births = dict(tables["persons"].select("person", "birth_on").iter_rows())
    theirs = defaultdict(list)
    ties = tables["relationships"].filter(relation="mother").drop_nulls("other")
    for who, mother in ties.select("person", "other").iter_rows():
        if births[who]:
            theirs[mother].append(births[who])
    for mother, born in theirs.items():
        born.sort()
        for earlier, later in itertools.pairwise(born):
            assert (later - earlier).days > 270, mother


def test_most_brothers_and_sisters_share_a_surname(tables):
    names = dict(tables["names"].filter(kind="legal").select("person", "surname").iter_rows())
    ties = tables["relationships"].filter(relation="sibling")
    alike = [names.get(a) == names.get(b) for a, b in ties.select("person", "other").iter_rows()]
    assert 0.9 < sum(alike) / len(alike) <= 1


def test_nobody_has_two_homes_at_once(tables):
    homes = defaultdict(list)
    rows = tables["addresses"].filter(pl.col("kind").is_in(["home", "safe", "placement"]))
    for who, start, end in rows.select("person", "from_on", "to_on").iter_rows():
        homes[who].append((start or date.min, end or date.max))
    for who, spells in homes.items():
        spells.sort()
        for (_, end), (start, _) in itertools.pairwise(spells):
            assert end <= start, who


def test_who_shares_a_household_shares_an_address(tables):
    shared = tables["households"].filter(pl.col("to_on").is_null())
    lived = tables["addresses"].filter(pl.col("to_on").is_null(), pl.col("kind").is_in(["home", "safe"]))
    lines = dict(lived.select("person", "lines").iter_rows())
    homes = defaultdict(set)
    for household, person in shared.select("household", "person").iter_rows():
        homes[household].add(lines[person])
    assert homes
    assert all(len(found) == 1 for found in homes.values())


def test_a_child_in_care_lives_where_she_is_placed(tables, everyone):
    today = AS_OF.toordinal()
    placed = tables["addresses"].filter(kind="placement")
    open_ones = {who for who, end in placed.select("person", "to_on").iter_rows() if end is None}
    in_care = {
        key for key, c in everyone.items() if c.care and c.care.start <= today < (c.care.end or today + 1)
    }
    assert open_ones == in_care


# What must not be learnt


def test_a_family_that_fled_is_hidden_and_the_man_of_the_house_is_not_with_them(tables):
    addresses = tables["addresses"]
    safe = addresses.filter(kind="safe")
    assert 1 <= len({who[:9] for who in column(safe, "person")}) <= 12, "a few"
    assert set(column(safe, "is_protected")) == {True}
    assert not safe["audience"].null_count()
    assert not safe["reason"].null_count()
    sexes = dict(tables["persons"].filter(is_child=False).select("person", "sex").iter_rows())
    assert {sexes[who] for who in column(safe, "person") if who in sexes} == {"F"}
    schools = addresses.filter(pl.col("person").is_in(column(safe, "person")), kind="school")
    assert set(column(schools, "is_protected")) <= {True}


def test_some_alerts_should_have_been_looked_at_again(tables):
    reviews = column(tables["alerts"], "review_on")
    assert any(day < AS_OF for day in reviews)
    assert any(day > AS_OF for day in reviews)


# Nobody who could exist


def test_no_real_postcode_telephone_mailbox_or_number_is_used(tables):
    codes = set(column(tables["addresses"], "postcode"))
    assert codes
    assert all(re.fullmatch(r"SV\d{1,2} \d[A-Z]{2}", code) for code in codes)
    assert "SV" not in REAL_AREAS
    points = tables["contact_points"]
    assert all(re.fullmatch(r"07700 900\d{3}", v) for v in column(points.filter(kind="phone"), "value"))
    mails = column(points.filter(kind="email"), "value") + column(tables["workers"], "email")
    assert all(re.fullmatch(r"[a-z.\-]+\d*@(mail|severnshire)\.example", mail) for mail in mails)
    numbers = tables["identifiers"]
    assert all(re.fullmatch(r"[A-Z]999\d{9}", v) for v in column(numbers.filter(scheme="upn"), "value"))
    assert all(re.fullmatch(r"999\d{7}", v) for v in column(numbers.filter(scheme="nhs_number"), "value"))
    assert all(v is None or v.startswith("SWX") for v in column(tables["workers"], "registration"))


def test_a_number_is_borne_by_one_person(tables):
    numbers = tables["identifiers"].select("scheme", "value")
    assert numbers.is_unique().all()


def test_names_are_many_and_come_from_where_the_family_does(tables):
    legal = tables["names"].filter(kind="legal")
    assert legal["forename"].n_unique() > 250
    assert legal["surname"].n_unique() > 250
    ethnicity = dict(tables["persons"].select("person", "ethnicity").iter_rows())
    for who, surname in legal.select("person", "surname").iter_rows():
        if ethnicity[who] == "APKN":
            assert surname in heritages()["pakistani"].surnames, who


def test_a_baby_who_is_not_born_has_no_forename_yet(tables, everyone):
    unborn = {key for key, child in everyone.items() if child.birth > AS_OF.toordinal()}
    named = tables["names"].filter(pl.col("person").is_in(unborn))
    assert unborn
    assert set(column(named, "forename")) == {"Unborn"}
    assert set(column(named, "kind")) == {"known as"}


# Staff


def test_every_team_belongs_to_a_service_and_every_service_to_the_council(tables):
    parents = dict(tables["teams"].select("team", "parent").iter_rows())
    for team in parents:
        above, steps = team, 0
        while parents[above] is not None:
            above, steps = parents[above], steps + 1
            assert steps < len(parents), team
        assert above in ("S00", "S07"), team


def test_every_practice_team_has_one_manager_and_no_two_workers_one_name(tables):
    workers = tables["workers"]
    assert workers["name"].is_unique().all()
    assert workers["email"].is_unique().all()
    managed = Counter(column(workers.filter(role="Team Manager"), "team"))
    practice = {team.key for team in TEAMS if team.kind == "social work"}
    assert practice <= set(managed)
    assert set(managed.values()) == {1}


def test_who_has_left_holds_no_case(tables):
    gone = dict(tables["workers"].drop_nulls("to_on").select("worker", "to_on").iter_rows())
    assert gone
    assert not set(gone) & set(column(tables["involvements"], "worker"))


# The cast


def test_the_cast_is_one_person_for_each_role(tables):
    cast = cast_of(CHILDREN, SEED, AS_OF)
    assert list(cast.members) == [
        *("social worker", "team manager", "service manager", "conference chair", "chairs’ manager"),
        *("quality lead", "auditor"),
        *("lawyer", "director", "chief executive", "other worker", "health visitor"),
        *("front door worker", "front door manager"),
    ]
    assert len({one.worker for one in cast.members.values()}) == len(cast.members)
    known = {
        row[0]: row[1:] for row in tables["workers"].select("worker", "name", "team", "email").iter_rows()
    }
    for one in cast.members.values():
        assert known[one.worker] == (one.name, one.team, one.email)
        assert one.email.endswith("@severnshire.example")


def test_an_authority_too_small_for_a_cast_says_so():
    with pytest.raises(InventError, match="has no cast: ask for 1000 or more"):
        cast_of(30, SEED, AS_OF)


def test_the_cast_of_the_demo_plays_its_roles_with_real_children(demo, tmp_path):
    world, everyone = demo
    cast = demo_cast()
    held = read_source(write_roster(DEMO_CHILDREN, DEMO_SEED, DEMO_DAY, tmp_path / "r")).particulars
    rows = pl.from_arrow(held.involvements)
    teams = dict(pl.from_arrow(held.teams).select("team", "parent").iter_rows())
    now = rows.filter(pl.col("to_on").is_null())
    hers = column(now.filter(worker=cast["social worker"].worker, role="Allocated social worker"), "person")
    free = [key for key in hers if key not in cast.restricted.children]
    assert any(is_late(world, everyone[key]) and is_on_plan(world, everyone[key]) for key in free)
    team = cast["social worker"].team
    assert cast["team manager"].team == team
    of_team = column(now.filter(team=team, role="Allocated social worker"), "person")
    assert sum(is_late(world, everyone[key]) for key in of_team) > len(
        set(hers) & set(cast.restricted.children)
    )
    assert cast["service manager"].team == teams[team]
    for role in ("conference chair", "health visitor"):
        theirs = set(column(now.filter(worker=cast[role].worker), "person"))
        assert theirs & set(hers), role
    for role in ("auditor", "lawyer"):
        assert set(column(rows.filter(worker=cast[role].worker), "person")) & set(everyone), role
    others = now.filter(worker=cast["other worker"].worker)
    assert cast["other worker"].team != team
    assert len(others)
    assert not set(column(others, "person")) & set(hers)


def test_the_restricted_family_is_on_a_plan_and_the_other_worker_has_nothing_to_do_with_it(demo):
    world, everyone = demo
    cast = demo_cast()
    assert any(is_on_plan(world, everyone[key]) for key in cast.restricted.children)
    assert cast.restricted.relatives
    assert cast["social worker"].worker in cast.restricted.cleared
    assert cast["team manager"].worker in cast.restricted.cleared
    assert cast["other worker"].worker not in cast.restricted.cleared
    assert not {kept for kept, _ in cast.duplicates} & set(cast.restricted.children)


def test_a_duplicate_differs_by_a_slip_in_a_name_and_perhaps_in_the_day_of_birth(tables):
    cast = cast_of(CHILDREN, SEED, AS_OF)
    assert len(cast.duplicates) == DUPLICATES
    legal = tables["names"].filter(kind="legal").select("person", "forename", "surname")
    names = {row[0]: row[1:] for row in legal.iter_rows()}
    births = dict(tables["persons"].select("person", "birth_on").iter_rows())
    same_day = 0
    for kept, again in cast.duplicates:
        (forename, surname), (other, family) = names[kept], names[again]
        assert (forename == other) != (surname == family), "a slip in one of them"
        assert abs((births[kept] - births[again]).days) <= 10
        same_day += births[kept] == births[again]
    assert 0 < same_day < DUPLICATES
