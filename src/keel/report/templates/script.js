(function () {
  "use strict";

  function value(row, column) {
    var cell = row.cells[column];
    var sort = cell.getAttribute("data-sort");
    return sort === null ? cell.textContent.trim() : sort;
  }

  function order(a, b) {
    var x = parseFloat(a), y = parseFloat(b);
    var numbers = !isNaN(x) && !isNaN(y) && /^-?[\d.]+$/.test(a) && /^-?[\d.]+$/.test(b);
    if (numbers) { return x - y; }
    if (a === "" || b === "") { return a === b ? 0 : a === "" ? 1 : -1; }
    return a.localeCompare(b, "en-GB", { numeric: true });
  }

  function sortBy(table, heading, column) {
    var turn = heading.getAttribute("aria-sort") === "descending" ? "ascending" : "descending";
    if (!heading.classList.contains("n") && !heading.hasAttribute("aria-sort")) { turn = "ascending"; }
    table.querySelectorAll("thead th").forEach(function (each) { each.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", turn);
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    rows.sort(function (a, b) {
      var found = order(value(a, column), value(b, column));
      return turn === "ascending" ? found : -found;
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }

  function sortable(table) {
    table.querySelectorAll("thead th").forEach(function (heading, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent.trim();
      button.addEventListener("click", function () { sortBy(table, heading, column); });
      heading.textContent = "";
      heading.appendChild(button);
    });
  }

  function filter(before, label, items) {
    var name = document.createElement("label"), said = document.createElement("span");
    var box = document.createElement("input"), told = document.createElement("p");
    name.className = "filter"; told.className = "told";
    said.textContent = label; box.type = "search"; box.autocomplete = "off";
    told.setAttribute("role", "status");
    name.appendChild(said); name.appendChild(box);
    before.parentNode.insertBefore(name, before);
    before.parentNode.insertBefore(told, before);
    box.addEventListener("input", function () {
      var wanted = box.value.trim().toLowerCase(), shown = 0;
      items.forEach(function (item) {
        item.hidden = wanted !== "" && item.textContent.toLowerCase().indexOf(wanted) < 0;
        if (!item.hidden) { shown += 1; }
      });
      told.textContent = wanted === "" ? "" : shown + " of " + items.length + " shown";
    });
  }

  function hideIdentifiers() {
    var marks = document.querySelectorAll(".id"), kept = [], controls = document.getElementById("controls");
    var button = document.createElement("button"), told = document.createElement("span");
    button.type = "button"; button.textContent = "Hide identifiers on this screen";
    button.setAttribute("aria-pressed", "false");
    told.setAttribute("role", "status");
    button.addEventListener("click", function () {
      var hide = button.getAttribute("aria-pressed") !== "true";
      marks.forEach(function (mark, place) {
        if (hide) { kept[place] = mark.textContent; }
        mark.textContent = hide ? mark.getAttribute("data-as") : kept[place];
      });
      button.setAttribute("aria-pressed", hide ? "true" : "false");
      told.textContent = hide ? "Hidden here and in print; still in the file. To take them out, use --mask." : "";
    });
    controls.appendChild(button); controls.appendChild(told);
  }

  document.querySelectorAll("table[data-sorts]").forEach(sortable);
  document.querySelectorAll("table").forEach(function (table) {
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    if (rows.length > 12) { filter(table.parentNode, "Filter: " + table.caption.textContent.toLowerCase(), rows); }
  });
  document.querySelectorAll("[data-filter]").forEach(function (list) {
    var items = Array.prototype.slice.call(list.children);
    if (items.length > 5) { filter(list, list.getAttribute("data-filter"), items); }
  });
  if (document.getElementById("controls")) { hideIdentifiers(); }
})();
