// The quick break-even: a few inputs, the answer in words, the chart, and the formula. Every number is the endpoint's.

import { costChart } from "./chart.js";
import { element } from "./dom.js";
import { insertBar } from "./excel.js";
import { Form } from "./form.js";
import { inTable, short, shown } from "./format.js";
import { formulaOf } from "./formula.js";
import { calculate } from "./proxy.js";
import { whenIdle } from "./when.js";

// Where the chart ends: beyond the last volume of interest, or here when there is none.
const BEYOND = 1.6;
const WITHOUT_BREAK_EVEN = 10e9;
const POINTS = 201;
const ROWS_SHOWN = 10;
const CHECK = "Please check the fields in red.";

export function breakEvenTab(catalogue) {
  const find = (name) => catalogue.functions.find((entry) => entry.name === name);
  const breakEven = find("BREAKEVEN");
  const volume = find("API_COST").arguments.find(({ name }) => name === "monthly_tokens");
  const yours = { ...volume, label: "Your monthly tokens", required: false, leftOut: "" };
  const form = new Form("quick", [...breakEven.arguments, yours], () => later());
  form.fill(breakEven.examples[0].arguments);

  const headline = element("p", { class: "headline" });
  const sentence = element("p", { class: "sentence" });
  const answer = element("div", { class: "answer", role: "status" }, headline, sentence);
  const picture = element("div", {});
  const bar = insertBar();
  const later = whenIdle(update);

  async function update(isCurrent) {
    const read = form.read();
    bar.show(read && formulaOf(catalogue.namespace, "BREAKEVEN", breakEven.arguments.map((a) => read.get(a.name).text)));
    if (!read || [...read.values()].some((entry) => entry.reference)) {
      headline.textContent = "";
      sentence.textContent = read ? "Only Excel knows the cells: insert the formula, and the answer follows them." : CHECK;
      picture.replaceChildren();
      return;
    }
    const values = new Map([...read].map(([name, entry]) => [name, entry.value]));
    const ask = (name) => calculate(name, find(name).arguments.map((a) => values.get(a.name) ?? null));
    try {
      const [[[first]], [[always]]] = await Promise.all([ask("BREAKEVEN"), ask("BREAKEVEN_ALWAYS")]);
      if (!isCurrent()) return;
      if (first?.error && first.error !== "#N/A") return tellError(first);
      const given = values.get(yours.name);
      const marks = [first, always, given].filter((value) => typeof value === "number" && value > 0);
      values.set("max_tokens", marks.length ? BEYOND * Math.max(...marks) : WITHOUT_BREAK_EVEN).set("points", POINTS);
      const asked = given === null ? ["COST_CURVE"] : ["COST_CURVE", "API_COST", "SELFHOST_COST"];
      const [table, ...costs] = await Promise.all(asked.map(ask));
      if (!isCurrent()) return;
      const wrong = costs.map(([[cell]]) => cell).find((cell) => cell.error) ?? table[0].find((cell) => cell.error);
      if (wrong) return tellError(wrong);
      say(first, always, given, costs.map(([[cell]]) => cell));
      draw(table, first, given);
    } catch (error) {
      if (isCurrent()) tellError({ message: error.message });
    }
  }

  function tellError({ message }) {
    headline.textContent = "";
    sentence.textContent = form.tellOf(message) ? CHECK : message;
    bar.show(null);
    picture.replaceChildren();
  }

  function say(first, always, given, costs) {
    const never = typeof first !== "number";
    headline.textContent = never ? "Never: the API stays cheaper" : `${shown(first, breakEven.unit)} a month`;
    const parts = [never ? "Self-hosting costs more at every volume." : "There self-hosting first costs no more than the API."];
    if (!never && typeof always === "number" && always > first) {
      parts.push(`Above ${shown(always, breakEven.unit)} it never costs more again; in between, a new instance can.`);
    } else if (!never && typeof always !== "number") {
      parts.push("Above it, new instances can make the API cheaper again.");
    }
    if (costs.length) {
      const [api, selfHost] = costs.map((cost) => shown(cost, { name: "currency" }));
      const cheaper = costs[0] < costs[1] ? "the API is cheaper" : costs[0] > costs[1] ? "self-hosting is cheaper" : "both cost the same";
      parts.push(`At your ${shown(given, breakEven.unit)}: API ${api}, self-hosted ${selfHost} a month, so ${cheaper}.`);
    }
    sentence.textContent = parts.join(" ");
  }

  function draw([, ...rows], first, given) {
    const points = rows.map(([tokens, api, , selfHost]) => ({ tokens, api, selfHost }));
    const at = typeof first === "number" ? points.find((point) => point.tokens >= first) : null;
    // On the staircase's level just before the crossing, where both lines meet.
    const cost = at && Math.min(at.api, at.selfHost);
    const marks = at ? [{ tokens: first, cost, label: `Break-even ${short(first)}` }] : [];
    if (given > 0) marks.push({ tokens: given, label: `You ${short(given)}` });
    const summary = `Cost a month against tokens a month: the API's line and the staircase of self-hosting. ${headline.textContent}.`;
    picture.replaceChildren(costChart(points, marks, summary), legend(), tableOf(rows));
  }

  function tableOf(rows) {
    const { columns } = find("COST_CURVE");
    const some = rows.filter((_, index) => index % ((POINTS - 1) / ROWS_SHOWN) === 0);
    const cells = (row) => row.map((cell, index) => element("td", {}, inTable(cell, columns[index].unit)));
    return element(
      "details",
      {},
      element("summary", {}, "The numbers of the chart"),
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, ...columns.map(({ title }) => element("th", { scope: "col" }, title)))),
        element("tbody", {}, ...some.map((row) => element("tr", {}, ...cells(row)))),
      ),
    );
  }

  later();
  return [
    element("p", { class: "lead" }, "At which volume does self-hosting cost no more than the API?"),
    ...explaining(form.elements([yours.name])),
    answer,
    bar.element,
    picture,
  ];
}

/**
 * The fields, and one line below that explains the field in use. It has a place of its own and stays when the field is
 * left: what appears and goes would move the button away under the mouse.
 */
function explaining(fields) {
  const line = element("p", { class: "hint help" }, "The numbers are an example. Put in yours, or cells such as B4.");
  const brief = element("div", { class: "brief" }, ...fields);
  brief.addEventListener("focusin", ({ target }) => {
    const hint = target.closest(".field")?.querySelector(".hint");
    if (hint) line.textContent = hint.textContent;
  });
  return [brief, line];
}

function legend() {
  const entry = (kind, text) => element("li", {}, element("span", { class: `swatch ${kind}` }), text);
  return element("ul", { class: "legend" }, entry("api", "API"), entry("self-host", "Self-hosted"));
}
