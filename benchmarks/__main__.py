"""Prints the table of `make bench`; with --write it goes into docs/benchmarks.md too.

CPU seconds of whole processes, children included, best of several runs that take turns with those of the peer.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from click import Context

from benchmarks.measure import Failed, best, peaks, run
from xltco.cli.main import cli

ROOT = Path(__file__).parent.parent
SAMPLES = {"seed": ROOT / "samples" / "seed-code.toml", "enterprise": ROOT / "samples" / "enterprise.toml"}
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- table -->", "<!-- end of the table -->"
XLTCO = (sys.executable, "-m", "xltco")
SOFFICE = shutil.which("soffice")
# Seconds before any work; MB of a process.
MOST_TO_START, MOST_MEMORY = 0.5, 200

# Each loads what it works with and ends before the work, for its file is not there; others only tell their help.
STARTS = {
    "build": ("none.toml", "-o", "none.xlsx"),
    "check": ("none.toml",),
    "compare": ("none.toml",),
    "explain": ("none.toml", "buy_npv"),
    "functions": ("list",),
    "lint": ("none.xlsx",),
    "verify": ("none.xlsx",),
}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    found: str
    peer: str
    ratio: str
    limit: str
    ok: bool | None

    def cells(self) -> list[str]:
        """The line as texts."""
        met = {True: "yes", False: "NO", None: "not measured"}[self.ok]
        return [self.what, self.found, self.peer, self.ratio, self.limit, met]


HEADING = ["what", "xltco", "peer", "ratio", "at most", "met"]


def _against(what: str, command: Sequence[str], peer: str, peers: Sequence[str], most: float, runs: int) -> Row:
    try:
        costs = best({"ours": command, "peer": peers}, runs)
    except Failed as failed:
        return _failed(what, failed, f"{most:g} times")
    ours, theirs = costs["ours"].cpu, costs["peer"].cpu
    ratio = ours / theirs
    return Row(what, f"{ours:.2f} s", f"{theirs:.2f} s, {peer}", f"{ratio:.2f}", f"{most:g} times", ratio <= most)


def _workbooks(folder: Path, runs: int) -> Iterator[Row]:
    """Building and verifying each sample's full workbook."""
    for name in SAMPLES:
        try:
            yield from _workbook(folder, name, runs)
        except Failed as failed:
            yield _failed(f"build and verify {name}", failed, "")


def _workbook(folder: Path, name: str, runs: int) -> Iterator[Row]:
    book, data, copy = (str(folder / f"{name}{end}") for end in (".xlsx", ".data", "-peer.xlsx"))
    build = [*XLTCO, "build", str(SAMPLES[name]), "-o", book, "--force"]
    run(build)
    run([sys.executable, "-m", "benchmarks.neutral", book, data])
    peer = [sys.executable, str(ROOT / "benchmarks" / "peer_xlsxwriter.py"), data, copy]
    yield _against(f"build {name}", build, "XlsxWriter", peer, 1.5, runs)
    verify = [*XLTCO, "verify", book, "--engine", "embedded"]
    what = f"verify {name}, both engines"
    if SOFFICE:
        convert = _conversion(folder, book)
        run(convert)  # the first start makes the profile
        yield _against(what, verify, "LibreOffice converts it", convert, 1.0, runs)
    else:
        cost = run(verify)
        yield Row(what, f"{cost.cpu:.2f} s", "LibreOffice is not here", "", "1 times", None)
    yield from _memory(f"build {name}", build)
    yield from _memory(f"verify {name}", verify)


def _conversion(folder: Path, book: str) -> list[str]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return [str(SOFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "converted"), book]


def _memory(what: str, command: Sequence[str]) -> Iterator[Row]:
    for process, peak in peaks(command).items():
        found = f"{peak} MB"
        yield Row(f"memory of {what}: {process}", found, "", "", f"{MOST_MEMORY} MB", peak <= MOST_MEMORY)


def _starts(runs: int) -> Iterator[Row]:
    """The break-even against an import of click, and how long every command takes before its own work."""
    seed = [*XLTCO, "breakeven", "--api-price", "0.5", "--instance-hourly", "1.21"]
    click = [sys.executable, "-c", "import click"]
    yield _against("breakeven", seed, "import click", click, 2.5, 2 * runs)
    for name in sorted(cli.list_commands(Context(cli))):
        yield _start(f"start of {name}", [*XLTCO, name, *STARTS.get(name, ("--help",))], runs)


def _start(what: str, command: Sequence[str], runs: int) -> Row:
    limit = f"{MOST_TO_START} s"
    try:
        cost = best({"ours": command}, runs, fine=(0, 2))["ours"]
    except Failed as failed:
        return _failed(what, failed, limit)
    return Row(what, f"{cost.cpu:.2f} s", "", "", limit, cost.cpu <= MOST_TO_START)


def _failed(what: str, failed: Failed, limit: str) -> Row:
    """A command that fails costs its line of the table and not the others."""
    print(failed, file=sys.stderr)
    return Row(what, "failed", "", "", limit, False)


def _table(rows: Sequence[Row]) -> str:
    lines = [HEADING, ["---"] * len(HEADING), *(row.cells() for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _machine() -> str:
    today = datetime.datetime.now(tz=datetime.UTC).date()
    python = platform.python_version()
    return f"{today}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {python}."


def _write(text: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.partition(BEGIN)[0], page.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Measure, print, and write where that is asked; the exit code is 1 when a limit is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each; the best counts")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    asked = parser.parse_args()
    rows = []
    print(_machine())
    with tempfile.TemporaryDirectory() as folder:
        for row in (*_starts(asked.runs), *_workbooks(Path(folder), asked.runs)):
            rows.append(row)
    print(_table(rows))
    if asked.write:
        _write(f"{_machine()}\n\n{_table(rows)}")
    sys.exit(0 if all(row.ok is not False for row in rows) else 1)


if __name__ == "__main__":
    main()
