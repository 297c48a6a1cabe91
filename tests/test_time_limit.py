"""A test that waits for ever is ended, and so is the process that it waits for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support import ROOT

HANGING = """
import subprocess

def test_waits_for_a_child_that_waits_for_another():
    with subprocess.Popen(["sh", "-c", "echo $$ > child; sleep 1000 & sleep 1000"], stdout=subprocess.PIPE) as child:
        child.stdout.readline()

def test_the_next_one_runs():
    pass
"""


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_test_that_waits_for_a_child_ends_at_its_limit_with_the_child(tmp_path: Path) -> None:
    (tmp_path / "test_hanging.py").write_text(HANGING)
    options = ["-c", os.devnull, "--rootdir", str(tmp_path), "-p", "tests.time_limit", "--timeout", "1", "-q"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_hanging.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert "Timeout (>1.0s)" in done.stdout
    assert "1 failed, 1 passed" in done.stdout
    assert not _is_running(int((tmp_path / "child").read_text()))
