// Warns before an idle session ends, and keeps it while somebody types. The server decides; this only tells and asks.
// Pages open beside each other tell each other, so that no warning comes while another page is at work.
import { comeBack, cover, hasTyped } from "./away.js";

const SECOND = 1000;
const MINUTE = 60;
const ASK_AT_MOST_EVERY = 60 * SECOND;
const WORK = ["keydown", "pointerdown", "input"];

export function warnBeforeSessionEnds(dialog) {
  if (dialog) {
    new Watch(dialog).start();
  }
}

class Watch {
  constructor(dialog) {
    this.dialog = dialog;
    this.endsAfter = Number(dialog.dataset.endsAfter) * SECOND;
    this.warnsBefore = Number(dialog.dataset.warnsBefore) * SECOND;
    const { lastsFor } = dialog.dataset;
    this.lastEnd = lastsFor ? Date.now() + Number(lastsFor) * SECOND : Infinity; // whatever is done
    this.isToldOfLast = false;
    this.pages = new BroadcastChannel("keel-session");
    this.isAway = false;
    this.renewed();
  }

  start() {
    this.pages.onmessage = () => (this.isAway ? this.back() : this.renewed());
    this.pages.postMessage("renewed");
    WORK.forEach((name) => document.addEventListener(name, () => this.worked(), { passive: true }));
    this.dialog.querySelector("[data-stays]").addEventListener("click", () => this.stay());
    this.dialog.addEventListener("cancel", (event) => (this.isAway ? event.preventDefault() : this.stay()));
    this.dialog.addEventListener("close", () => this.isAway && this.dialog.showModal()); // Escape twice closes any
    setInterval(() => this.look(), SECOND);
  }

  worked() {
    if (!this.dialog.open && Date.now() - this.renewedAt > ASK_AT_MOST_EVERY) {
      this.stay();
    }
  }

  async stay() {
    this.isToldOfLast = this.lastEnd - Date.now() <= this.warnsBefore;
    const before = this.renewedAt;
    this.renewed();
    const answer = await this.ask();
    if (answer === "ended") {
      this.leave();
    } else if (answer === "unknown") {
      this.renewedAt = before; // no signal: the session may yet end, so the warning may yet come
    } else {
      this.pages.postMessage("renewed");
    }
  }

  async ask() {
    try {
      const answer = await fetch(this.dialog.dataset.stay, {
        method: "POST",
        headers: { "X-CSRFToken": this.dialog.dataset.token },
        redirect: "manual",
      });
      if (answer.ok) {
        return "stays";
      }
      return answer.status >= 500 ? "unknown" : "ended";
    } catch {
      return "unknown";
    }
  }

  renewed() {
    this.renewedAt = Date.now();
    if (this.dialog.open) {
      this.dialog.close();
    }
  }

  look() {
    const left = this.renewedAt + this.endsAfter - Date.now();
    const last = this.lastEnd - Date.now();
    if (this.isAway) {
      return;
    }
    if (left <= 0 || last <= 0) {
      this.leave();
    } else if (left <= this.warnsBefore || (last <= this.warnsBefore && !this.isToldOfLast)) {
      this.tell(Math.ceil(Math.min(left, last) / SECOND), last < left);
    }
  }

  tell(seconds, isLast) {
    this.dialog.querySelector("[data-idle]").hidden = isLast;
    this.dialog.querySelector("[data-last]").hidden = !isLast;
    const words = seconds > MINUTE ? `${Math.ceil(seconds / MINUTE)} minutes` : "less than a minute";
    const place = this.dialog.querySelector("[data-left]");
    if (place.textContent !== words) {
      place.textContent = words;
    }
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
  }

  leave() {
    this.isAway = true; // said once: to go while one is going ends the going
    if (!hasTyped()) {
      location.assign(this.dialog.dataset.ended);
      return;
    }
    cover(this.dialog);
  }

  async back() {
    if (await comeBack(this.dialog)) {
      this.isAway = false;
      this.renewed();
    }
  }
}
