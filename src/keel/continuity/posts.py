"""Posts of teams, who fills them and since when: from them come vacancies, agency shares and turnover."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from keel.access.audit import Code, record
from keel.continuity.absences import CannotBeDone
from keel.continuity.reach import in_reach
from keel.report.wording import short_day
from keel.workforce.models import Post, PostHolding, Team, Training, Worker

ZERO = Decimal(0)


@transaction.atomic
def make_post(*, by: Any, team: Team, **facts: Any) -> Post:
    """A post of a team, vacant until somebody is in it."""
    made = Post.objects.create(team=team, **facts)
    _note(by, made)
    return made


@transaction.atomic
def fill(*, by: Any, post: Post, worker: Worker, from_on: date, fte: Decimal, is_agency: bool) -> PostHolding:
    """Somebody begins in a post. Raises CannotBeDone where it is not free, or she is in it already."""
    held = Post.objects.select_for_update().get(pk=post.pk)
    if from_on < held.from_on or (held.to_on and from_on > held.to_on):
        raise CannotBeDone(f"The post began on {short_day(held.from_on)}: nobody fills it on that day.")
    others = held.holdings.filter(Q(to_on=None) | Q(to_on__gte=from_on))
    if others.filter(worker=worker).exists():
        raise CannotBeDone(f"{worker.called} is in this post already.")
    taken = sum((each.fte for each in others), ZERO)
    if taken + fte > held.fte:
        raise CannotBeDone(
            f"Of {held.fte} full-time, {taken} is filled on that day. End that first, or give less."
        )
    made = PostHolding.objects.create(post=held, worker=worker, from_on=from_on, fte=fte, is_agency=is_agency)
    _note(by, made)
    return made


@transaction.atomic
def leave_post(*, by: Any, holding: PostHolding, to_on: date) -> PostHolding:
    """Her last day in a post. Raises CannotBeDone where that is before her first."""
    if to_on < holding.from_on:
        raise CannotBeDone(f"She began on {short_day(holding.from_on)}: check the day.")
    holding.to_on = to_on
    holding.save()
    _note(by, holding)
    return holding


@transaction.atomic
def note_training(*, by: Any, worker: Worker, course: str, done_on: date | None, due_on: date) -> Training:
    """A course that she has done, or must do, with the day on which it is due."""
    made = Training.objects.create(worker=worker, course=course, done_on=done_on, due_on=due_on)
    _note(by, made)
    return made


@transaction.atomic
def note_newly_qualified(*, by: Any, worker: Worker, from_on: date | None, to_on: date | None) -> Worker:
    """Her assessed and supported year."""
    worker.asye_from_on, worker.asye_to_on = from_on, to_on
    worker.save(update_fields=["asye_from_on", "asye_to_on"])
    _note(by, worker)
    return worker


def _note(by: Any, row: Any) -> None:
    record(Code.STAFF_CHANGED, by=by, entry=f"{row._meta.label_lower}:{row.pk}")


# What stands on a day


def posts_in(reach: frozenset[int] | None, **narrowed: Any) -> QuerySet[Post]:
    """Posts of the teams within reach with everybody who was ever in them, in two statements."""
    holdings = PostHolding.objects.select_related("worker").order_by("from_on", "pk")
    found = Post.objects.filter(in_reach(reach), **narrowed).select_related("team")
    return found.prefetch_related(Prefetch("holdings", queryset=holdings)).order_by("role", "pk")


def stands(row: Any, day: date) -> bool:
    """Whether a post or a holding stands on a day; its last day counts."""
    return bool(row.from_on <= day and (row.to_on is None or row.to_on >= day))


def holders(post: Post, day: date) -> list[PostHolding]:
    """Who is in a post on a day."""
    return [each for each in post.holdings.all() if stands(each, day)]


def vacant_since(post: Post, day: date) -> date | None:
    """Since when a post has been wholly empty; None where somebody is in it."""
    if holders(post, day):
        return None
    ends = [each.to_on for each in post.holdings.all() if each.to_on and each.to_on < day]
    return max(ends) + timedelta(days=1) if ends else post.from_on


@dataclass(frozen=True, slots=True)
class Filled:
    """Posts of one team, or of several, on a day, in full-time equivalents. An agency worker fills no post for good.

    Who moves between two teams of one count neither leaves nor starts in it; in the count of each team she does.
    """

    posts: Decimal
    employed: Decimal
    agency: Decimal
    starters: Decimal  # employed, in the year up to the day
    leavers: Decimal
    became_permanent: int  # workers who came from an agency and are employed now
    is_recorded: bool  # whether there is any post

    @property
    def vacant(self) -> Decimal:
        """What no employed worker fills, though an agency's may."""
        return max(self.posts - self.employed, ZERO)

    @property
    def turnover(self) -> float | None:
        """Leavers in the year by those in post at its end; None where nobody is."""
        return share(self.leavers, self.employed)

    @property
    def agency_rate(self) -> float | None:
        """Agency workers of all who work there."""
        return share(self.agency, self.agency + self.employed)

    @property
    def vacancy_rate(self) -> float | None:
        """Vacancies of vacancies and those in post."""
        return share(self.vacant, self.vacant + self.employed)


def share(part: Decimal, whole: Decimal) -> float | None:
    """A part of a whole; None of nothing."""
    return float(part / whole) if whole else None


def filled(posts: Iterable[Post], day: date, year_before: date) -> Filled:
    """How some posts are filled, those alone that the census counts."""
    counted = [post for post in posts if post.is_counted]
    by_worker: dict[int, list[PostHolding]] = defaultdict(list)
    for post in counted:
        for each in post.holdings.all():
            by_worker[each.worker_id].append(each)
    workers = [_Time(rows, day, year_before) for rows in by_worker.values()]
    return Filled(
        posts=sum((post.fte for post in counted if stands(post, day)), ZERO),
        employed=sum((each.now for each in workers), ZERO),
        agency=sum((each.agency_now for each in workers), ZERO),
        starters=sum((each.now for each in workers if each.now and not each.before), ZERO),
        leavers=sum((each.left for each in workers if not each.now), ZERO),
        became_permanent=sum(1 for each in workers if each.now and any(row.is_agency for row in each.rows)),
        is_recorded=bool(counted),
    )


@dataclass(frozen=True, slots=True)
class _Time:
    """One worker's times in some posts."""

    rows: list[PostHolding]
    day: date
    year_before: date

    def _sum(self, day: date, *, agency: bool) -> Decimal:
        return sum((each.fte for each in self.rows if each.is_agency is agency and stands(each, day)), ZERO)

    @property
    def now(self) -> Decimal:
        return self._sum(self.day, agency=False)

    @property
    def agency_now(self) -> Decimal:
        return self._sum(self.day, agency=True)

    @property
    def before(self) -> Decimal:
        return self._sum(self.year_before, agency=False)

    @property
    def left(self) -> Decimal:
        """What she was employed for when she last left, in the year."""
        ends = [each for each in self.rows if not each.is_agency and each.to_on]
        ends = [each for each in ends if each.to_on and self.year_before <= each.to_on < self.day]
        last = max((each.to_on for each in ends if each.to_on), default=None)
        return sum((each.fte for each in ends if each.to_on == last), ZERO)


def by_team(posts: Iterable[Post]) -> Mapping[int, list[Post]]:
    """The posts of each team."""
    found: dict[int, list[Post]] = defaultdict(list)
    for post in posts:
        found[post.team_id].append(post)
    return found
