// What scripts add to a page that works without them. Addresses come from the page, so that each may be renamed.
import { warnBeforeSessionEnds } from "./session.js";
import { renewWhileAJobRuns } from "./job.js";

const borrowed = document.querySelector("script[data-govuk]").dataset;

const { initAll } = await import(borrowed.govuk);
initAll();

if (document.querySelector('[data-module^="moj-"]')) {
  (await import(borrowed.moj)).initAll();
}

warnBeforeSessionEnds(document.getElementById("session-end"));
renewWhileAJobRuns(document.querySelector("[data-renews]"));
