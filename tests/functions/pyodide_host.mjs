// Runs lite_host.py inside Pyodide: node pyodide_host.mjs PYODIDE_FOLDER REQUEST.json > answers
// The request: wheels (paths), host (the text of lite_host.py), main, calls.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, path] = process.argv.slice(2);
const request = JSON.parse(readFileSync(path, "utf8"));
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const silent = () => {};
const pyodide = await loadPyodide({ indexURL: folder });
await pyodide.loadPackage(request.wheels, { messageCallback: silent, checkIntegrity: false });
pyodide.FS.writeFile("/home/pyodide/lite_host.py", request.host);
pyodide.globals.set("main", request.main);
pyodide.globals.set("calls", JSON.stringify(request.calls));
console.log(
  await pyodide.runPythonAsync(`
import json, sys, lite_host
sys.modules["xlwings"] = lite_host.stand_in()
found = lite_host.answers(main, calls)
import numpy
json.dumps({"answers": json.loads(found), "platform": sys.platform, "numpy": numpy.__version__, "python": sys.version})
`),
);
