// A session ended over something half typed: the page is covered, and uncovered for the same person only.

export function hasTyped() {
  return [...document.querySelectorAll("main input, main textarea, main select")].some(isTyped);
}

function isTyped(field) {
  if (field.type === "hidden" || field.type === "password") {
    return false;
  }
  if (field.options) {
    return [...field.options].some((option) => option.selected !== option.defaultSelected && option.index > 0);
  }
  return field.value !== field.defaultValue || Boolean(field.checked) !== Boolean(field.defaultChecked);
}

export function cover(dialog) {
  show(dialog, true);
  if (!dialog.open) {
    dialog.showModal();
  }
}

export async function comeBack(dialog) {
  const page = await newPage().catch(() => null);
  const now = page?.getElementById("session-end")?.dataset;
  if (!now || now.person !== dialog.dataset.person) {
    return false;
  }
  dialog.dataset.token = now.token;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = now.token));
  show(dialog, false);
  return true;
}

async function newPage() {
  const answer = await fetch(location.href, { cache: "no-store" });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

function show(dialog, isAway) {
  document.querySelectorAll("main, .keel-identity").forEach((part) => (part.hidden = isAway));
  dialog.querySelector("[data-warns]").hidden = isAway;
  dialog.querySelector("[data-away]").hidden = !isAway;
}
