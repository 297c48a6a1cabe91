// Fields for the arguments of a function, as the catalogue describes them; errors stand by their field.

import { element } from "./dom.js";
import { typed } from "./formula.js";

/** The fields of some arguments. `changed` is called after every input. */
export class Form {
  constructor(prefix, args, changed) {
    this.arguments = args;
    this.inputs = new Map();
    this.fields = new Map();
    for (const argument of args) {
      const id = `${prefix}-${argument.name}`;
      const input = inputFor(argument, id);
      input.addEventListener("input", changed);
      this.inputs.set(argument.name, input);
      this.fields.set(argument.name, field(argument, id, input));
    }
  }

  /** The fields as elements: optional ones folded away while they are empty. `also` stands with the required ones. */
  elements(also = []) {
    const shownFirst = (argument) => argument.required || also.includes(argument.name);
    const fieldsOf = (list) => list.map(({ name }) => this.fields.get(name));
    const others = this.arguments.filter((argument) => !shownFirst(argument));
    const folded = element("details", {}, element("summary", {}, "More inputs (optional)"), ...fieldsOf(others));
    return [...fieldsOf(this.arguments.filter(shownFirst)), others.length ? folded : ""];
  }

  /** Write texts into the fields, in the order of the arguments. */
  fill(texts) {
    this.arguments.forEach((argument, index) => {
      const input = this.inputs.get(argument.name);
      input.value = texts[index] ?? "";
      if (input.value) input.closest("details")?.setAttribute("open", "");
    });
  }

  /** Whether the fields can hold these texts: an example of an error may have one that they don't take. */
  takes(texts) {
    return this.arguments.every((argument, index) => {
      const text = texts[index] ?? "";
      const { options } = this.inputs.get(argument.name);
      return options ? [...options].some(({ value }) => value === text) : !typed(argument, text).problem;
    });
  }

  /** What is typed, by argument name. Fields that can't be read say so; then the answer is null. */
  read() {
    const read = new Map();
    let readable = true;
    for (const argument of this.arguments) {
      const found = typed(argument, this.inputs.get(argument.name).value);
      this.tell(argument.name, found.problem ?? "");
      if (found.problem) readable = false;
      read.set(argument.name, found);
    }
    return readable ? read : null;
  }

  /** Show an error of the endpoint by the field that it names. False where it names none of these. */
  tellOf(message) {
    const argument = this.arguments.find(({ name }) => message.startsWith(`${name} `));
    if (argument) this.tell(argument.name, message.slice(argument.name.length + 1));
    return Boolean(argument);
  }

  tell(name, problem) {
    const input = this.inputs.get(name);
    input.setAttribute("aria-invalid", String(Boolean(problem)));
    const place = this.fields.get(name).querySelector(".problem");
    if (place.textContent !== problem) place.textContent = problem;
    // An error in a part that is folded away would not be seen.
    if (problem) input.closest("details")?.setAttribute("open", "");
  }
}

function field(argument, id, input) {
  const about = [argument.unit.label, argument.required ? "" : "optional"].filter(Boolean).join(", ");
  const leftOut = argument.leftOut ? ` Left out: ${argument.leftOut}.` : "";
  return element(
    "div",
    { class: "field" },
    element("label", { for: id }, argument.label, " ", element("span", { class: "unit" }, about)),
    input,
    element("p", { class: "hint", id: `${id}-hint` }, `${argument.help}${leftOut}`),
    element("p", { class: "problem", id: `${id}-problem`, role: "alert" }),
  );
}

function inputFor(argument, id) {
  const described = { id, "aria-describedby": `${id}-problem ${id}-hint`, "aria-required": String(argument.required) };
  const choices = argument.kind === "boolean" ? ["TRUE", "FALSE"] : argument.choices;
  if (choices.length > 0) {
    const none = element("option", { value: "" }, argument.required ? "Choose…" : `${argument.leftOut} (left out)`);
    return element("select", described, none, ...choices.map((choice) => element("option", {}, choice)));
  }
  const text = { type: "text", autocomplete: "off", spellcheck: "false", placeholder: argument.leftOut };
  if (argument.kind === "date") return element("input", { ...described, type: "date" });
  const keyboard = argument.kind === "text" ? "text" : "decimal";
  return element("input", { ...described, ...text, inputmode: keyboard });
}
