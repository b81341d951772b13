// A page about a running job renews its one part that changes. Without scripts the whole page does.
const SECOND = 1000;

export function renewWhileAJobRuns(part) {
  if (!part) {
    return;
  }
  setTimeout(() => renew(part), Number(part.dataset.renews) * SECOND);
}

async function renew(part) {
  const page = await fetchPage().catch(() => null);
  if (!page) {
    renewWhileAJobRuns(part); // asked too early, or no signal: ask again
    return;
  }
  const newer = page.getElementById(part.id);
  if (!newer) {
    location.reload(); // it is over, and another page stands here
    return;
  }
  part.replaceChildren(...newer.childNodes);
  if (newer.dataset.renews) {
    renewWhileAJobRuns(part);
  } else {
    delete part.dataset.renews;
  }
}

async function fetchPage() {
  const answer = await fetch(location.href, { cache: "no-store", headers: { "X-Keel-Background": "1" } });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}
