"""The add-in as Excel meets it: served by the real command, loaded by a real browser, with Office.js' own mock."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect, sync_playwright
from starlette.testclient import TestClient

from tests.conftest import IN_CI
from tests.support import ROOT
from xltco.functions.hosts.office.app import application

NODE_MODULES = ROOT / "build" / "tools" / "node_modules"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_MOCK = Path(__file__).parent / "office_mock.js"
# The mock's own files, and the one that they need of another package.
_MOCK_MODULES = (
    *("office-addin-mock/lib/officeMockObject", "office-addin-mock/lib/host", "office-addin-mock/lib/possibleErrors"),
    *("office-addin-mock/lib/objectData", "office-addin-manifest/lib/officeApp"),
)
_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
# In milliseconds, for machines that have much else to do.
PATIENCE = 10_000
expect.set_options(timeout=PATIENCE)
PANE = ViewportSize(width=340, height=900)


def missing(what: str, remedy: str) -> None:
    """A tool is not there: a visible skip, and a failure in CI."""
    if IN_CI:
        pytest.fail(f"{what} is missing in CI: {remedy}")
    pytest.skip(f"{what} is not installed: {remedy}")


def tool(path: str) -> Path:
    """A file of the packages that `make tools` installs."""
    if not (NODE_MODULES / path).exists():
        missing(path, "make tools")
    return NODE_MODULES / path


@pytest.fixture
def client() -> TestClient:
    """The application in this process, asked as its own page asks."""
    return TestClient(application("http", 8765), base_url="http://localhost:8765")


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """The address of `xltco addin serve`, run as a user runs it, on a free port."""
    command = [sys.executable, "-m", "xltco", "addin", "serve", "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        told = "".join(iter(process.stdout.readline, "}\n")) + "}"
        yield json.loads(told)["url"]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if not CHROMIUM:
        missing("Chromium", "apt install chromium, or a browser of that name on the path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*_FLAGS])
        yield browser
        browser.close()


def _as_function(name: str, code: str) -> str:
    # Functions, and no text that is run: the page's own policy forbids that.
    return f'"{name}": function (exports, module, require) {{{code}\n}}'


def mock_script() -> str:
    """Office.js' own mock as one script."""
    modules = [_as_function(Path(name).name, tool(f"{name}.js").read_text("utf-8")) for name in _MOCK_MODULES]
    # The other package is asked for as a whole; of it only this is needed.
    modules.append(_as_function("office-addin-manifest", 'module.exports = require("officeApp");'))
    return f"const MODULES = {{{','.join(modules)}}};\n{_MOCK.read_text(encoding='utf-8')}"


@pytest.fixture
def expected_problems() -> list[str]:
    """Parts of what the browser may complain of in this test, and must."""
    return []


@pytest.fixture
def page(browser: Browser, served: str, expected_problems: list[str]) -> Iterator[Page]:
    """The task pane as it stands in Excel; anything else that goes wrong in it fails the test."""
    script = mock_script()
    page = browser.new_page(viewport=PANE, base_url=served)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type in ("error", "warning") else None)

    def office(route: Route) -> None:
        route.fulfill(body=script, content_type="text/javascript")

    page.route("https://appsforoffice.microsoft.com/**", office)
    page.set_default_timeout(PATIENCE)
    page.goto("/taskpane.html")
    page.locator("svg.chart").wait_for()
    yield page
    page.close()
    assert [any(part in problem for problem in problems) for part in expected_problems] == [True] * len(
        expected_problems
    )
    assert [problem for problem in problems if not any(part in problem for part in expected_problems)] == []
