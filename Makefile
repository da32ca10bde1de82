# Everything that one does with gaoxin from a checkout. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
EXTRAS := ocr dask ray
ROOT := $(filter 0,$(shell id -u))
DOCS_TESTS := $(wildcard tests/docs tests/test_docs.py)

.PHONY: $(EXTRAS) help up venv test quick slow browser clusters check lock ocr dictionary quality bench clean

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

up: venv  ## Run everything at http://127.0.0.1:8000 (PORT=9000 for another port); Ctrl-C stops it
	@$(BIN)/gaoxin up

venv: $(STAMP)  ## Make the environment .venv with the locked packages and the command .venv/bin/gaoxin

# uv comes out of the lock by itself, since plain pip would take a minute for the rest. The bytecode is compiled
# here, because importing Prefect takes four seconds without.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' \
		|| { echo "Python 3.11 or 3.12 is needed; name it with: make venv PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { $(call apt,python3-venv); } \
		|| { echo "python3-venv is missing; install it with: apt-get install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@awk '/^uv==/ { found = 1 } found { print } found && !/\\$$/ { exit }' requirements.lock > .venv/uv.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

test: quick slow  ## Run all tests, with what they need (as root: Debian's Chromium and Chinese fonts)

quick: venv  ## Run the quick tests
	$(BIN)/pytest

slow: venv browser  ## Run the tests that need a browser, a server or minutes
	$(BIN)/pytest -m slow

browser:
	@{ type -P chromium && fc-list :lang=zh | grep -q .; } > /dev/null 2>&1 \
		|| { $(call apt,chromium fonts-noto-cjk fontconfig); } \
		|| echo "No Chromium or no Chinese font; tests that need a browser are skipped. Mend: apt-get install chromium fonts-noto-cjk"

clusters: dask  ## Run the tests of reading on a cluster (Ray's too, where it is installed)
	$(BIN)/pytest -m slow tests/flows/test_cluster.py

check: venv  ## Run linter, formatter, type checker, import contract and the documents' own tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(if $(DOCS_TESTS),$(BIN)/pytest -q $(DOCS_TESTS))

lock: venv  ## Resolve the dependencies of pyproject.toml anew into requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --python-version 3.11 --generate-hashes --no-emit-index-url \
		--upgrade --quiet -o requirements.lock
	for extra in $(EXTRAS); do $(BIN)/uv pip compile pyproject.toml --extra dev --extra $$extra --python-version 3.11 \
		--generate-hashes --no-emit-index-url --constraint requirements.lock --quiet -o requirements-$$extra.lock; done

ocr: venv  ## Add what reads scanned pages (200 MB)
dask: venv  ## Add what reads on a Dask cluster (10 MB)
ray: venv  ## Add what reads on a Ray cluster (240 MB)
$(EXTRAS):
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements-$@.lock

quality: venv  ## Write docs/quality.md anew from the test pages and sentences
	$(BIN)/python -m tests.extraction.quality docs/quality.md

dictionary: venv  ## Write docs/data-dictionary.md anew from schemas/
	$(BIN)/python -m schemas.derive.dictionary docs/data-dictionary.md

bench: venv  ## Measure (minutes)
	@for name in orchestration reading scale; do $(BIN)/python -m "benchmarks.$$name"; done

clean:  ## Remove the environment and what tools left; the data folder stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

# Install Debian packages where that is possible without asking: as root, where there is apt-get.
apt = test -n "$(ROOT)" && type -P apt-get > /dev/null \
	&& { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(1); } > /dev/null
