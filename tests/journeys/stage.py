"""A record that the journeys of a module share: each of the cast signs in once, in a browser of her own.

What a journey is about is clicked and typed. What came before it is sent from the same browser as its page would send
it, without being drawn.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from severnshire_served import Severnshire
from visitor import Visitor

from keel.practice.history import EventKind, Fact

WITHOUT_PLAN = """
SELECT p.id::text FROM people_person p JOIN workforce_involvement i ON i.child_id = p.id
JOIN workforce_worker w ON w.id = i.worker_id JOIN access_user u ON u.id = w.user_id
WHERE u.email = %s AND i.ended_on IS NULL AND p.birth_on IS NOT NULL AND p.merged_into_id IS NULL
  AND NOT EXISTS (SELECT FROM protection_protectionplan q WHERE q.child_id = p.id)
  AND NOT EXISTS (SELECT FROM protection_s47enquiry q WHERE q.child_id = p.id)
  AND NOT EXISTS (
    SELECT FROM people_relationship r WHERE p.id IN (r.person_id, r.other_id) AND r.relation LIKE '%%sibling%%')
ORDER BY p.birth_on DESC, p.id
"""
UNBORN = """
SELECT p.id::text FROM people_person p JOIN workforce_involvement i ON i.child_id = p.id
JOIN workforce_worker w ON w.id = i.worker_id JOIN access_user u ON u.id = w.user_id
WHERE u.email = %s AND i.ended_on IS NULL AND p.birth_on IS NULL AND p.merged_into_id IS NULL
  AND NOT EXISTS (SELECT FROM protection_protectionplan q WHERE q.child_id = p.id) LIMIT 1
"""
ON_PLAN = """
SELECT q.child_id::text, q.id FROM protection_protectionplan q
WHERE q.ended_on IS NULL AND (
  SELECT count(*) FROM workforce_involvement i JOIN workforce_worker w ON w.id = i.worker_id
  JOIN access_user u ON u.id = w.user_id
  WHERE i.child_id = q.child_id AND i.ended_on IS NULL AND u.email IN (%s, %s)) = 2
ORDER BY q.started_on, q.child_id
"""
HELD = """
INSERT INTO record_coverageheld (format, as_of, kind, is_held, is_anchored, facts, why_absent, has_births)
SELECT 'all', current_date, kind, true, kind <> '', %s, '', true FROM unnest(%s::text[]) kind
"""
SEND = """async ([address, typed]) => {
    const page = await fetch(address);
    if (!page.ok) return [page.status, page.url, ""];
    const form = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("form[data-draft]");
    if (!form) return [page.status, page.url, "it has no form"];
    const boxes = new FormData(form);
    for (const [name, value] of Object.entries(typed)) {
        if (!form.elements[name]) return [page.status, page.url, "there is no box " + name];
        boxes.set(name, value);
    }
    const answer = await fetch(address, {method: "POST", body: new URLSearchParams(boxes)});
    const led = new DOMParser().parseFromString(await answer.text(), "text/html");
    const wrong = led.querySelector(".govuk-error-summary");
    return [answer.redirected ? 302 : answer.status, answer.url, wrong ? wrong.textContent : ""];
}"""


@dataclass
class Stage:
    """The record, and those who have come to work in it."""

    keel: Severnshire
    comes: Callable[[str], Visitor]
    there: dict[str, Visitor] = field(default_factory=dict)

    def __getitem__(self, part: str) -> Visitor:
        """One of the cast; the first time, she signs in."""
        if part not in self.there:
            self.there[part] = self.comes(part)
        return self.there[part]

    def did(self, part: str, address: str, boxes: Mapping[str, str] | None = None) -> str:
        """Before the journey, somebody opened a page, typed and sent it; where that led."""
        sent = self[part].page.evaluate(SEND, [address, dict(boxes or {})])
        status, led_to, wrong = sent
        assert status == 302, f"{part} at {address}: {status} {' '.join(wrong.split())}"
        return urlsplit(led_to).path

    def holds_everything(self) -> None:
        """The record tells of every kind of event, so that whatever is recorded starts what it should."""
        self.keel.rows(HELD, [fact.value for fact in Fact], ["", *(kind.value for kind in EventKind)])

    def without_plan(self, worker: str) -> list[str]:
        """Children of a worker whom no protection work has reached, and who have no brothers or sisters."""
        return [child for (child,) in self.keel.rows(WITHOUT_PLAN, worker)]

    def unborn(self, worker: str) -> str:
        """An unborn baby of a worker's, for whom there is no plan."""
        ((baby,),) = self.keel.rows(UNBORN, worker)
        return str(baby)

    def on_plan(self, worker: str, chair: str) -> list[tuple[str, int]]:
        """Children on a plan whom both work with, each with the plan; the plan that began first first."""
        return [(child, plan) for child, plan in self.keel.rows(ON_PLAN, worker, chair)]


def entry_of(address: str) -> int:
    """The number of the entry that an address is about."""
    return int(address.rstrip("/").rpartition("/")[2])
