"""`xltco addin install, doctor, workbook, lite` as a user runs them."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import xlwings
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from tests.spreadsheet.open_xml import schema_findings
from tests.support import SAMPLES, Run
from xltco.cli.main import main
from xltco.functions.hosts.xlwings_health import Check, Machine, checks
from xltco.functions.hosts.xlwings_settings import BARE, CLASSIC, Settings, read_settings
from xltco.functions.hosts.xlwings_workbook import read_macro_workbook

SEED = SAMPLES / "seed-code.toml"
STANDALONE = Path(xlwings.__file__).parent / "quickstart_standalone.xlsm"
OURS = f'"UDF MODULES","{CLASSIC}"'


@pytest.fixture
def run(xltco: Run) -> Run:
    """`xltco addin` with these arguments."""
    return lambda *arguments: xltco("addin", *arguments)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The user's own file of settings, in a folder that is not there yet."""
    path = tmp_path / ".xlwings" / "xlwings.conf"
    monkeypatch.setattr(xlwings, "USER_CONFIG_FILE", str(path))
    return path


@pytest.fixture
def macros(tmp_path: Path) -> Path:
    """Somebody's workbook with macros."""
    path = tmp_path / "model" / "theirs.xlsm"
    path.parent.mkdir()
    path.write_bytes(STANDALONE.read_bytes())
    return path


@pytest.mark.parametrize("command", ["install", "doctor", "workbook", "lite"])
def test_help_has_examples(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert "Examples:" in done.out


def test_install_writes_the_settings_where_there_are_none(run: Run, settings: Path) -> None:
    done = run("install")
    assert done.code == 0
    assert settings.read_text() == OURS + "\n"
    assert f"+ {OURS}" in done.out
    assert "=XLTCO_BREAKEVEN(0.5, 1.21, 150, 10)" in done.out
    assert "nothing to change" in run("install").out


def test_install_keeps_what_others_stated_and_asks_before_it_changes_their_file(run: Run, settings: Path) -> None:
    lines = ['"INTERPRETER_WIN","C:\\Jo Ann\\python.exe"', '"udf modules","prices;their.own"', '"SHOW CONSOLE","True"']
    theirs = "".join(f"{line}\r\n" for line in lines)
    settings.parent.mkdir()
    settings.write_bytes(theirs.encode())
    refused = run("install")
    assert (refused.code, settings.read_bytes()) == (2, theirs.encode())
    assert "is there already and would change; use --force" in refused.err
    assert f'+ "UDF MODULES","prices;their.own;{CLASSIC}"' in refused.out
    assert run("install", "--force").code == 0
    changed = f'"UDF MODULES","prices;their.own;{CLASSIC}"'
    assert settings.read_bytes().decode() == theirs.replace('"udf modules","prices;their.own"', changed)


def test_install_changes_the_interpreter_only_when_it_is_stated(run: Run, settings: Path) -> None:
    run("install", "--interpreter", r"C:\tco\.venv\Scripts\python.exe")
    assert read_settings(settings).value("INTERPRETER_WIN") == r"C:\tco\.venv\Scripts\python.exe"
    assert run("install", "--interpreter", 'C:\\"quoted"\\python.exe').code == 2


def test_install_takes_one_of_our_modules_and_removes_only_ours(run: Run, settings: Path) -> None:
    settings.parent.mkdir()
    settings.write_text('"UDF MODULES","prices"\n')
    run("install", "--force")
    run("install", "--bare-names", "--force")
    assert read_settings(settings).modules == ["prices", BARE]
    run("install", "--remove", "--force")
    assert read_settings(settings).modules == ["prices"]


def test_a_dry_run_writes_nothing(run: Run, settings: Path) -> None:
    done = run("install", "--dry-run", "--json")
    assert json.loads(done.out) == {"file": str(settings), "changes": [f"+ {OURS}"], "written": False}
    assert not settings.exists()


def test_install_beside_a_workbook(run: Run, settings: Path, macros: Path) -> None:
    assert run("install", "--workbook", macros).code == 0
    assert (macros.parent / "xlwings.conf").read_text() == OURS + "\n"
    assert not settings.exists()


def test_install_beside_a_workbook_says_when_its_sheet_would_be_heard_first(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "theirs.xlsm"
    book = load_workbook(STANDALONE, keep_vba=True)
    book["_xlwings.conf"].title = "xlwings.conf"
    book.save(path)
    done = run("install", "--workbook", path)
    assert done.code == 2
    assert "its sheet xlwings.conf states UDF MODULES and is heard before any file" in done.err
    assert not (tmp_path / "xlwings.conf").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.xlsm", None, "there is no such workbook"),
        ("broken.xlsm", b"no zip", "is not an Excel workbook"),
        ("plain.xlsx", b"", "must be a workbook with macros"),
    ],
)
def test_a_workbook_that_is_none_is_one_clear_error(
    run: Run, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("install", "--workbook", tmp_path / name)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_damaged_workbook_is_one_clear_error(run: Run, tmp_path: Path, part: str) -> None:
    path = tmp_path / "damaged.xlsm"
    with zipfile.ZipFile(STANDALONE) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<half" if name == part else source.read(name))
    done = run("doctor", "--workbook", path)
    assert (done.code, done.out) == (2, "")
    assert "is not an Excel workbook" in done.err


def test_settings_that_can_t_be_read_are_one_clear_error(run: Run, settings: Path) -> None:
    settings.parent.mkdir()
    settings.write_bytes(b"\xff\xfe\x00")
    done = run("install", "--force")
    assert done.code == 2
    assert "is not a text file" in done.err


def test_doctor_says_what_to_do_for_each_thing_and_exits_with_1(run: Run, settings: Path) -> None:
    done = run("doctor")
    assert done.code == 1
    assert "NO  platform: linux" in done.out
    assert "ok  python:" in done.out
    assert f"NO  UDF MODULES: not stated in {settings}\n    -> xltco addin install" in done.out
    listed = json.loads(run("doctor", "--json").out)
    assert all(check["ok"] or check["do"] for check in listed)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    """A machine on which everything is there."""
    monkeypatch.setitem(sys.modules, "pythoncom", ModuleType("pythoncom"))
    add_in = tmp_path / "AppData" / "Microsoft" / "Excel" / "XLSTART" / "xlwings.xlam"
    add_in.parent.mkdir(parents=True)
    add_in.write_bytes((Path(xlwings.__file__).parent / "addin" / "xlwings.xlam").read_bytes())
    python = tmp_path / "python.exe"
    python.touch()
    return Machine("win32", (3, 12, 1), str(python), str(tmp_path / "AppData"))


def good(machine: Machine) -> Settings:
    return Settings(Path("xlwings.conf")).with_module(CLASSIC, interpreter=machine.executable)


def wrong(machine: Machine, *sources: Settings, **more: Any) -> dict[str, Check]:
    return {check.name: check for check in checks(machine, list(sources), **more) if not check.ok}


def test_doctor_finds_nothing_where_everything_is_there(windows: Machine) -> None:
    assert wrong(windows, good(windows)) == {}
    assert len(list(checks(windows, [good(windows)]))) == 8


def test_doctor_finds_an_add_in_that_is_missing_or_of_another_version(windows: Machine) -> None:
    [add_in] = Path(windows.application_data).rglob("xlwings.xlam")
    add_in.write_bytes(b"of another version")
    assert "is not the one of the installed xlwings" in wrong(windows, good(windows))["add-in"].found
    add_in.unlink()
    assert wrong(windows, good(windows))["add-in"].do == "xlwings addin install, then restart Excel"


def test_doctor_finds_an_old_python_and_a_missing_pywin32(windows: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Machine("win32", (3, 10, 4), windows.executable, windows.application_data)
    assert set(wrong(old, good(old))) == {"python"}
    monkeypatch.setitem(sys.modules, "pythoncom", None)
    assert wrong(windows, good(windows))["pywin32"].do == "pip install pywin32"


def test_doctor_finds_settings_that_load_nothing_of_ours_or_twice(windows: Machine) -> None:
    theirs = good(windows).stating("UDF MODULES", "prices")
    assert CLASSIC in wrong(windows, theirs)["UDF MODULES"].do
    twice = good(windows).stating("UDF MODULES", f"{CLASSIC};{BARE}")
    assert "keep one of" in wrong(windows, twice)["UDF MODULES"].do


def test_doctor_hears_the_first_file_before_the_second(windows: Machine) -> None:
    beside = Settings(Path("beside.conf")).stating("UDF MODULES", "prices")
    assert wrong(windows, beside, good(windows))["UDF MODULES"].found == "prices (beside.conf)"
    assert wrong(windows, Settings(Path("empty.conf")), good(windows)) == {}


def test_doctor_finds_an_interpreter_that_is_not_there_or_another(windows: Machine, tmp_path: Path) -> None:
    gone = good(windows).stating("INTERPRETER_WIN", str(tmp_path / "gone.exe"))
    assert "is not there" in wrong(windows, gone)["INTERPRETER_WIN"].found
    (tmp_path / "other.exe").touch()
    other = good(windows).stating("INTERPRETER_WIN", str(tmp_path / "other.exe"))
    assert "-m xltco addin doctor" in wrong(windows, other)["INTERPRETER_WIN"].do
    conda = (
        good(windows)
        .stating("INTERPRETER_WIN", "python")
        .stating("CONDA PATH", r"C:\conda")
        .stating("CONDA ENV", "tco")
    )
    assert wrong(windows, conda) == {}


def test_doctor_finds_names_that_the_workbook_has_too(windows: Machine, tmp_path: Path) -> None:
    book = Workbook()
    book.defined_names["BREAKEVEN"] = DefinedName("BREAKEVEN", attr_text="_xlfn.LAMBDA(1)")
    book.save(tmp_path / "native.xlsx")
    bare = good(windows).with_module(BARE)
    found = wrong(windows, bare, workbook=read_macro_workbook(tmp_path / "native.xlsx"))
    assert found["names"].found == "BREAKEVEN also as names of the workbook"
    assert "has no macros" in found["workbook"].found


def test_the_workbook_has_xlwings_own_macros_and_our_settings(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "seed.xlsm"
    done = run("workbook", SEED, "-o", path, "--template", "one-page", "--interpreter", r"C:\tco\python.exe")
    assert done.code == 0, done.err
    with zipfile.ZipFile(path) as ours, zipfile.ZipFile(STANDALONE) as theirs:
        assert ours.read("xl/vbaProject.bin") == theirs.read("xl/vbaProject.bin")
    book = load_workbook(path, keep_vba=True)
    rows = list(book["xlwings.conf"].iter_rows(values_only=True))
    assert rows == [("UDF MODULES", CLASSIC), ("INTERPRETER_WIN", r"C:\tco\python.exe")]
    assert book.code_name == "ThisWorkbook"
    assert [sheet.sheet_properties.codeName for sheet in book if sheet.sheet_properties.codeName] == [
        "Sheet1",
        "Sheet2",
    ]
    assert "BREAKEVEN" in book.defined_names
    found = read_macro_workbook(path)
    assert found.has_macros
    assert found.settings is not None
    assert found.settings.modules == [CLASSIC]
    again = run("workbook", SEED, "-o", path)
    assert again.code == 2
    assert "is there already" in again.err
    assert run("workbook", SEED, "-o", tmp_path / "seed.xlsx").code == 2


def test_a_workbook_for_bare_names_has_no_native_functions(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bare.xlsm"
    assert run("workbook", SEED, "-o", path, "--template", "one-page", "--bare-names").code == 0
    found = read_macro_workbook(path)
    assert found.native_functions == []
    assert found.settings is not None
    assert found.settings.modules == [BARE]


@pytest.mark.slow
def test_the_workbook_is_verified_and_clean(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "seed.xlsm"
    assert run("workbook", SEED, "-o", path, "--template", "break-even").code == 0
    assert schema_findings(path) == []
    monkeypatch.setattr(sys, "argv", ["xltco", "verify", str(path), "--engine", "all"])
    main()


def test_lite_writes_two_files_and_never_over_others(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "lite"
    assert run("lite", "-o", folder).code == 0
    assert "from xltco.functions.hosts.xlwings_lite import *" in (folder / "main.py").read_text()
    assert (folder / "requirements.txt").read_text().splitlines()[-1].startswith("xltco==")
    (folder / "main.py").unlink()
    (folder / "requirements.txt").write_text("pandas")
    refused = run("lite", "-o", folder)
    assert refused.code == 2
    assert not (folder / "main.py").exists()
    assert (folder / "requirements.txt").read_text() == "pandas"
    assert run("lite", "-o", folder, "--force", "--package", "https://host.example/x.whl", "--json").code == 0
    assert (folder / "requirements.txt").read_text().splitlines()[-1] == "https://host.example/x.whl"
    assert run("lite", "-o", folder, "--force", "--package", "a\nb").code == 2
