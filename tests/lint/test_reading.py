"""Any file may be given: what is no workbook is refused clearly, what other programs saved is read."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.lint.workbooks import good_workbook, replacing, saved
from xltco.errors import WorkbookError
from xltco.lint import lint


def _no_workbooks(folder: Path) -> dict[str, Path]:
    good = saved(good_workbook(), folder / "good.xlsx")
    damaged, text, empty, other = (folder / f"{name}.xlsx" for name in ("damaged", "text", "empty", "other"))
    data = good.read_bytes()
    damaged.write_bytes(data[: len(data) // 2])
    text.write_text("Price;0.5")
    empty.write_bytes(b"")
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    flipped = folder / "flipped.xlsx"
    flipped.write_bytes(data[:200] + bytes(255 - byte for byte in data[200:260]) + data[260:])
    bomb = folder / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 160_000_000)
    laughs = folder / "laughs.xlsx"
    entities = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    saved(good_workbook(), laughs, replacing("xl/workbook.xml", "<workbook", f"{entities}<workbook"))
    return {
        "damaged": damaged, "text": text, "empty": empty, "other": other, "flipped": flipped, "bomb": bomb,
        "laughs": laughs, "missing": folder / "none.xlsx", "folder": folder,
    }  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["damaged", "text", "empty", "other", "flipped", "bomb", "laughs", "missing", "folder"]
)
def test_what_is_no_workbook_is_one_clear_error(tmp_path: Path, kind: str) -> None:
    path = _no_workbooks(tmp_path)[kind]
    with pytest.raises(WorkbookError) as caught:
        lint(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_our_own_workbooks_have_no_errors(enterprise_workbook: Path) -> None:
    report = lint(enterprise_workbook)
    assert [f"{f.rule.id} {f.place}: {f.why}" for f in report.findings if f.rule.severity == "error"] == []


@pytest.mark.slow
@pytest.mark.parametrize("program", ["soffice", "ssconvert"])
def test_a_workbook_that_another_program_saved_is_read(enterprise_workbook: Path, tmp_path: Path, program: str) -> None:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    target, profile = tmp_path / enterprise_workbook.name, f"-env:UserInstallation=file://{tmp_path}/profile"
    arguments = {
        "soffice": ["--headless", profile, "--convert-to", "xlsx", "--outdir", str(tmp_path), str(enterprise_workbook)],
        "ssconvert": [str(enterprise_workbook), str(target)],
    }[program]
    # A new profile may make soffice exit silently: once more is enough.
    for _ in range(2):
        if not target.exists():
            subprocess.run([found, *arguments], capture_output=True, timeout=120, check=False)
    report = lint(target)
    assert report.formula_cells == lint(enterprise_workbook).formula_cells
    # What these programs are known to write wrong, and nothing else that Excel would repair. Neither knows the mark of
    # a call that may spill; Gnumeric knows no LAMBDA and writes the names as a long text or without their prefixes.
    gnumeric = {"name-broken", "name-missing", "validation-broken", "chart-cache", "chart-reference"}
    gnumeric |= {"call-unmarked", "literal-too-long", "function-prefix"}
    known = {"soffice": {"name-twice", "call-unmarked"}, "ssconvert": gnumeric}[program]
    assert {finding.rule.id for finding in report.findings if finding.rule.severity == "error"} <= known
