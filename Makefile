# The two commands: `make demo` shows the product, `make test` proves it. `make check` is everything a change must pass.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NODE ?= var

.PHONY: demo test journeys check bench docs clean

$(VENV)/run: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	$(BIN)/python -c "import pathlib, site; pathlib.Path(site.getsitepackages()[0], 'tongban.pth').write_text(str(pathlib.Path('src').resolve()))"
	touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	touch $@

demo: $(VENV)/run
	TONGBAN_NODE=$(NODE) $(BIN)/python -m tongban demo

test: $(VENV)/dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not journey"

journeys: $(VENV)/dev
	$(BIN)/python -m pytest tests/journeys

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

bench: $(VENV)/dev
	$(BIN)/python -m bench

docs: $(VENV)/dev
	$(BIN)/python scripts/reference

clean:
	rm -rf $(VENV) var
