// What is typed is kept on the server a moment after it is typed, and the page says honestly whether it was.
const PAUSE = 2000; // milliseconds after the last key

const form = document.querySelector("[data-draft]");
const said = document.querySelector("[data-draft-said]");
let waiting = null;
let sending = false;

function say(words) {
  if (said.textContent !== words) {
    said.textContent = words;
  }
}

async function keep() {
  if (sending) {
    waiting = setTimeout(keep, PAUSE);
    return;
  }
  sending = true;
  const typed = new FormData(form);
  typed.set("do", "autosave");
  try {
    const answer = await fetch(location.href, { method: "POST", body: new URLSearchParams(typed), redirect: "manual" });
    const told = await answer.json();
    say(told.said);
    if (answer.ok) {
      form.elements.revision.value = told.revision;
      form.elements.token.value = told.token;
    }
  } catch {
    say("Your last words are not saved: there is no connection, or you are signed out. They are still on this page.");
  } finally {
    sending = false;
  }
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
