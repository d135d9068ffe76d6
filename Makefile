# Three verbs for a newcomer: make demo, make test, .venv/bin/counterflow --help. `make help` lists the rest.
# Needs only Python 3.11 or newer, make and git; everything else comes from PyPI and the npm registry, hashes checked.

PYTHON ?= python3
# Which tests `make test` runs; `make test MARKS=` runs all of them.
MARKS ?= not slow and not browser
# Processes that run them; `make test WORKERS=0` runs all in one, as a debugger wants it.
WORKERS ?= auto
# More arguments for pytest, e.g. make test ARGS="tests/tables -x".
ARGS ?=
# uv, for `make lock` alone.
UV ?= uv

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --require-virtualenv install --quiet
LOCKED := $(PIP) --no-deps --require-hashes

# Stamps: what stands is not done again. They name the version, so `make PYTHON=python3.12` starts afresh.
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
MADE := $(VENV)/made-$(VERSION)
STAMP_VENV := $(MADE)/venv
STAMP_RUN := $(MADE)/run
STAMP_DEV := $(MADE)/dev
STAMP_PACKAGE := $(MADE)/package
STAMP_WEB := $(MADE)/web

# Everything the workbench is built from; node_modules and its own output are not sources.
WORKBENCH := $(shell find workbench -name node_modules -prune -o -name dist -prune -o -name __pycache__ -prune -o -type f -print 2>/dev/null)
# The page itself: where it is missing, the workbench is built again whatever the stamp says.
WEB := src/counterflow/web/index.html

.DELETE_ON_ERROR:
.PHONY: help demo serve test test-all check format format-check lint types imports licences docs docs-check lock wheel install clean distclean again
# Two pips at once in one environment would race.
.NOTPARALLEL:

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

demo: $(STAMP_RUN) $(STAMP_PACKAGE) $(STAMP_WEB) ## set up, then run the example case and print its picture
	@$(BIN)/counterflow demo

serve: $(STAMP_RUN) $(STAMP_PACKAGE) $(STAMP_WEB) ## the same, then open the workbench on 127.0.0.1
	@$(BIN)/counterflow demo --serve

test: $(STAMP_DEV) $(STAMP_PACKAGE) $(STAMP_WEB) ## set up, then run the tests except the slow ones and those in a browser
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "$(MARKS)" $(ARGS)

test-all: ## run every test; browser tests need Chromium
	@$(MAKE) --no-print-directory test MARKS=

check: format-check lint types imports licences docs-check ## format, lint, types, imports, licences, docs

format: $(STAMP_DEV) ## format the code
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --select I --fix .

format-check: $(STAMP_DEV)
	@$(BIN)/ruff format --check .

lint: $(STAMP_DEV)
	@$(BIN)/ruff check .

types: $(STAMP_DEV) $(STAMP_PACKAGE)
	@$(BIN)/mypy
	@$(BIN)/python workbench/build.py --check

imports: $(STAMP_DEV) $(STAMP_PACKAGE)
	@$(BIN)/lint-imports --no-logo

licences: $(STAMP_DEV)
	@$(BIN)/python tool/check_licences.py --check

docs: $(STAMP_DEV) $(STAMP_PACKAGE) ## write the generated pages and LICENSES.md, then build the site into site/
	@$(BIN)/python tool/check_licences.py --write
	@$(BIN)/python tool/generate_docs.py
	@$(BIN)/zensical build --clean --strict

docs-check: $(STAMP_DEV) $(STAMP_PACKAGE)
	@$(BIN)/python tool/generate_docs.py --check
	@$(BIN)/zensical build --clean --strict

lock: ## lock the dependencies anew; UPGRADE=--upgrade takes newer versions. Needs uv: pip install uv
	@UV="$(UV)" sh tool/lock.sh $(UPGRADE)

wheel: $(STAMP_DEV) $(STAMP_WEB) ## build the wheel into dist/
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation --wheel .

install: $(STAMP_RUN) $(STAMP_PACKAGE) $(STAMP_WEB) ## set up without running anything

clean: ## remove what was built; .venv stays
	@rm -rf build dist site .cache src/counterflow/web .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@rm -f $(STAMP_WEB)

distclean: clean ## remove .venv as well
	@rm -rf $(VENV)

$(STAMP_VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'Counterflow needs Python 3.11 or newer; "$(PYTHON)" is $(or $(VERSION),not there).'; \
	  echo 'Install it, or name another one: make PYTHON=python3.12 $(MAKECMDGOALS)'; exit 1; } >&2
	@if [ -x $(BIN)/python ] && [ "$$($(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')" != "$(VERSION)" ]; then \
	  rm -rf $(VENV); fi
	@echo "Making $(VENV) with Python $(VERSION) ..."
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(MADE) && touch $@

# What a user needs, and what builds the package and the workbench. dev.txt holds all of it in the same versions, so
# a .venv made by `make test` serves `make demo` unchanged.
$(STAMP_RUN): requirements/run.txt requirements/build.txt | $(STAMP_VENV)
	@if [ ! -e $(STAMP_DEV) ] || [ requirements/dev.txt -nt $(STAMP_DEV) ]; then echo "Installing what Counterflow needs ..."; \
	  $(LOCKED) -r requirements/run.txt -r requirements/build.txt; fi
	@touch $@

$(STAMP_DEV): requirements/dev.txt | $(STAMP_VENV)
	@echo "Installing what Counterflow and its tests need ..."
	@$(LOCKED) -r requirements/dev.txt
	@touch $@ $(STAMP_RUN)

$(STAMP_PACKAGE): pyproject.toml | $(STAMP_RUN)
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

$(STAMP_WEB): $(WORKBENCH) $(if $(wildcard $(WEB)),,again) | $(STAMP_RUN)
	@echo "Building the workbench ..."
	@$(BIN)/python workbench/build.py
	@touch $@

again:
