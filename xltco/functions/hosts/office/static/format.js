// Numbers as people read them. Formulas and the endpoint get them in full.

const SCALES = [
  [1e15, "quadrillion", "qn"],
  [1e12, "trillion", "tn"],
  [1e9, "billion", "bn"],
  [1e6, "million", "m"],
];
const amount = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat("en", { maximumSignificantDigits: 8 });
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 2 });
const digits = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** A cell of an answer with its unit: `4.77 billion tokens`, `2,383.30`, `50%`. */
export function shown(cell, unit) {
  if (cell?.error) return cell.error;
  if (typeof cell === "boolean") return String(cell).toUpperCase();
  if (typeof cell !== "number") return String(cell);
  if (unit.name === "tokens") return `${tokens(cell)} tokens`;
  if (unit.name === "currency") return amount.format(cell);
  if (unit.name === "month") return `month ${whole.format(cell)}`;
  if (unit.name === "share") return percent.format(cell);
  return `${precise.format(cell)} ${unit.label}`.trimEnd();
}

/** A cell of a table, whose heading has the unit. */
export function inTable(cell, unit) {
  if (typeof cell !== "number") return cell?.error ?? String(cell);
  return unit.name === "currency" ? amount.format(cell) : whole.format(cell);
}

function tokens(value) {
  const scale = SCALES.find(([size]) => Math.abs(value) >= size);
  return scale ? `${amount.format(value / scale[0])} ${scale[1]}` : whole.format(value);
}

/** For the axis of a chart: `2.5bn`. */
export function short(value) {
  const scale = SCALES.find(([size]) => Math.abs(value) >= size);
  return scale ? `${digits.format(value / scale[0])}${scale[2]}` : whole.format(value);
}
