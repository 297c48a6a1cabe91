// The task pane: two tabs, filled from the catalogue.

import { breakEvenTab } from "./breakeven.js";
import { functionsTab } from "./browse.js";
import { element } from "./dom.js";

const tabs = [...document.querySelectorAll('[role="tab"]')];

function choose(tab) {
  for (const other of tabs) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
  }
}

/** Arrow keys go from tab to tab, as in any tab list. */
function moved(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = tabs[(tabs.indexOf(event.currentTarget) + step + tabs.length) % tabs.length];
  choose(next);
  next.focus();
}

async function start() {
  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", moved);
  }
  const breakEven = document.getElementById("break-even");
  try {
    const response = await fetch(new URL("../catalogue.json", import.meta.url));
    const catalogue = await response.json();
    document.getElementById("version").textContent = catalogue.version;
    breakEven.replaceChildren(...breakEvenTab(catalogue));
    document.getElementById("functions").replaceChildren(...functionsTab(catalogue));
  } catch (error) {
    const remedy = "Start it with xltco addin serve --tls and open the pane again.";
    const message = `xltco does not answer (${error.message}). ${remedy}`;
    breakEven.replaceChildren(element("p", { class: "problem" }, message));
  }
}

if (globalThis.Office) Office.onReady();
start();
