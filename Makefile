# Two commands do everything on a fresh machine: `make demo` and `make test`. Each sets up what is missing first.

BIN := .venv/bin
export QT_QPA_PLATFORM ?= $(if $(DISPLAY)$(WAYLAND_DISPLAY),,offscreen)
ifeq ($(QT_QPA_PLATFORM),)
unexport QT_QPA_PLATFORM
endif

.PHONY: help setup run demo check test test-catalog test-quick bench catalog pictures clean

help: ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## / — /'

setup: .venv/ready ## make the environment in .venv, with uv and Qt's system libraries if they are missing

.venv/ready: pyproject.toml uv.lock packaging/setup.sh
	@sh packaging/setup.sh

run: setup ## open the window
	@$(BIN)/archloom

demo: setup ## the main job from end to end; results in demo-out/
	@$(BIN)/archloom demo

check: setup ## lint, types, direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/basedpyright
	@$(BIN)/lint-imports --no-cache

test-catalog: setup ## the catalog against the libraries that it names, in an environment of its own
	@PYTHONPATH=.dev $(BIN)/uv run --quiet --isolated --frozen --project tests/catalog/environment pytest -q --disable-warnings -m catalog tests/catalog

test: check ## every check and every test
	@QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -n 2 --dist loadgroup -m "not slow"
	@QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -m slow

test-quick: setup ## the tests that take seconds
	@QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -n 2 --dist loadgroup -m "not slow"

bench: setup ## the figures of benchmarks/
	@for file in benchmarks/[a-z]*.py; do $(BIN)/python -m benchmarks.$$(basename $$file .py) --json || exit 1; done

catalog: setup ## compile the catalog's tables and make docs/catalog.md again
	@$(BIN)/python -m archloom.resources.catalog.compile
	@$(BIN)/python docs/make_catalog.py

pictures: setup ## make the screenshots of docs/pictures again
	@QT_QPA_PLATFORM=offscreen $(BIN)/python docs/make_pictures.py

clean: ## remove what the targets made
	rm -rf .venv .dev .tools demo-out dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
