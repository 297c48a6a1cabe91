// The API's line against the staircase of instances. The points are the answer of COST_CURVE.

import { drawn } from "./dom.js";
import { short } from "./format.js";

const WIDTH = 320;
const HEIGHT = 214;
const PLOT = { left: 44, right: 308, top: 22, bottom: 180 };
const TICKS = 4;
const LINE_HEIGHT = 14;
const CHARACTER = 7;

/**
 * A picture of `points` ({tokens, api, selfHost}) with `marks` ({tokens, label}, and a `cost` where lines meet);
 * `summary` says it in words.
 */
export function costChart(points, marks, summary) {
  const right = points[points.length - 1].tokens;
  const top = Math.max(...points.map((point) => Math.max(point.api, point.selfHost)), 1) * 1.05;
  const x = (tokens) => PLOT.left + ((PLOT.right - PLOT.left) * tokens) / right;
  const y = (cost) => PLOT.bottom - ((PLOT.bottom - PLOT.top) * cost) / top;
  const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": summary, class: "chart" });
  svg.append(...axis(right, top, x, y));
  svg.append(drawn("polyline", { class: "self-host", points: stairs(points, x, y) }));
  svg.append(drawn("polyline", { class: "api", points: points.map((p) => `${x(p.tokens)},${y(p.api)}`).join(" ") }));
  const leftmost = marks.length > 1 ? Math.min(...marks.map(({ tokens }) => tokens)) : null;
  marks.forEach((mark, index) => {
    const side = sideOf(mark, x(mark.tokens), mark.tokens === leftmost);
    svg.append(...marked(mark, x, y, PLOT.top + index * LINE_HEIGHT, side));
  });
  return svg;
}

/** A step rises where the next point is: between two points the cost is that of the first. */
function stairs(points, x, y) {
  const corners = points.flatMap((point, index) => {
    const before = points[index - 1];
    const rises = before && before.selfHost !== point.selfHost;
    return [...(rises ? [`${x(point.tokens)},${y(before.selfHost)}`] : []), `${x(point.tokens)},${y(point.selfHost)}`];
  });
  return corners.join(" ");
}

function axis(right, top, x, y) {
  const made = [];
  for (const value of ticks(top)) {
    made.push(drawn("line", { class: "grid", x1: PLOT.left, x2: PLOT.right, y1: y(value), y2: y(value) }));
    made.push(drawn("text", { class: "tick", x: PLOT.left - 6, y: y(value) + 4, "text-anchor": "end" }, short(value)));
  }
  for (const value of ticks(right)) {
    const place = { x: x(value), y: PLOT.bottom + 16, "text-anchor": "middle" };
    made.push(drawn("text", { class: "tick", ...place }, short(value)));
  }
  made.push(drawn("line", { class: "axis", x1: PLOT.left, x2: PLOT.right, y1: PLOT.bottom, y2: PLOT.bottom }));
  made.push(drawn("text", { class: "title", x: 2, y: 10 }, "Cost a month"));
  made.push(drawn("text", { class: "title", x: PLOT.right, y: HEIGHT - 3, "text-anchor": "end" }, "Tokens a month"));
  return made;
}

/** Where a label stands: away from the other marks, and within the picture. */
function sideOf({ label }, at, isLeftmost) {
  const width = label.length * CHARACTER;
  const fits = { end: at - width > PLOT.left, start: at + width < PLOT.right };
  const wanted = isLeftmost ? "end" : "start";
  return fits[wanted] ? wanted : fits.end ? "end" : "start";
}

function marked({ tokens, cost, label }, x, y, height, side) {
  const away = side === "end" ? -5 : 5;
  return [
    drawn("line", { class: "mark", x1: x(tokens), x2: x(tokens), y1: height - 8, y2: PLOT.bottom }),
    drawn("text", { class: "label", x: x(tokens) + away, y: height, "text-anchor": side }, label),
    ...(cost === undefined ? [] : [drawn("circle", { class: "mark", cx: x(tokens), cy: y(cost), r: 4 })]),
  ];
}

/** Round values from 0 up: 1, 2, 2.5 or 5 of a power of ten apart. */
function ticks(most) {
  const power = 10 ** Math.floor(Math.log10(most / TICKS));
  const step = [1, 2, 2.5, 5, 10].map((size) => size * power).find((size) => most / size <= TICKS + 0.5);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}
