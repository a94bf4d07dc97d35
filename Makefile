# One list of verbs; .ci/run calls the same ones. Each sets up what it needs by itself.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# Without its cache of compiled files every test process would rewrite every test module anew.
unexport PYTHONDONTWRITEBYTECODE

VENV    ?= .venv
PYTHON  ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
             $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
WORKERS ?= auto
KILLS   ?= 200
BIN     := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-installed
DEV     := $(VENV)/.dev-installed

# Debian keeps ensurepip in python3-venv; without it the system's own pip fills the environment.
PIP     = $$(test -x $(BIN)/pip && echo $(BIN)/python -m pip || echo $(PYTHON) -m pip --python $(BIN)/python)
INSTALL = install -qq --no-input --disable-pip-version-check
LOCKED  = $(INSTALL) --require-hashes --only-binary :all: -r requirements/build.txt

# uv writes the lock files and is needed for nothing else; hashes only, no registry addresses.
UV      ?= $(or $(shell command -v uv 2>/dev/null),$(BIN)/uv)
COMPILE  = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-build \
           --no-emit-index-url --no-header --no-annotate $(if $(UPGRADE),--upgrade)
# What builds the project: its build-system, and what an editable install asks for besides.
BUILD_REQUIRES = import tomllib; \
  print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], "editables", sep="\n")

.PHONY: help
help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: $(RUNTIME) ## start the bot with its web chat (sets itself up first)
	@exec $(BIN)/mlops-bot serve

.PHONY: test
test: $(DEV) ## all tests (ARGS='-k word' for some of them)
	@$(BIN)/pytest -n $(WORKERS) --maxprocesses 8 --dist worksteal $(ARGS)

.PHONY: lint
lint: $(DEV) ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: types
types: $(DEV) ## mypy, strict
	@$(BIN)/mypy

.PHONY: imports
imports: $(DEV) ## which module may import which
	@$(BIN)/lint-imports

.PHONY: check
check: lint types imports test ## all of lint, types, imports and test

.PHONY: format
format: $(DEV) ## let ruff rewrite what it can
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

.PHONY: faults
faults: $(DEV) ## many more real kills than `make test` does (KILLS=200)
	@FAULT_KILLS=$(KILLS) $(BIN)/pytest -m faults --timeout 3600 $(ARGS)

.PHONY: take-over
take-over: $(DEV) ## how long nobody answers on Discord when the process that listens is killed
	@$(BIN)/python bench/take_over.py

.PHONY: cohort
cohort: $(DEV) ## fifty people and a year of study time, written to docs/cohort.md
	@$(BIN)/python -m bench.cohort docs/cohort.md

.PHONY: group-year
group-year: $(DEV) ## study groups of 2, 12 and 500 and their year, written to docs/group-year.md
	@$(BIN)/python -m bench.group_year docs/group-year.md

.PHONY: explore
explore: $(DEV) ## property tests with examples of chance, as no other run has them
	@HYPOTHESIS_PROFILE=explore $(BIN)/pytest -n $(WORKERS) --maxprocesses 8 tests/unit tests/models $(ARGS)

.PHONY: bench bench-small
bench: $(DEV) ## every benchmark, full size
bench-small: $(DEV) ## every benchmark, small enough for CI
bench-small: SIZE = --small
bench bench-small:
	@for script in $$(grep -ls -e '--small' bench/*.py); do \
	   echo "== $$script $(SIZE)"; $(BIN)/python $$script $(SIZE) || exit 1; done

.PHONY: pictures
pictures: $(DEV) ## make the pictures of the documentation anew (needs Chromium)
	@$(BIN)/python docs/make_pictures.py

.PHONY: commands
commands: $(DEV) ## make the table of commands in docs/commands.md anew
	@$(BIN)/python docs/make_commands.py

.PHONY: lock
lock: $(if $(findstring $(BIN),$(UV)),$(BIN)/uv) ## write requirements/ anew from pyproject.toml (UPGRADE=1 for newer versions)
	$(COMPILE) pyproject.toml -o requirements/runtime.txt
	@$(PYTHON) -c '$(BUILD_REQUIRES)' | $(COMPILE) -c requirements/runtime.txt - -o requirements/build.txt
	$(COMPILE) -c requirements/runtime.txt -c requirements/build.txt pyproject.toml --group dev -o requirements/dev.txt

.PHONY: clean
clean: ## remove the environment and every cache; your data/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -path ./.git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: setup setup-dev
setup: $(RUNTIME)
setup-dev: $(DEV)

# --- the environment: a stamp for each step, made again when a lock file or the project changed ---

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || $(PYTHON) -m venv --without-pip $(VENV)
	@touch $@

# The dev lock holds the runtime lock's versions, so what is installed for tests serves `run` too.
$(RUNTIME): requirements/runtime.txt requirements/build.txt pyproject.toml | $(VENV)/.made
	@echo "Setting up $(VENV) ..."
	@$(PIP) $(LOCKED) -r requirements/runtime.txt
	@$(PIP) $(INSTALL) --no-index --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements/dev.txt requirements/runtime.txt requirements/build.txt pyproject.toml | $(VENV)/.made
	@echo "Setting up $(VENV) with the tools for development ..."
	@$(PIP) $(LOCKED) -r requirements/dev.txt
	@$(PIP) $(INSTALL) --no-index --no-deps --no-build-isolation -e .
	@touch $(RUNTIME) $@

$(BIN)/uv: | $(VENV)/.made
	@$(PIP) $(INSTALL) --only-binary :all: uv
