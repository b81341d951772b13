"""The rows that a made-up child has in the lists of the Annex A workbook, by the keys of the template's columns."""

from collections.abc import Iterator
from dataclasses import dataclass

from keel.invent import annex_a_labels as label
from keel.invent import annex_a_window as window
from keel.invent import days
from keel.invent.records import Care, Enquiry, Episode, Person, Plan
from keel.invent.staff import ADVISER, Staff

Row = dict[str, object]
_YEAR, _MONTHS_12 = 365, 12
_ADOPTED_YOUNG, _DECIDED_AFTER, _ORDERED_AFTER, _MATCHED_AFTER = 4, 180, 240, 330


@dataclass(frozen=True, slots=True)
class Day:
    """A day to be written as a date."""

    on: int


class Rows:
    """Makes the rows of one child after another, as at one day."""

    def __init__(self, staff: Staff, as_of: int) -> None:
        self._staff, self._as_of, self._since = staff, as_of, window.since(as_of)

    def of(self, child: Person) -> Iterator[tuple[int, Row]]:
        """Pairs of list number and row."""
        about = self._about(child)
        for on, source, _ in child.contacts:
            if self._since <= on <= self._as_of:
                yield 1, {**about, "contact_on": Day(on), "source": label.SOURCE[source]}
        for start, end in child.early_help:
            if window.is_recent(self._as_of, start, end):
                yield (
                    2,
                    {
                        **about,
                        "started_on": Day(start),
                        "completed_on": self._by(end),
                        "organisation": "Severnshire early help",
                    },
                )
        for made in child.episodes:
            yield from self._episode(child, made, about)
        yield from self._care(child, about)

    def _by(self, day: int | None) -> Day | None:
        return Day(day) if day is not None and day <= self._as_of else None

    def _about(self, child: Person) -> Row:
        born = child.born_by(self._as_of)
        return {
            "child": child.key,
            "sex": label.SEX[child.sex if born else "U"],
            "ethnicity": label.ETHNICITY[child.ethnicity],
            "born_on": Day(born) if born else None,
            "age": days.age_on(born, self._as_of) if born else None,
        }

    def _more(self, child: Person, made: Episode, about: Row) -> Row:
        held = [a for a in made.allocations if a.start <= self._as_of]
        worker = held[-1].worker if held else None
        return {
            **about,
            "disabled": label.yes_no(bool(child.disabilities)),
            "team": self._staff.team_of(worker)[1] if worker is not None else None,
            "worker": self._staff.everyone[worker].name if worker is not None else None,
        }

    def _episode(self, child: Person, made: Episode, about: Row) -> Iterator[tuple[int, Row]]:
        if made.referred > self._as_of:
            return
        more = self._more(child, made, about)
        if made.referred >= self._since:
            yield 3, self._referral(child, made, more)
        for assessed in made.assessments:
            if window.is_recent(self._as_of, assessed.start, assessed.authorised):
                authorised = self._by(assessed.authorised)
                yield (
                    4,
                    {
                        **more,
                        "started_on": Day(assessed.start),
                        "seen": label.yes_no(child.birth is not None and child.birth <= assessed.start),
                        "authorised_on": authorised,
                        "support_needed": label.yes_no(not assessed.nfa) if authorised else None,
                    },
                )
        for enquiry in made.enquiries:
            if self._since <= enquiry.start <= self._as_of:
                yield 5, self._enquiry(child, enquiry, more)
        if not made.nfa and window.is_recent(self._as_of, made.referred, made.closed):
            yield 6, self._need(child, made, more)
        if made.plan and window.is_recent(self._as_of, made.plan.start, made.plan.end):
            yield 7, self._plan(made.plan, more)

    def _referral(self, child: Person, made: Episode, more: Row) -> Row:
        earlier = sum(made.referred - _YEAR < e.referred <= self._as_of for e in child.episodes)
        return {
            **more,
            "referred_on": Day(made.referred),
            "source": label.SOURCE[made.source],
            "no_further_action": label.yes_no(made.nfa),
            "referrals": earlier,
        }

    def _enquiry(self, child: Person, made: Enquiry, more: Row) -> Row:
        held = self._by(made.held)
        concluded = made.concluded is not None and made.concluded <= self._as_of
        unnecessary = made.is_unescalated or (concluded and not made.conference)
        year_ago = days.months(self._as_of, -_MONTHS_12)
        others = [
            e for episode in child.episodes for e in episode.enquiries if year_ago <= e.start <= self._as_of
        ]
        return {
            **more,
            "enquiry_on": Day(made.start),
            "unnecessary": label.yes_no(unnecessary),
            "conference_on": held,
            "plan_made": label.yes_no(made.plan_made) if held else None,
            "enquiries": len(others),
            "conferences": sum(self._by(e.held) is not None for e in others),
        }

    def _need(self, child: Person, made: Episode, more: Row) -> Row:
        closed = self._by(made.closed)
        return {
            **more,
            "started_on": Day(made.referred),
            "need": label.NEED[made.need],
            "seen_on": self._by(self._last_seen(child, made)),
            "closed_on": closed,
            "reason": label.CLOSURE[made.reason] if closed and made.reason else None,
            "status": label.STATUS[self._status(child, made)],
        }

    def _last_seen(self, child: Person, made: Episode) -> int | None:
        seen = [on for on in made.need_visits if child.birth is not None and child.birth <= on]
        seen += [v.on for v in made.plan.visits if v.seen] if made.plan else []
        seen += child.care.visits if child.care and made is child.episodes[-1] else []
        return max((on for on in seen if on <= self._as_of), default=None)

    def _status(self, child: Person, made: Episode) -> str:
        if self._by(made.closed):
            return "closed"
        if child.care and child.care.start <= self._as_of:
            return "care"
        if made.plan and made.plan.is_open(self._as_of):
            return "plan"
        return "need" if made.need_plan and made.need_plan[0] <= self._as_of else "assessment"

    def _plan(self, made: Plan, more: Row) -> Row:
        last = made.visits[-1] if made.visits else None
        reviewed = [on for on in made.reviews if on <= self._as_of]
        return {
            **more,
            "started_on": Day(made.start),
            "first_category": label.CATEGORY[made.category],
            "category": label.CATEGORY[made.latest_category],
            "visited_on": Day(last.on) if last else None,
            "seen_alone": label.yes_no(last.alone) if last and last.alone is not None else None,
            "reviewed_on": Day(reviewed[-1]) if reviewed else None,
            "ended_on": self._by(made.end),
            "emergency": label.NO,
            "plans": made.earlier,
        }

    def _care(self, child: Person, about: Row) -> Iterator[tuple[int, Row]]:
        care = child.care
        if care is None:
            return
        more = self._more(child, child.episodes[-1], about)
        if window.is_recent(self._as_of, care.start, care.end):
            yield 8, self._in_care(child, care, more)
        if child.leaver:
            yield 9, self._leaver(child, more)
        yield from self._adoption(child, care, more)

    def _in_care(self, child: Person, care: Care, more: Row) -> Row:
        ended = self._by(care.end)
        missing = [gone for gone, _ in child.missing if gone > self._as_of - _YEAR]
        day = {key: Day(found[-1]) if found else None for key, found in (
            ("visited_on", care.visits), ("reviewed_on", care.reviews), ("health_on", care.health)
        )}  # fmt: skip
        return {
            **more,
            **day,
            "asylum": label.NO,
            "started_on": Day(care.start),
            "need": label.NEED["N1"],
            "second_period": label.NO,
            "status_on": Day(care.start),
            "legal_status": label.IN_CARE_BY,
            "permanence": label.RETURNS_HOME if care.reason == "E4A" else label.STAYS_IN_CARE,
            "iro_on": day["reviewed_on"],
            "dental_on": day["health_on"],
            "placements": 1,
            "ceased_on": ended,
            "reason": label.CEASED[care.reason] if ended and care.reason else None,
            "placed_on": Day(care.start),
            "placement": label.PLACEMENT[care.placement],
            "provider": label.OWN_PROVISION,
            "location": label.INSIDE,
            "authority": "Severnshire",
            "missing": len(missing),
            "absent": 0,
            "interview_offered": label.YES if missing else None,
            "interview_accepted": label.YES if missing else None,
        }

    def _leaver(self, child: Person, more: Row) -> Row:
        leaver = child.leaver
        return {
            **more,
            "asylum": label.NO,
            "adviser": self._adviser(child),
            "eligibility": label.FORMER_RELEVANT,
            "reviewed_on": Day(leaver.pathway) if leaver else None,
            "in_touch": label.IN_TOUCH,
            "contacted_on": Day(leaver.contact) if leaver else None,
            "accommodation": label.LODGES,
            "suitability": label.SUITABLE,
            "activity": label.STUDIES,
        }

    def _adviser(self, child: Person) -> str:
        advisers = self._staff.holding(ADVISER)
        return advisers[child.family % len(advisers)].name

    def _adoption(self, child: Person, care: Care, more: Row) -> Iterator[tuple[int, Row]]:
        """Young children long in care, with a decision that they should be adopted in the last twelve months."""
        decided = care.start + _DECIDED_AFTER
        young = child.birth is not None and decided - child.birth < _ADOPTED_YOUNG * _YEAR
        year_ago = days.months(self._as_of, -_MONTHS_12)
        if not young or not year_ago <= decided <= self._as_of or (care.end or self._as_of) < decided:
            return
        family = f"AF{child.key[2:]}"
        matched = self._by(care.start + _MATCHED_AFTER)
        yield (
            10,
            {
                **more,
                "family": family,
                "entered_on": Day(care.start),
                "decided_on": Day(decided),
                "ordered_on": self._by(care.start + _ORDERED_AFTER),
                "matched_on": matched,
            },
        )
        yield 11, {"adopter": f"AD{child.key[2:]}", "family": family, "sex": label.SEX["F"],
                   "ethnicity": label.ETHNICITY["WBRI"], "disability": label.NO, "fostering": label.NO,
                   "enquired_on": Day(decided - _DECIDED_AFTER), "matched_on": matched}  # fmt: skip
