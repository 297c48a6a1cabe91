// Every function explained: found by a word, with fields to try it, and its worked examples.

import { element } from "./dom.js";
import { insertBar } from "./excel.js";
import { Form } from "./form.js";
import { inTable, shown } from "./format.js";
import { formulaOf } from "./formula.js";
import { calculate } from "./proxy.js";
import { whenIdle } from "./when.js";

const ROWS_SHOWN = 25;
const ONLY_EXCEL = "Only Excel knows the cells: insert the formula, and the answer follows them.";

export function functionsTab(catalogue) {
  const search = element("input", { id: "search", type: "search", autocomplete: "off" });
  const list = element("div", { class: "list" });
  const found = element("p", { class: "hint", role: "status" });
  const index = element("div", {}, element("label", { for: "search" }, "Find a function"), search, found, list);
  const page = element("div", { hidden: true });

  function narrow() {
    const words = search.value.toLowerCase().split(/\s+/);
    const fits = catalogue.functions.filter((entry) => {
      const text = `${entry.name} ${entry.summary} ${entry.category}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    found.textContent = `${fits.length} of ${catalogue.functions.length} functions`;
    const categories = [...new Set(fits.map((entry) => entry.category))];
    list.replaceChildren(
      ...categories.flatMap((category) => [
        element("h2", {}, category),
        ...fits.filter((entry) => entry.category === category).map(listed),
      ]),
    );
  }

  function listed(entry) {
    const open = () => {
      index.hidden = true;
      page.hidden = false;
      page.replaceChildren(...explained(catalogue, entry, () => close(button)));
      page.querySelector("h2").focus();
    };
    const button = element(
      "button",
      { type: "button", class: "entry-button", onclick: open },
      element("strong", {}, entry.name),
      element("span", {}, entry.summary),
    );
    return button;
  }

  function close(button) {
    page.hidden = true;
    index.hidden = false;
    button.focus();
  }

  search.addEventListener("input", narrow);
  narrow();
  return [index, page];
}

/** The page of one function. */
function explained(catalogue, entry, back) {
  const form = new Form(`try-${entry.name}`, entry.arguments, () => later());
  const answer = element("div", { class: "answer", role: "status" });
  const bar = insertBar();
  const later = whenIdle(update);

  async function update(isCurrent) {
    const read = form.read();
    const given = entry.arguments.map(({ name }) => read?.get(name));
    bar.show(read && formulaOf(catalogue.namespace, entry.name, given.map(({ text }) => text)));
    if (!read || given.some(({ reference }) => reference)) {
      answer.replaceChildren(read ? ONLY_EXCEL : "");
      return;
    }
    try {
      const grid = await calculate(entry.name, given.map(({ value }) => value));
      if (isCurrent()) answer.replaceChildren(...answered(entry, grid, form));
    } catch (error) {
      if (isCurrent()) answer.replaceChildren(error.message);
    }
  }

  const use = (example) => {
    form.fill(example.arguments);
    later();
    page[0].scrollIntoView?.();
  };
  const page = [
    element("button", { type: "button", class: "back", onclick: back }, "‹ All functions"),
    element("h2", { tabindex: "-1" }, entry.name),
    element("p", { class: "lead" }, entry.summary),
    element("p", { class: "details" }, entry.details),
    element("code", { class: "syntax" }, entry.syntax),
    ...form.elements(),
    answer,
    bar.element,
    ...facts(catalogue, entry),
    element("h3", {}, "Worked examples"),
    ...entry.examples.map((example) => worked(entry, example, form.takes(example.arguments) ? use : null)),
  ];
  form.fill(entry.examples[0].arguments);
  later();
  return page;
}

function answered(entry, grid, form) {
  const [[only]] = grid;
  if (only?.error) {
    const placed = form.tellOf(only.message);
    return [element("p", { class: "headline" }, only.error), placed ? "Please check the fields in red." : only.message];
  }
  if (entry.columns.length === 0) return [element("p", { class: "headline" }, shown(only, entry.unit))];
  const [titles, ...rows] = grid;
  const cells = (row) => row.map((cell, index) => element("td", {}, inTable(cell, entry.columns[index].unit)));
  const left = rows.length - ROWS_SHOWN;
  return [
    element(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "The table that spills" },
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, ...titles.map((title) => element("th", { scope: "col" }, title)))),
        element("tbody", {}, ...rows.slice(0, ROWS_SHOWN).map((row) => element("tr", {}, ...cells(row)))),
      ),
    ),
    left > 0 ? element("p", { class: "hint" }, `and ${left} more rows in the sheet`) : "",
  ];
}

function facts(catalogue, entry) {
  const table = entry.columns.map(({ title, unit }) => (unit.label ? `${title} (${unit.label})` : title)).join(", ");
  const rows = entry.arguments.map((argument) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, argument.name),
      element("td", {}, argument.allowed, argument.leftOut ? `; left out: ${argument.leftOut}` : ""),
    ),
  );
  const errors = Object.entries(catalogue.errors).flatMap(([code, meaning]) => [
    element("dt", {}, code),
    element("dd", {}, meaning),
  ]);
  const answers = table ? `It spills a table: ${table}.` : `The answer: ${entry.unit.label || "a text"}.`;
  return [
    element("p", { class: "hint" }, answers),
    element(
      "details",
      {},
      element("summary", {}, "What is allowed, and errors"),
      rows.length ? element("table", { class: "allowed" }, element("tbody", {}, ...rows)) : null,
      element("dl", {}, ...errors),
    ),
  ];
}

function worked(entry, example, use) {
  const value = typeof example.value === "number" ? shown(example.value, entry.unit) : String(example.value);
  return element(
    "div",
    { class: "example" },
    element("code", {}, example.formula),
    element("p", {}, element("strong", {}, value), ` (${example.source})`),
    use && example.arguments.length
      ? element("button", { type: "button", onclick: () => use(example) }, "Use these values")
      : null,
  );
}
