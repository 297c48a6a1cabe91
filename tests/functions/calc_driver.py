"""Types formulas into a real Calc and says what the cells show; run by a Python that has `uno`.

    python3 calc_driver.py PROFILE_FOLDER

One JSON request a line on standard input, one JSON answer a line on standard output, until the input ends.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

SECONDS_TO_START = 60
ERRORS = {503: "#NUM!", 519: "#VALUE!", 521: "#NULL!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A"}


class Calc:
    """One LibreOffice with one spreadsheet open."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        self.process, context = self._started()
        self.context = context
        self.manager = context.ServiceManager
        self.desktop = self.manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.document = self._opened("private:factory/scalc")

    def _started(self) -> tuple[Any, Any]:
        """A new profile sometimes makes the first start end at once with exit code 81: start again."""
        for _ in range(3):
            pipe = f"xltco{os.getpid()}"
            environment = {key: value for key, value in os.environ.items() if not key.startswith("URE_")}
            process = subprocess.Popen(
                [
                    "soffice",
                    f"-env:UserInstallation={self.profile.as_uri()}",
                    "--headless",
                    "--norestore",
                    f"--accept=pipe,name={pipe};urp",
                ],
                stdout=subprocess.DEVNULL,
                env=environment,
            )
            context = self._connected(process, pipe)
            if context is not None:
                return process, context
            process.kill()
        raise SystemExit("LibreOffice did not start")

    @staticmethod
    def _connected(process: Any, pipe: str) -> Any:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and process.poll() is None:
            try:
                return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            except NoConnectException:
                time.sleep(0.1)
        return None

    def _opened(self, url: str) -> Any:
        return self.desktop.loadComponentFromURL(url, "_blank", 0, (_property("Hidden", True),))

    def new_document(self) -> None:
        """An empty document in place of the one that is open."""
        self.document.close(True)
        self.document = self._opened("private:factory/scalc")

    def evaluate(self, formulas: list[str], values: list[list[Any]] = ()) -> list[Any]:  # type: ignore[assignment]
        """What one cell each shows, typed as a person types; `values` stand from F1 of their sheet."""
        sheet = self._new_sheet()
        for row, cells in enumerate(values):
            for column, value in enumerate(cells):
                _type(sheet.getCellByPosition(5 + column, row), value)
        for row, formula in enumerate(formulas):
            sheet.getCellByPosition(0, row).FormulaLocal = formula
        return [row[0] for row in _shown(sheet.getCellRangeByPosition(0, 0, 0, len(formulas) - 1))]

    def evaluate_array(
        self,
        formula: str,
        rows: int,
        columns: int,
        values: list[list[Any]] = (),  # type: ignore[assignment]
    ) -> list[list[Any]]:
        """What an array formula over so many cells shows; `values` stand from A1 of their sheet."""
        sheet = self._new_sheet()
        for row, cells in enumerate(values):
            for column, value in enumerate(cells):
                _type(sheet.getCellByPosition(column, row), value)
        area = sheet.getCellRangeByPosition(20, 0, 19 + columns, rows - 1)
        area.setArrayFormula(formula)
        return _shown(area)

    def recalculate(self) -> Any:
        """What the first cell of the last sheet shows after a hard recalculation."""
        self.document.calculateAll()
        sheets = self.document.Sheets
        return _shown(sheets.getByIndex(sheets.Count - 1).getCellRangeByName("A1"))[0][0]

    def workers(self) -> list[int]:
        """The processes that LibreOffice has started, and those that they have."""
        parents = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it has just ended
        found = {self.process.pid}
        for _ in range(4):
            found |= {child for child, parent in parents.items() if parent in found}
        return [pid for pid in found if b"hosts.calc.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def descriptions(self) -> dict[str, list[dict[str, Any]]]:
        """Every function that Calc knows by its name, as its wizard shows it."""
        found: dict[str, list[dict[str, Any]]] = {}
        source = self.manager.createInstanceWithContext("com.sun.star.sheet.FunctionDescriptions", self.context)
        for index in range(source.Count):
            facts = {value.Name: value.Value for value in source.getByIndex(index)}
            arguments = [[a.Name, a.Description, a.IsOptional] for a in facts["Arguments"] or ()]
            found.setdefault(facts["Name"], []).append(
                {"description": facts["Description"], "category": facts["Category"], "arguments": arguments}
            )
        return found

    def save(self, path: str, kind: str) -> None:
        """Save the document, with its formulas and values, or print it (calc_pdf_Export)."""
        self.document.storeToURL(Path(path).as_uri(), (_property("FilterName", kind),))

    def reopen(self, path: str) -> list[list[Any]]:
        """Formulas of the first column of a file's last sheet, and what they show after a hard recalculation."""
        document = self._opened(Path(path).as_uri())
        document.calculateAll()
        sheet = document.Sheets.getByIndex(document.Sheets.Count - 1)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress.EndRow
        formulas = [sheet.getCellByPosition(0, row).FormulaLocal for row in range(last + 1)]
        shown = [row[0] for row in _shown(sheet.getCellRangeByPosition(0, 0, 0, last))]
        document.close(True)
        return [list(pair) for pair in zip(formulas, shown)]  # noqa: B905 - both have a row for each

    def close(self) -> None:
        self.document.close(True)
        try:
            self.desktop.terminate()
        except Exception:
            self.process.kill()
        self.process.wait(30)

    def _new_sheet(self) -> Any:
        sheets = self.document.Sheets
        sheets.insertNewByName(f"Sheet {sheets.Count}", sheets.Count)
        return sheets.getByIndex(sheets.Count - 1)


def _type(cell: Any, value: Any) -> None:
    """None leaves the cell empty; a text that begins with = is a formula."""
    if isinstance(value, str):
        cell.setFormula(value if value.startswith("=") else f"'{value}")
    elif value is not None:
        cell.setValue(float(value))


def _shown(area: Any) -> list[list[Any]]:
    """The cells of an area: numbers, texts, errors as {"error": ...}, None for an empty one."""
    data = [list(row) for row in area.getDataArray()]
    for row, cells in enumerate(data):
        for column, value in enumerate(cells):
            if not isinstance(value, float) and not value:
                error = area.getCellByPosition(column, row).getError()
                cells[column] = {"error": ERRORS.get(error, f"Err:{error}")} if error else value
    return data


def _property(name: str, value: Any) -> Any:
    result = PropertyValue()
    result.Name, result.Value = name, value
    return result


def main() -> None:
    """Answer requests {"do": name of a method, its arguments}; the first line says that Calc is there."""
    calc = Calc(Path(sys.argv[1]))
    print(json.dumps({"ready": True}), flush=True)
    try:
        for line in sys.stdin:
            request = json.loads(line)
            print(json.dumps({"answer": getattr(calc, request.pop("do"))(**request)}), flush=True)
    finally:
        calc.close()


if __name__ == "__main__":
    main()
