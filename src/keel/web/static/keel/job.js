// A page about a running job renews its one part that changes. Without scripts the whole page does.
const SECOND = 1000;

export function renewWhileAJobRuns(part) {
  if (!part) {
    return;
  }
  setTimeout(() => renew(part), Number(part.dataset.renews) * SECOND);
}

async function renew(part) {
  const newer = await fetchPart(part.id).catch(() => null);
  if (!newer) {
    renewWhileAJobRuns(part); // asked too early, or no signal: ask again
    return;
  }
  part.replaceChildren(...newer.childNodes);
  if (newer.dataset.renews) {
    renewWhileAJobRuns(part);
  } else {
    delete part.dataset.renews;
  }
}

async function fetchPart(id) {
  const answer = await fetch(location.href, { cache: "no-store", headers: { "X-Keel-Background": "1" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById(id);
}
