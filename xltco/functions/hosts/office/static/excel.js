// The sheet: formulas go into the active cell, and over something only when asked twice.

import { element } from "./dom.js";

/** A formula with the button that inserts it. `show` sets the formula; null where there is none yet. */
export function insertBar() {
  const text = element("code", { class: "formula" });
  const button = element("button", { type: "button", class: "primary", disabled: true }, "Insert into active cell");
  const status = element("p", { class: "status", role: "status" });
  let formula = null;
  let occupied = null;

  button.addEventListener("click", async () => {
    try {
      const done = await insert(formula, occupied);
      occupied = done.occupied ? done.address : null;
      status.textContent = done.occupied
        ? `${done.address} is not empty. Press again to replace what it holds, or choose another cell.`
        : `Inserted into ${done.address}.`;
    } catch (error) {
      occupied = null;
      status.textContent = `Excel did not take the formula: ${error.message}`;
    }
  });

  function show(next) {
    if (next === formula) return;
    formula = next;
    occupied = null;
    text.textContent = next ?? "";
    button.disabled = next === null || !inExcel();
    status.textContent = inExcel() ? "" : "Open this pane in Excel to insert; here you can copy the formula.";
  }

  return { element: element("div", { class: "insert" }, text, button, status), show };
}

/** Whether the page is in Excel, and not in a mere browser. */
export function inExcel() {
  return Boolean(globalThis.Excel?.run);
}

/** Write a formula into the active cell; where that holds something else than `replaced`, only say so. */
export async function insert(formula, replaced) {
  return Excel.run(async (context) => {
    const cell = context.workbook.getActiveCell();
    cell.load(["address", "formulas"]);
    await context.sync();
    const address = cell.address;
    if (cell.formulas[0][0] !== "" && address !== replaced) return { address, occupied: true };
    cell.formulas = [[formula]];
    await context.sync();
    return { address, occupied: false };
  });
}
