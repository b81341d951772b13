// Says to the style sheet, before anything is drawn, that scripts run and that the browser is new enough for them.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
