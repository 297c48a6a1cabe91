// What a person types into a field, as a value for the endpoint and as text in a formula.

const CELL = String.raw`\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}`;
const SHEET = String.raw`(?:'(?:[^'\[\]:*?/\\]|'')+'|[\p{L}_][\p{L}\p{N}_.]*)!`;
const REFERENCE = new RegExp(`^(?:${SHEET})?${CELL}(?::${CELL}|#)?$`, "u");
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?%?$/;
const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MILLISECONDS_PER_DAY = 86_400_000;
// Day 0 of Excel's calendar.
const DAY_ZERO = Date.UTC(1899, 11, 30);

/**
 * A typed text: `{value, text}`, with `text` as the formula has it; `{reference: true, text}` for cells, whose value
 * only Excel knows; `{problem}` where it is neither. Whether a value is allowed is the endpoint's to say.
 */
export function typed(argument, input) {
  const text = input.trim();
  if (text === "") return { value: null, text: "" };
  return (READERS[argument.kind] ?? numberOf)(text);
}

const READERS = { text: textOf, choice: textOf, boolean: booleanOf, date: dateOf };

/** The formula of a call; arguments left out at its end are not written. */
export function formulaOf(namespace, name, texts) {
  return `=${namespace}.${name}(${texts.join(",").replace(/,+$/, "")})`;
}

function numberOf(text) {
  const bare = text.replace(/^=/, "");
  if (REFERENCE.test(bare)) return { reference: true, text: bare };
  const plain = THOUSANDS.test(text) ? text.replaceAll(",", "") : text.replace(/[\s_]/g, "");
  const value = plain.endsWith("%") ? Number(plain.slice(0, -1)) / 100 : Number(plain);
  if (!NUMBER.test(plain) || !Number.isFinite(value)) {
    return { problem: "is a number such as 1250, 0.5 or 5e9, or a cell such as B4" };
  }
  return { value, text: plain };
}

function textOf(text) {
  // Only after "=": H100 is a cell, and a name of an instance too.
  if (text.startsWith("=")) {
    const bare = text.slice(1);
    return REFERENCE.test(bare) ? { reference: true, text: bare } : { problem: "after = is a cell such as B4" };
  }
  return { value: text, text: `"${text.replaceAll('"', '""')}"` };
}

function booleanOf(text) {
  return { value: text === "TRUE", text };
}

function dateOf(text) {
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (!year) return { problem: "is a date such as 2026-10-14" };
  const serial = (Date.UTC(Number(year), Number(month) - 1, Number(day)) - DAY_ZERO) / MILLISECONDS_PER_DAY;
  return { value: serial, text: `DATE(${Number(year)},${Number(month)},${Number(day)})` };
}
