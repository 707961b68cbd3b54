// Filters and sorting of the claims, and details opened for paper. Without it the page has all its rows.
(() => {
  "use strict";
  document.documentElement.classList.add("script");
  const table = document.getElementById("claims-table");
  const filters = document.getElementById("filters");
  const bodies = [...table.tBodies];
  const words = new Map(bodies.map((b) => [b, b.querySelector(".claim").textContent.toLowerCase()]));

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const search = make("input", { type: "search", id: "filter-text", autocomplete: "off" });
  const unexpected = make("input", { type: "checkbox", id: "filter-unexpected" });
  const reset = make("button", { type: "button", textContent: "Show all" });
  const status = make("p", { id: "filter-count" });
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  const selects = ["source", "standing", "tier", "kind"].map((name) => {
    const select = make("select", { id: `filter-${name}` }, make("option", { value: "", textContent: "all" }));
    const counts = new Map();
    for (const body of bodies) counts.set(body.dataset[name], (counts.get(body.dataset[name]) || 0) + 1);
    for (const [value, count] of [...counts].sort((a, b) => (a[0] < b[0] ? -1 : 1)))
      select.append(make("option", { value, textContent: `${value} (${count})` }));
    return [name, select];
  });
  const source = selects[0][1];

  const apply = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const body of bodies) {
      const fits = wanted.every((word) => words.get(body).includes(word)) &&
        selects.every(([name, select]) => !select.value || body.dataset[name] === select.value) &&
        (!unexpected.checked || body.dataset.unexpected === "yes");
      body.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    status.textContent = `${shown} of ${bodies.length} claims shown`;
  };
  const clear = () => {
    search.value = "";
    unexpected.checked = false;
    for (const [, select] of selects) select.value = "";
    apply();
  };

  filters.setAttribute("role", "search");
  filters.setAttribute("aria-label", "Filter the claims");
  filters.append(make("label", { className: "wide" }, "Words in the claim", search));
  for (const [name, select] of selects)
    filters.append(make("label", {}, name === "standing" ? "Verdict" : name[0].toUpperCase() + name.slice(1), select));
  filters.append(make("label", { className: "check" }, unexpected, "unexpected only"), reset, status);
  filters.addEventListener("input", apply);
  reset.addEventListener("click", clear);

  // Numbers by size, words by letters; what has no key comes last in both directions.
  const before = (a, b) => {
    const x = Number(a), y = Number(b);
    return Number.isNaN(x) || Number.isNaN(y) ? (a < b ? -1 : a > b ? 1 : 0) : x - y;
  };
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = make("button", { type: "button", textContent: head.textContent });
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (body) => body.rows[0].cells[column].dataset.sort;
      const sorted = [...bodies].sort((a, b) => {
        const x = key(a), y = key(b);
        if (x === "" || y === "") return (x === "") - (y === "");
        return down ? before(y, x) : before(x, y);
      });
      table.append(...sorted);
    });
  });
  heads[0].setAttribute("aria-sort", "ascending");

  for (const link of document.querySelectorAll("[data-show-source]"))
    link.addEventListener("click", () => {
      clear();
      source.value = link.dataset.showSource;
      apply();
    });

  // A link to a claim finds it whatever is filtered, with its evidence open.
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target || !bodies.includes(target)) return;
    if (target.hidden) clear();
    target.querySelector("details").open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);

  // On paper: the tables of figures, and the evidence of claims that are not simply reproduced; all of it is 300 pages.
  const onPaper = ".source details, .claims > tbody:not([data-standing=reproduced], [data-standing='not run']) details, " +
    ".claims > tbody[data-unexpected=yes] details";
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(onPaper)].filter((details) => !details.open);
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
  apply();
  reveal();
})();
