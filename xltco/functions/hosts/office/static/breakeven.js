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
const ONLY_EXCEL = "Only Excel knows the cells: insert the formula, and the answer follows them.";

/** The tab's elements. */
export function breakEvenTab(catalogue) {
  return new QuickBreakEven(catalogue).elements();
}

class QuickBreakEven {
  constructor(catalogue) {
    this.namespace = catalogue.namespace;
    this.functions = new Map(catalogue.functions.map((entry) => [entry.name, entry]));
    this.breakEven = this.functions.get("BREAKEVEN");
    const volume = this.functions.get("API_COST").arguments.find(({ name }) => name === "monthly_tokens");
    this.yours = { ...volume, label: "Your monthly tokens", required: false, leftOut: "" };
    this.headline = element("p", { class: "headline" });
    this.sentence = element("p", { class: "sentence" });
    this.picture = element("div", {});
    this.bar = insertBar();
    const later = whenIdle((isCurrent) => this.update(isCurrent));
    this.form = new Form("quick", [...this.breakEven.arguments, this.yours], later);
    this.form.fill(this.breakEven.examples[0].arguments);
    later();
  }

  elements() {
    return [
      element("p", { class: "lead" }, "At which volume does self-hosting cost no more than the API?"),
      ...explaining(this.form.elements([this.yours.name])),
      element("div", { class: "answer", role: "status" }, this.headline, this.sentence),
      this.bar.element,
      this.picture,
    ];
  }

  async update(isCurrent) {
    const read = this.form.read();
    const texts = read && this.breakEven.arguments.map(({ name }) => read.get(name).text);
    this.bar.show(read && formulaOf(this.namespace, this.breakEven.name, texts));
    if (!read) return this.only(CHECK);
    const entries = [...read];
    if (entries.some(([, entry]) => entry.reference)) return this.only(ONLY_EXCEL);
    try {
      const found = await this.answers(new Map(entries.map(([name, entry]) => [name, entry.value])));
      if (isCurrent()) this.tell(found);
    } catch (error) {
      if (isCurrent()) this.only(error.message);
    }
  }

  /** What the endpoint says to these values, by argument name; `wrong` is the first error that is no answer. */
  async answers(values) {
    const ask = async (name) => {
      const args = this.functions.get(name).arguments;
      return calculate(name, args.map((argument) => values.get(argument.name) ?? null));
    };
    const [[[first]], [[always]]] = await Promise.all(["BREAKEVEN", "BREAKEVEN_ALWAYS"].map(ask));
    if (first.error && first.error !== "#N/A") return { wrong: first };
    const given = values.get(this.yours.name);
    const marks = [first, always, given].filter((value) => typeof value === "number" && value > 0);
    values.set("max_tokens", marks.length ? BEYOND * Math.max(...marks) : WITHOUT_BREAK_EVEN).set("points", POINTS);
    const asked = given === null ? ["COST_CURVE"] : ["COST_CURVE", "API_COST", "SELFHOST_COST"];
    const [table, ...grids] = await Promise.all(asked.map(ask));
    const costs = grids.map(([[cell]]) => cell);
    return { wrong: [...costs, table[0][0]].find((cell) => cell.error), first, always, given, costs, table };
  }

  tell({ wrong, ...found }) {
    if (wrong) {
      this.bar.show(null);
      return this.only(this.form.tellOf(wrong.message) ? CHECK : wrong.message);
    }
    const { unit } = this.breakEven;
    const never = found.first.error;
    this.headline.textContent = never ? "Never: the API stays cheaper" : `${shown(found.first, unit)} a month`;
    this.sentence.textContent = sentences(found, unit).join(" ");
    this.draw(found);
  }

  /** No answer, but a sentence. */
  only(sentence) {
    this.headline.textContent = "";
    this.sentence.textContent = sentence;
    this.picture.replaceChildren();
  }

  draw({ table: [, ...rows], first, given }) {
    const points = rows.map(([tokens, api, , selfHost]) => ({ tokens, api, selfHost }));
    const at = first.error ? null : points.find((point) => point.tokens >= first);
    // On the staircase's level just before the crossing, where both lines meet.
    const cost = at && Math.min(at.api, at.selfHost);
    const marks = at ? [{ tokens: first, cost, label: `Break-even ${short(first)}` }] : [];
    if (given > 0) marks.push({ tokens: given, label: `You ${short(given)}` });
    const about = "Cost a month against tokens a month: the API's line and the staircase of self-hosting.";
    const chart = costChart(points, marks, `${about} ${this.headline.textContent}.`);
    this.picture.replaceChildren(chart, legend(), tableOf(rows, this.functions.get("COST_CURVE").columns));
  }
}

function sentences({ first, always, given, costs }, unit) {
  const said = [];
  if (first.error) said.push("Self-hosting costs more at every volume.");
  else said.push("There self-hosting first costs no more than the API.");
  if (!first.error && always.error) said.push("Above it, new instances can make the API cheaper again.");
  else if (always > first) {
    said.push(`Above ${shown(always, unit)} it never costs more again; in between, a new instance can.`);
  }
  if (costs.length) {
    const [api, selfHost] = costs.map((cost) => shown(cost, { name: "currency" }));
    said.push(`At your ${shown(given, unit)}: API ${api}, self-hosted ${selfHost} a month, so ${cheaper(costs)}.`);
  }
  return said;
}

function cheaper([api, selfHost]) {
  if (api === selfHost) return "both cost the same";
  return api < selfHost ? "the API is cheaper" : "self-hosting is cheaper";
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

function tableOf(rows, columns) {
  const some = rows.filter((_, index) => index % ((POINTS - 1) / ROWS_SHOWN) === 0);
  const cells = (row) => row.map((cell, index) => element("td", {}, inTable(cell, columns[index].unit)));
  const titles = columns.map(({ title }) => element("th", { scope: "col" }, title));
  return element(
    "details",
    {},
    element("summary", {}, "The numbers of the chart"),
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...titles)),
      element("tbody", {}, ...some.map((row) => element("tr", {}, ...cells(row)))),
    ),
  );
}

function legend() {
  const entry = (kind, text) => element("li", {}, element("span", { class: `swatch ${kind}` }), text);
  return element("ul", { class: "legend" }, entry("api", "API"), entry("self-host", "Self-hosted"));
}
