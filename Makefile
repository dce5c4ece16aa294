# Peka. `make setup` once; every other target sees to it by itself.
PYTHON ?= python3
PEKA_PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help setup run test format check bench learn lock upgrade catalogues clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

setup: $(VENV)/.peka-project ## virtual environment from the lock, once

$(VENV)/.peka-lock: requirements-dev.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# The project itself, editable, so that $(BIN)/peka exists; nothing is fetched for it.
$(VENV)/.peka-project: $(VENV)/.peka-lock pyproject.toml requirements.in
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## the demo on http://127.0.0.1:$PEKA_PORT (8000)
	@PEKA_PORT=$(PEKA_PORT) exec $(BIN)/peka serve --demo

test: setup ## all tests, on every core; ARGS="-k word" passes options on
	@$(BIN)/python -m pytest --numprocesses=logical --dist=worksteal $(ARGS)

format: setup ## put the code into its usual form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only .

check: setup ## format, lint, types, import rule, catalogues; answers that are due
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.catalogues
	$(BIN)/python -m tests.answers --due

bench: setup ## one script per question; ARGS="name" for some
	$(BIN)/python -m benchmarks $(ARGS)

learn: setup ## after a change in conversations/knowledge: learn what sentences mean, in seconds
	$(BIN)/python -m tests.understanding.learn

lock: setup ## refresh both locks after a change in requirements*.in
	$(LOCK) requirements.in --output-file requirements.lock
	$(LOCK) requirements-dev.in --constraints requirements.lock --output-file requirements-dev.lock

upgrade: setup ## the same, with every part at its newest allowed version
	$(LOCK) --upgrade requirements.in --output-file requirements.lock
	$(LOCK) --upgrade requirements-dev.in --constraints requirements.lock \
		--output-file requirements-dev.lock

catalogues: setup ## collect the texts into locales/ and bring the translations up to date
	$(BIN)/python -m tests.catalogues --update

clean: ## everything that can be made again, but never data/
	rm -rf $(VENV) .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf build dist peka.egg-info
	find . -name __pycache__ -type d -not -path './data/*' -prune -exec rm -rf {} +
