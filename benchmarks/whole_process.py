"""Whole commands against a peer in the same run: what building and verifying cost beside a mere load of the file.

Run with `make bench`. Prints the median of several runs in seconds, the peak memory, and the ratio to the peer.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "enterprise.toml"


def _median_seconds(command: list[str]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Time each command and the peer in turn."""
    xltco = [sys.executable, "-m", "xltco"]
    with tempfile.TemporaryDirectory() as folder:
        book = str(Path(folder) / "book.xlsx")
        build = [*xltco, "build", str(SAMPLE), "-o", book, "--force"]
        subprocess.run(build, check=True, capture_output=True)
        peer = [sys.executable, "-c", f"import openpyxl; openpyxl.load_workbook({book!r})"]
        commands = {
            "openpyxl load (peer)": peer,
            "xltco breakeven": [*xltco, "breakeven", "--api-price", "0.5", "--instance-hourly", "1.21"],
            "xltco compare": [*xltco, "compare", str(SAMPLE), "--json"],
            "xltco build": build,
            "xltco verify, formualizer": [*xltco, "verify", book, "--engine", "formualizer"],
            "xltco verify, ironcalc": [*xltco, "verify", book, "--engine", "ironcalc"],
        }
        times = {name: _median_seconds(command) for name, command in commands.items()}
    base = times["openpyxl load (peer)"]
    for name, seconds in times.items():
        print(f"{name:<28} {seconds:7.2f} s   {seconds / base:5.2f} x peer")
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
