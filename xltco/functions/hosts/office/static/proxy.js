// Calls of the functions, gathered and sent to the endpoint; answers and errors as Excel takes them. No arithmetic.

// How long calls are gathered, in milliseconds: a recalculation sends its cells in one burst.
const GATHERED_FOR = 15;
const ENDPOINT = new URL("../calculate", import.meta.url);
const TOO_LARGE = 413;
// Error values that a custom function can return, by the name that Office gives them. It can't return any other.
const ERROR_CODES = {
  "#N/A": "notAvailable",
  "#NUM!": "invalidNumber",
  "#VALUE!": "invalidValue",
  "#DIV/0!": "divisionByZero",
  "#NULL!": "nullReference",
};

let limits = { calls: 1, cells: 1 };
let waiting = [];

/** Offer the functions to Excel: each has an id, a name and a number of arguments. */
export function register({ functions, limits: allowed }) {
  limits = allowed;
  if (!globalThis.CustomFunctions) return; // a browser without Excel, to look at the task pane
  for (const { id, name, arguments: count } of functions) {
    // After the arguments Excel hands over an object of its own.
    CustomFunctions.associate(id, (...given) => inCells(name, given.slice(0, count).map(cellsOf)));
  }
}

async function inCells(name, args) {
  let grid;
  try {
    grid = await calculate(name, args);
  } catch (error) {
    const code = error instanceof NoServer ? "#N/A" : "#VALUE!";
    throw asError({ error: code, message: error.message });
  }
  return asExcelTakes(grid);
}

/** The answer to one call, as a grid; an error in it is `{error, message}`. Throws an Error when there is no answer. */
export function calculate(name, args) {
  return new Promise((resolve, reject) => {
    if (waiting.length === 0) setTimeout(flush, GATHERED_FOR);
    waiting.push({ call: { function: name, arguments: args }, resolve, reject });
  });
}

function flush() {
  const gathered = waiting;
  waiting = [];
  for (const batch of batches(gathered)) send(batch);
}

/** Requests that keep within the endpoint's limits, as far as that can be told from the arguments. */
function batches(gathered) {
  const made = [];
  let batch = null;
  let cells = 0;
  for (const entry of gathered) {
    const size = cellCount(entry.call.arguments);
    if (!batch || cells + size > limits.cells || batch.length >= limits.calls) {
      batch = [];
      made.push(batch);
      cells = 0;
    }
    batch.push(entry);
    cells += size;
  }
  return made;
}

async function send(batch) {
  try {
    const { status, body } = await post({ calls: batch.map((entry) => entry.call) });
    if (status === TOO_LARGE && batch.length > 1) {
      // What the answers hold isn't known before: in two halves they may fit.
      const middle = Math.ceil(batch.length / 2);
      send(batch.slice(0, middle));
      send(batch.slice(middle));
    } else if (status === 200) {
      batch.forEach((entry, index) => entry.resolve(body.results[index]));
    } else {
      throw new Error(body.error);
    }
  } catch (error) {
    batch.forEach((entry) => entry.reject(error));
  }
}

async function post(request) {
  let response;
  try {
    response = await fetch(ENDPOINT, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
    });
  } catch {
    throw new NoServer("xltco does not answer: start it with xltco addin serve --tls");
  }
  return { status: response.status, body: await response.json() };
}

/** Nobody listens where the add-in came from. */
export class NoServer extends Error {}

/** An argument as Excel hands it over (rows of cells, null where it is left out), as the endpoint takes it. */
function cellsOf(argument) {
  return Array.isArray(argument) ? argument.map((row) => row.map(cellOf)) : cellOf(argument);
}

/** One cell: errors by their code, data types by the plain value below them, an empty cell null. */
function cellOf(value) {
  if (value === null || value === undefined || typeof value !== "object") return value ?? null;
  if (value.type === "Empty" || value.basicType === "Empty") return null;
  return value.basicValue ?? value.code ?? null;
}

function cellCount(args) {
  const sides = args.filter(Array.isArray).map((grid) => [grid.length, grid[0]?.length ?? 0]);
  const given = sides.reduce((sum, [rows, columns]) => sum + rows * columns, args.length);
  const answered = Math.max(1, ...sides.map((side) => side[0])) * Math.max(1, ...sides.map((side) => side[1]));
  return Math.max(given, answered);
}

/** A grid as Excel takes it. An error alone is thrown, because only so every Excel shows its message. */
function asExcelTakes(grid) {
  const cells = grid.map((row) => row.map((cell) => (cell?.error ? asError(cell) : cell)));
  const alone = cells.length === 1 && cells[0].length === 1 ? cells[0][0] : null;
  if (alone instanceof CustomFunctions.Error) throw alone;
  return cells;
}

function asError({ error, message }) {
  const code = ERROR_CODES[error];
  if (code) return new CustomFunctions.Error(CustomFunctions.ErrorCode[code], message);
  return new CustomFunctions.Error(CustomFunctions.ErrorCode.invalidValue, `${error} ${message}`);
}
