// What is typed is kept on the server a moment after it is typed, or at once where the page is left before that; and the
// page says honestly whether it was.
const PAUSE = 2000; // milliseconds after the last key
const MOST = 60000; // letters: a browser sends no more for a page that it has closed

const form = document.querySelector("[data-draft]");
const said = document.querySelector("[data-draft-said]");
let waiting = null;
let sending = 0;

function say(words) {
  if (said.textContent !== words) {
    said.textContent = words;
  }
}

function stopWaiting() {
  clearTimeout(waiting);
  waiting = null;
}

function later() {
  stopWaiting();
  waiting = setTimeout(keep, PAUSE);
}

function keep() {
  if (sending) {
    later();
    return;
  }
  send();
}

// What is still under way when the page is left is one revision that this page will not hear of.
function leave() {
  if (waiting !== null) {
    send(sending);
  }
}

async function send(unheard = 0) {
  stopWaiting();
  const typed = new FormData(form);
  typed.set("do", "autosave");
  typed.set("revision", String(Number(form.elements.revision.value) + unheard));
  const body = new URLSearchParams(typed);
  const keepalive = body.toString().length < MOST;
  sending += 1;
  try {
    const answer = await fetch(location.href, { method: "POST", body, redirect: "manual", keepalive });
    const told = await answer.json();
    say(told.said);
    if (answer.ok) {
      form.elements.revision.value = told.revision;
      form.elements.token.value = told.token;
    }
  } catch {
    say("Your last words are not saved: there is no connection, or you are signed out. They are still on this page.");
  } finally {
    sending -= 1;
  }
}

if (form) {
  form.addEventListener("input", later);
  form.addEventListener("submit", stopWaiting);
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      leave();
    }
  });
}
