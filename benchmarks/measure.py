"""Whole processes: the CPU that one takes with all its children, and the peak memory of each of them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Twice as many runs for what ends within this many seconds: short times vary more.
_SHORT = 1.0


@dataclass(frozen=True)
class Cost:
    """The best of several runs: CPU in seconds, children included, and seconds on the clock."""

    cpu: float
    wall: float


class Failed(Exception):  # noqa: N818 - a failed run, and no error of the benchmark
    """A command that did not end well, with what it said last."""


def run(command: Sequence[str], fine: Sequence[int] = (0,)) -> Cost:
    """Run it once; Failed when it ends otherwise than with these exit codes."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in fine:
            assert process.stderr
            said = process.stderr.read().decode(errors="replace")[-500:]
            raise Failed(f"{' '.join(command)} ended with {process.returncode}\n{said}")
    return Cost(used.ru_utime + used.ru_stime, wall)


def best(commands: Mapping[str, Sequence[str]], runs: int, fine: Sequence[int] = (0,)) -> dict[str, Cost]:
    """The best run of each, one run of each in turn, so that all of them meet the same machine."""
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(run(command, fine))
            if found[name][-1].wall < _SHORT:
                found[name].append(run(command, fine))
    return {name: Cost(min(c.cpu for c in costs), min(c.wall for c in costs)) for name, costs in found.items()}


def peaks(command: Sequence[str]) -> dict[str, int]:
    """The peak memory in MB of each process of the command, by what it runs."""
    found: dict[int, tuple[str, int]] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            for pid in [process.pid, *_below(process.pid)]:
                with suppress(OSError, StopIteration):
                    name, peak = _said(pid)
                    found[pid] = (name, max(peak, found.get(pid, ("", 0))[1]))
            time.sleep(0.005)
    largest: dict[str, int] = {}
    for name, peak in found.values():
        largest[name] = max(peak, largest.get(name, 0))
    return largest


def _below(pid: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, path.read_text().split()):
                found += [child, *_below(child)]
    return found


def _said(pid: int) -> tuple[str, int]:
    """What a process runs, in short, and its peak so far."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    engines = [engine for engine in ("formualizer", "ironcalc") if any(engine in word for word in words[1:])]
    return (engines[0] if engines and "verify" not in words else "xltco"), peak // 1024
