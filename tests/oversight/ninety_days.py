"""Ninety days of a small Severnshire: what falls due is done or falls through, and managers answer or do not.

In both authorities workers do what falls due on its day, except that one thing in eight falls through and is done a
fortnight late; what the letter found is done by nobody of her own accord. Every fifth working day harm to a child in
need comes to be known. Where managers answer, what they promised is done on its day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from statistics import median
from typing import Any

from django.apps import apps
from django.db.models import Sum
from small_severnshire import Planted
from written import write

from keel.access.models import User
from keel.clock import today
from keel.invent.authority import DEMO_DAY
from keel.oversight.actions import reassess
from keel.oversight.answering import Given, answer, promise_kept
from keel.oversight.deciding import Senior
from keel.oversight.models import (
    CriticalSignal,
    Flag,
    FlagAnswer,
    FlagGround,
    SeniorOutcome,
    Standing,
    StoredReading,
    StoredSignal,
)
from keel.oversight.rebuild import rebuild
from keel.oversight.rules_held import standards_held
from keel.people.models import Identifier, Person
from keel.practice.calendar import add_working_days, working_days_between
from keel.practice.history import Event, EventKind, Fact
from keel.practice.ladder import BY_KEY, EXPOSURE, Colour, Kind, Limits, Rung, Source, Why, matter_of
from keel.practice.signals.model import Severity
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Status
from keel.protection.models import S47Enquiry
from keel.record.telling import telling_of
from keel.workforce.models import Involvement, Worker

DAYS = 90
ANSWERED_A_DAY = 1  # questions that one person answers in a day
PROMISED = 3  # working days to what an answer promises
FALLS_THROUGH = 8  # one in so many
LATE_BY = 10  # working days to what fell through
HARM_EVERY = 5  # working days from one child whom harm is suspected of to the next
CHAIR_KEYS = frozenset({"D22_chair_silent", "chair_challenge_trigger"})
SAFE = dict.fromkeys((Fact.CHILD_SEEN, Fact.SEEN_ALONE, Fact.AT_HOME, Fact.BEDROOM_SEEN), True)
OF_SIGNAL = {
    "D17_plan_long_no_plo": EventKind.LEGAL_PLANNING_HELD,
    "D05_not_seen_alone": EventKind.VISIT_HELD,
}


@dataclass(slots=True)
class Week:
    """How the authority stands at the end of a week."""

    on: date
    in_breach: int
    exposed_days: int
    asking: int
    rungs: Counter[str]


@dataclass(slots=True)
class Played:
    """What came of ninety days."""

    weeks: list[Week] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)  # working days from the question to its answer

    @property
    def days_to_answer(self) -> float | None:
        """The median, where anybody answered."""
        return median(self.waits) if self.waits else None


@dataclass(slots=True)
class Play:
    """One authority, played from a day on."""

    set_today: Any
    planted: list[Planted]
    acts: bool
    day: date
    told: Played = field(default_factory=Played)
    promised: dict[date, list[Flag]] = field(default_factory=lambda: defaultdict(list))
    fell: dict[date, list[StoredReading]] = field(default_factory=lambda: defaultdict(list))
    left: set[tuple[Any, str]] = field(default_factory=set)  # child and matter that nobody sees to by herself
    harmed: list[Any] = field(default_factory=list)  # children in need of whom harm will be suspected
    names: dict[Any, str] = field(default_factory=dict)  # the sources' own, the same in every run
    unheard: dict[date, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def run(self) -> Played:
        """Every working day, the night before it and what is done on it."""
        self.left = {(each.child, matter_of(each.key).key) for each in self.planted}
        last = self.day + timedelta(days=DAYS)
        known = Standing.objects.filter(child__in=[each.child for each in self.planted]).values("child")
        in_need = Standing.objects.filter(on_plan_since=None, looked_after_since=None).exclude(
            child__in=known
        )
        self.names = dict(Identifier.objects.order_by("-value").values_list("person", "value"))
        children = in_need.exclude(worker=None).values_list("child", flat=True)
        self.harmed = sorted(children, key=lambda child: self.names[child])
        self._look()
        while self.day < last:
            self.day = add_working_days(self.day, 1)
            self.set_today(self.day)
            rebuild()
            self._work()
            if self.acts:
                self._answer()
            if self.day.weekday() == 4 or self.day >= last:
                self._look()
        return self.told

    def _look(self) -> None:
        asking = Flag.objects.asking()
        lines = Standing.objects.aggregate(days=Sum("exposed_days"))
        self.told.weeks.append(
            Week(
                self.day,
                Standing.objects.filter(overdue__gt=0).count(),
                lines["days"] or 0,
                asking.count(),
                Counter(asking.values_list("rung", flat=True)),
            )
        )

    def _work(self) -> None:
        """What was promised, what fell through and is caught up with, and what falls due before tomorrow."""
        self._worry()
        for flag in self.promised.pop(self.day, []):
            self._put_right(flag)
        late = self.fell.pop(self.day, [])
        self._do(StoredReading.objects.filter(pk__in=[each.pk for each in late], status=Status.OVERDUE.value))
        tomorrow = add_working_days(self.day, 1)
        due = StoredReading.objects.filter(status=Status.RUNNING.value, due_on__lt=tomorrow)
        done = []
        for reading in due:
            if (
                reading.child_id,
                matter_of(reading.timescale).key,
            ) in self.left or reading.timescale in CHAIR_KEYS:
                continue
            if (
                _dice(self.names[reading.child_id], matter_of(reading.timescale).key, reading.due_on)
                % FALLS_THROUGH
            ):
                done.append(reading)
            else:
                self.fell[add_working_days(self.day, LATE_BY)].append(reading)
        self._do(done)

    def _worry(self) -> None:
        """Harm to a child comes to be known, and is talked about at once or falls through."""
        for child in self.unheard.pop(self.day, []):
            strategy(child, self.day)
        if working_days_between(DEMO_DAY, self.day) % HARM_EVERY or not self.harmed:
            return
        child = self.harmed.pop(0)
        write(Person(pk=child), Event(EventKind.HARM_SUSPECTED, self.day, episode=f"harm:{child}"))
        if _dice(self.names[child]) % FALLS_THROUGH:
            strategy(child, self.day)
        else:
            self.unheard[add_working_days(self.day, LATE_BY)].append(child)

    def _do(self, readings: Iterable[StoredReading]) -> None:
        """Meet these timescales, one row for what meets several of a child."""
        by_child: dict[tuple[Any, EventKind], list[StoredReading]] = defaultdict(list)
        for reading in readings:
            if reading.timescale in OF_READING:
                OF_READING[reading.timescale](reading.child_id, self.day, reading)
                continue
            kind = sorted(
                BOOK[reading.timescale].met_by[0].kinds, key=lambda each: each is not EventKind.VISIT_HELD
            )[0]
            by_child[reading.child_id, kind].append(reading)
        for (child, kind), same in by_child.items():
            facts = {
                fact: True
                for each in same
                for part in BOOK[each.timescale].met_by[:1]
                for fact in _asked(part)
            }
            record(child, kind, self.day, facts, same[0])

    def _answer(self) -> None:
        """Everybody answers some of what she is asked, the gravest first."""
        for owner in User.objects.filter(flags__in=Flag.objects.asking()).distinct().order_by("pk"):
            asking = sorted(Flag.objects.asking().filter(owner=owner), key=self._worst)
            causes: dict[str, list[Flag]] = defaultdict(list)
            for flag in asking:
                causes[flag.cause].append(flag)
            for same in list(causes.values())[:ANSWERED_A_DAY]:
                self._decide(owner, same)

    def _worst(self, flag: Flag) -> tuple[Any, ...]:
        return -flag.colour, flag.answer_by, flag.opened_on, self.names[flag.child_id], flag.matter

    def _decide(self, owner: User, flags: list[Flag]) -> None:
        limits = Limits(standards_held(), self.day)
        latest = min(limits.latest_hold(Colour(flag.colour), BY_KEY[flag.matter].hold) for flag in flags)
        until = min(add_working_days(self.day, PROMISED), latest)
        worker = Worker.objects.get(user=owner)
        names = " and ".join(BY_KEY[flag.matter].name.lower() for flag in flags)
        reason = f"For {flags[0].pk}: {names} is put right by {until}, because it must not wait any longer"
        for made in answer(
            flags=flags,
            by=owner,
            given=Given(
                Kind.ACT,
                reason,
                until,
                BY_KEY[flags[0].matter].acts,
                worker,
                senior=Senior(SeniorOutcome.LEGAL),
                is_strategy_discussion_needed=False,
            ),
        ):
            since = made.flag.steps.exclude(said__in=("answered", "closed")).latest("pk").on
            self.told.waits.append(working_days_between(since, self.day))
            self.promised[until].append(made.flag)

    def _put_right(self, flag: Flag) -> None:
        """What is asked about a child is done, by the rows that say so."""
        self.left.discard((flag.child_id, flag.matter))
        grounds = FlagGround.objects.filter(flag=flag, closed_on=None)
        readings = [reading for ground in grounds if (reading := _reading(ground)) is not None]
        for kind in {OF_SIGNAL[ground.key] for ground in grounds if ground.key in OF_SIGNAL}:
            record(flag.child_id, kind, self.day, SAFE if kind is EventKind.VISIT_HELD else {}, None)
        if any(ground.source == Source.EXPOSURE for ground in grounds):
            enquiries_found(flag.child_id, self.day)
        if CHAIR_KEYS & {ground.key for ground in grounds}:
            CriticalSignal.objects.filter(child=flag.child_id, closed_on=None, no_challenge_on=None).update(
                no_challenge_on=self.day
            )
        if any(ground.key == "D23_disabled_child" for ground in grounds):
            Person.objects.filter(pk=flag.child_id).update(is_communication_known=True)
        self._do(each for each in readings if each.timescale not in CHAIR_KEYS)
        settled = FlagAnswer.objects.filter(
            flag=flag, flag__closed_why=Why.DECIDED, kind=Kind.ACT, done_on=None
        )
        for promise in settled:
            promise_kept(promise, by=promise.recorded_by, words="It was done, and the child was told of it")


def record(
    child: Any, kind: EventKind, on: date, facts: dict[Fact, bool], started: StoredReading | None
) -> None:
    """A row that says that something was done; or the day written into the row that began it."""
    row = _row(started)
    (telling, *_) = telling_of(kind)
    if not telling.is_main:
        same = telling.table._default_manager.filter(child=child, **{telling.on: None})  # type: ignore[attr-defined]
        same = same.filter(pk=row.pk) if isinstance(row, telling.table) else same
        changes = {telling.on: on} | {
            name: facts[fact] for fact, name in telling.facts.items() if fact in facts
        }
        assert same.update(**changes), (child, kind)
        return
    episode = getattr(row, "episode", None) or None
    write(
        Person(pk=child),
        Event(kind, on, facts=facts | (SAFE if kind is EventKind.VISIT_HELD else {}), episode=episode),
    )


def conference(child: Any, on: date, reading: StoredReading) -> None:
    """The initial conference is held, and makes a plan, with the child's own conference chair."""
    facts = {Fact.QUORATE: True, Fact.DECISION_MADE: True, Fact.PLAN_MADE: True}
    record(child, EventKind.ICPC_HELD, on, facts, reading)
    record(child, EventKind.PLAN_STARTED, on, {Fact.TRANSFER_IN: False, Fact.WITHOUT_WORKER: False}, reading)


def strategy(child: Any, on: date, _: StoredReading | None = None) -> None:
    """The strategy discussion is held, and enquiries start; once only."""
    episode = f"harm:{child}"
    person = Person(pk=child)
    (held, *_rest) = telling_of(EventKind.STRATEGY_DISCUSSION_HELD)
    if held.table._default_manager.filter(child=child, episode=episode).exists():  # type: ignore[attr-defined]
        return
    write(person, Event(EventKind.STRATEGY_DISCUSSION_HELD, on, episode=episode))
    write(person, Event(EventKind.S47_STARTED, on, episode=episode, facts={Fact.CONFERENCE_REQUIRED: True}))


def enquiries_found(child: Any, on: date) -> None:
    """It is said what the enquiries found: no harm; or harm, and with the chair why there is no conference."""
    ended = S47Enquiry.objects.filter(child=child).exclude(ended_on=None)
    ended.filter(is_harm_substantiated=None).update(is_harm_substantiated=False)
    ended.filter(is_harm_substantiated=True, no_conference_on=None).update(
        no_conference_on=on, is_no_conference_authorised=True, is_chair_consulted=True
    )
    reassess(child)


def allocate(child: Any, on: date, _: StoredReading | None = None) -> None:
    """Somebody of the team that had the child takes her on."""
    last = Involvement.objects.filter(child=child, holds_case=True).order_by("started_on").last()
    team = last.team if last else None
    worker = (
        Worker.objects.filter(team=team, role="Social Worker", to_on=None)
        .exclude(user=None)
        .order_by("key")
        .first()
    )
    Involvement.objects.create(
        child_id=child, worker=worker, worker_key=worker.key, team=worker.team, role="Allocated social worker",
        started_on=on, takes_over=True,
    )  # fmt: skip


OF_READING = {"icpc_15": conference, "strategy_discussion": strategy, "allocation": allocate}


def _asked(part: Any) -> Iterator[Fact]:
    yield from (*part.yes, *part.not_no)


def _dice(*about: object) -> int:
    return int.from_bytes(sha256(":".join(map(str, about)).encode()).digest()[:4], "big")


def _reading(ground: FlagGround) -> StoredReading | None:
    if ground.source == Source.READING:
        rows = StoredReading.objects.filter(timescale=ground.key, started_on=ground.began_on)
    elif ":" in ground.told_by and ground.told_by.partition(":")[0] in BOOK:
        rows = StoredReading.objects.filter(
            timescale=ground.told_by.partition(":")[0], started_on=ground.began_on
        )
    else:
        return None
    return rows.filter(child=ground.child_id, status__in=(Status.OVERDUE.value, Status.RUNNING.value)).first()


def _row(reading: StoredReading | None) -> Any:
    if reading is None or not reading.start_table:
        return None
    found: Any = apps.get_model(reading.start_table)._default_manager.filter(pk=reading.start_entry).first()
    return found


def beside(ignored: Played, acted: Played) -> str:
    """Both authorities side by side, week by week, and how each stands at the end."""
    lines = [f"{'':<12}{'children in breach':>22}{'days of exposure':>22}{'questions asked':>22}"]
    lines += [f"{'Week of':<12}" + f"{'ignore':>11}{'act':>11}" * 3]
    for one, other in zip(ignored.weeks, acted.weeks, strict=True):
        pairs = [
            (one.in_breach, other.in_breach),
            (one.exposed_days, other.exposed_days),
            (one.asking, other.asking),
        ]
        lines.append(f"{one.on:%d %b %Y} " + "".join(f"{a:>11,}{b:>11,}" for a, b in pairs))
    lines.append("")
    for words, told in (("ignore", ignored), ("act", acted)):
        rungs = told.weeks[-1].rungs
        stand = ", ".join(f"{rungs[rung.value]} {rung.label}" for rung in Rung if rungs[rung.value]) or "none"
        days = (
            "nobody answered"
            if told.days_to_answer is None
            else f"{told.days_to_answer:g} working days, {len(told.waits)} answers"
        )
        lines.append(f"{words:<8} median to answer: {days}; questions at the end: {stand}")
    return "\n".join(lines)


def unanswered_for() -> list[tuple[Any, ...]]:
    """What stands against children today with no open flag for it and no decision: nothing, if all is well."""
    covered = set(FlagGround.objects.filter(closed_on=None).values_list("child", "source", "key"))
    decided = set(
        FlagGround.objects.filter(flag__closed_why=Why.DECIDED, is_past=True).values_list(
            "child", "source", "key"
        )
    )
    overdue = StoredReading.objects.filter(status=Status.OVERDUE.value, due_on__isnull=False)
    standing = {
        (child, Source.READING.value, key) for child, key in overdue.values_list("child", "timescale")
    }
    standing |= {
        (child, Source.EXPOSURE.value, EXPOSURE)
        for child, since in Standing.objects.exclude(exposed_since=None).values_list("child", "exposed_since")
        if (Limits(standards_held(), today()).due_after(EXPOSURE, since) or date.max) < today()
    }
    raised = StoredSignal.objects.filter(severity__gt=Severity.UNKNOWN.value)
    standing |= {(child, Source.SIGNAL.value, key) for child, key in raised.values_list("child", "signal")}
    return sorted(standing - covered - decided, key=str)


def closed_for_nothing() -> list[Any]:
    """Flags that closed though what they asked stands as it stood, and nobody decided: nothing, if all is well."""
    found = []
    for flag in Flag.objects.exclude(closed_on=None):
        grounds = FlagGround.objects.filter(flag=flag, closed_on=flag.closed_on)
        if (
            flag.closed_why == Why.DECIDED
            and not FlagAnswer.objects.filter(flag=flag, kind__in=(Kind.ACT, Kind.ACCEPT)).exists()
        ):
            found.append((flag.matter, "no decision"))
        if flag.closed_why == Why.PUT_RIGHT and any(_stands(ground) for ground in grounds):
            found.append((flag.matter, [ground.key for ground in grounds if _stands(ground)]))
    return found


def _stands(ground: FlagGround) -> bool:
    """Whether the very thing that a ground told of is overdue today, with no other question open about it."""
    if ground.source != Source.READING or ground.colour == Colour.SOON:
        return False
    same = StoredReading.objects.filter(
        child=ground.child_id, timescale=ground.key, started_on=ground.began_on, status=Status.OVERDUE.value
    )
    again = FlagGround.objects.filter(child=ground.child_id, key=ground.key, closed_on=None)
    return same.exists() and not again.exists()
