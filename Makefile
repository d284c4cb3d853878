# Everything starts from python3 (3.11+), make and a package index; the environment is .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export VARANTO_HOME ?= data

.PHONY: install refresh test test-live test-deep ui bench check lock clean
install: $(STAMP)

# uv installs the locked, hashed requirements several times faster than pip does.
$(STAMP): requirements.txt requirements-uv.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Varanto needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Varanto's environment into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-uv.txt
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

refresh: install
	@$(BIN)/varanto refresh

ui: install
	@$(BIN)/varanto ui

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not deep and not live"

test-live: install
	$(BIN)/pytest -q -m live tests/live

test-deep: install
	$(BIN)/pytest -q -m deep

bench: install
	$(BIN)/python -m bench

# Writes the lock anew; no download address is recorded in it.
lock:
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --quiet --custom-compile-command "make lock" --output-file requirements.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
