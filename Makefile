# Everything a developer or a shop types. `make` alone lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench clean lock

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(VENV)/.ready ## prepare .venv from requirements.lock, nothing else

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "orderline needs Python 3.11 or newer."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## start the line with a demo shop, and print its address
	@$(BIN)/orderline serve --demo

test: setup ## install what tests need, and run everything
	@CI="$(CI)" sh tests/prepare.sh
	$(BIN)/python -m pytest

check: setup ## format, lint, types, import rules, spelling, unit tests: under a minute
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell src docs README.md
	$(BIN)/python -m pytest tests/unit tests/architecture

format: setup ## put the source in shape
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests

bench: setup ## measure the line from its caller's side
	$(BIN)/orderline bench turns
	$(BIN)/orderline bench calls

lock: setup ## pin every package anew, by name, version and hash
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-header --upgrade --group dev pyproject.toml -o requirements.lock

clean: ## forget caches, not data
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
