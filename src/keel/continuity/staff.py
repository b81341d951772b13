"""Teams as a tree on a day, and the page of a team and of a worker. Workers stand by their names, never by a figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from keel.continuity.caseload import Load
from keel.continuity.posts import Filled, filled, holders, vacant_since
from keel.report.wording import counted, short_day
from keel.workforce.models import Absence, Post, PostHolding, Team, Training, Worker

TEAM_COLUMNS = {
    "posts": ("Post", "Full time", "Who is in it", "Empty since"),
    "workers": ("Worker", "How employed", "Newly qualified", "Away", "Training", "Children"),
    "training": ("Course", "Last done", "Due again"),
    "holdings": ("Post", "From", "Until", "Full time", "How employed"),
}


@dataclass(slots=True)
class Branch:
    """A team with what it holds, and those beneath it."""

    team: Team
    filled: Filled
    parts: list["Branch"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """How its own posts are filled."""
        if not self.filled.is_recorded:
            return "no posts recorded"
        posts = "post" if self.filled.posts == 1 else "posts"
        said = [f"{_fte(self.filled.posts)} {posts}", f"{_fte(self.filled.employed)} employed"]
        if self.filled.agency:
            said.append(f"{_fte(self.filled.agency)} agency")
        if self.filled.vacant:
            said.append(f"{_fte(self.filled.vacant)} vacant")
        return ", ".join(said)


def _fte(number: Any) -> str:
    return f"{float(number):g}"


def tree(
    teams: Iterable[Team], posts: Mapping[int, list[Post]], day: date, year_before: date
) -> list[Branch]:
    """The teams that stood on a day, each beneath its own; one whose parent is out of reach stands at the top."""
    standing = [each for each in teams if _stood(each, day)]
    branches = {each.pk: Branch(each, filled(posts.get(each.pk, ()), day, year_before)) for each in standing}
    tops: list[Branch] = []
    for each in standing:
        parent = branches.get(each.parent_id) if each.parent_id else None
        (parent.parts if parent else tops).append(branches[each.pk])
    return tops


def _stood(team: Team, day: date) -> bool:
    return (team.from_on is None or team.from_on <= day) and (team.to_on is None or team.to_on >= day)


def post_rows(posts: Iterable[Post], day: date) -> list[list[Any]]:
    """A line for each post that stands, with who is in it; one that is empty says since when."""
    return [_post_row(post, day) for post in posts if post.to_on is None or post.to_on >= day]


def _post_row(post: Post, day: date) -> list[Any]:
    within = holders(post, day)
    since = vacant_since(post, day)
    named = ", ".join(f"{each.worker.called}{' (agency)' if each.is_agency else ''}" for each in within)
    days = (day - since).days if since and since <= day else 0
    empty: Any = (
        {"words": short_day(since), "hint": counted(days, "day"), "kind": "overdue"} if since else "–"
    )
    return [
        {
            "words": post.role,
            "href": reverse("continuity:post", args=[post.pk]),
            "hint": "Key post" if post.is_key else "",
        },
        _fte(post.fte),
        named or "Vacant",
        empty,
    ]


def workers_of(team: Team, day: date) -> list[Worker]:
    """Those of a team who have not left, by name, with their absences and training read at once."""
    found = Worker.objects.there(day).filter(team=team).by_name()
    return list(found.prefetch_related("absences__deputy", "trainings", "holdings"))


def worker_rows(workers: Iterable[Worker], loads: Mapping[int, Load], day: date) -> list[list[Any]]:
    """A line for each worker."""
    return [_worker_row(each, loads.get(each.pk), day) for each in workers]


def _worker_row(worker: Worker, load: Load | None, day: date) -> list[Any]:
    return [
        {
            "words": worker.called,
            "href": reverse("continuity:worker", args=[worker.pk]),
            "hint": worker.role,
        },
        employed_words(worker, day),
        qualified_words(worker, day),
        away_words(worker.absences.all(), day),
        training_words(worker.trainings.all(), day),
        load.cell if load else "None",
    ]


def is_agency(worker: Worker, day: date) -> bool | None:
    """Whether she works for an agency: by the post she is in, else as the sources say."""
    now = [
        each
        for each in worker.holdings.all()
        if each.from_on <= day and (not each.to_on or each.to_on >= day)
    ]
    return any(each.is_agency for each in now) if now else worker.is_agency


def employed_words(worker: Worker, day: date) -> str:
    """The same in words."""
    return {True: "Agency", False: "Employed", None: "Not recorded"}[is_agency(worker, day)]


def is_newly_qualified(worker: Worker, day: date) -> bool:
    """Whether she is in her assessed and supported year."""
    first, last = worker.asye_from_on, worker.asye_to_on
    return first is not None and first <= day and (last is None or last >= day)


def qualified_words(worker: Worker, day: date) -> str:
    """The same in words."""
    if not is_newly_qualified(worker, day):
        return "No"
    return f"Yes, since {short_day(worker.asye_from_on)}"


def away_words(absences: Iterable[Absence], day: date) -> Any:
    """Whether she is away, and who answers."""
    for each in absences:
        if each.from_on <= day and (each.to_on is None or each.to_on >= day):
            until = f"until {short_day(each.to_on)}" if each.to_on else "no last day yet"
            deputy = f"Deputy: {each.deputy.called}" if each.deputy else "No deputy"
            return {"words": f"Away {until}", "hint": deputy, "kind": "calm" if each.deputy else "overdue"}
    return "No"


def training_words(trainings: Iterable[Training], day: date) -> Any:
    """What is due or overdue of the newest of each course."""
    newest = newest_trainings(trainings)
    late = [each for each in newest if each.due_on and each.due_on < day]
    if late:
        return {"words": f"{late[0].course}: due {short_day(late[0].due_on)}", "kind": "overdue"}
    if not newest:
        return "Not recorded"
    soonest = min((each.due_on for each in newest if each.due_on), default=None)
    return f"Next due {short_day(soonest)}" if soonest else "Up to date"


def newest_trainings(trainings: Iterable[Training]) -> list[Training]:
    """Of each course the row that is due last."""
    held: dict[str, Training] = {}
    for each in sorted(trainings, key=lambda one: (one.due_on or date.min, one.pk)):
        held[each.course] = each
    return sorted(held.values(), key=lambda one: one.course)


def training_rows(trainings: Iterable[Training], day: date) -> list[list[Any]]:
    """A line for each course."""
    return [
        [
            each.course,
            short_day(each.done_on) or "Never",
            {"words": short_day(each.due_on), "kind": "overdue"} if each.due_on and each.due_on < day
            else short_day(each.due_on) or None,
        ]
        for each in newest_trainings(trainings)
    ]  # fmt: skip


def holding_rows(holdings: Iterable[PostHolding]) -> list[list[Any]]:
    """Posts that a worker is, or was, in, the latest first."""
    rows = sorted(holdings, key=lambda each: (each.from_on, each.pk), reverse=True)
    return [
        [
            {"words": each.post.role, "hint": each.post.team.name},
            short_day(each.from_on),
            short_day(each.to_on) or "now",
            _fte(each.fte),
            "Agency" if each.is_agency else "Employed",
        ]
        for each in rows
    ]


def empty_key_posts(posts: Iterable[Post], day: date) -> list[list[Any]]:
    """Key posts with nobody in them, the longest empty first: leaders must know."""
    empty = [
        (vacant_since(post, day), post)
        for post in posts
        if post.is_key and (not post.to_on or post.to_on >= day)
    ]
    found = sorted((since, post.pk, post) for since, post in empty if since and since <= day)
    return [
        [
            {"words": post.role, "href": reverse("continuity:post", args=[post.pk]), "hint": post.team.name},
            short_day(since),
            counted((day - since).days, "day"),
        ]
        for since, _, post in found
    ]
