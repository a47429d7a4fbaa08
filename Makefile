# Everything a developer or CI runs. `make` lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_QUIET := 1

RUST := $(shell find src -name '*.rs') Cargo.toml Cargo.lock
BUILT := $(VENV)/.built
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help build demo test test-rust test-python lint stubs docs format wheel bench clean lock

help:  ## List these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(INSTALLED): requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	touch $@

$(BUILT): $(INSTALLED) $(RUST) pyproject.toml README.md
	$(BIN)/maturin develop --quiet
	touch $@

build: $(BUILT)  ## Make .venv and build reboto into it, unoptimised

demo: build  ## Run boto's scaling workflow on the embedded endpoint
	$(BIN)/python examples/dynamic_scaling.py --local

test: lint test-rust test-python  ## Every check: lints, types, Rust and Python tests

test-rust: $(INSTALLED)  ## Unit tests of the pure Rust parts
	cargo test --quiet --locked --no-default-features
	cargo test --quiet --locked -p benchmark-server

test-python: build  ## Python tests
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: build  ## Formatting, lints and types
	cargo fmt --all --check
	cargo clippy --quiet --locked --all-targets -- --deny warnings
	for program in server client; do \
		cargo clippy --quiet --locked --all-targets -p benchmark-$$program -- --deny warnings || exit; done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	for conftest in tests/*/conftest.py; do $(BIN)/mypy $$conftest || exit; done
	cd benchmarks && ../$(BIN)/mypy --config-file ../pyproject.toml .
	$(BIN)/python -m mypy.stubtest --mypy-config-file pyproject.toml reboto._core
	$(BIN)/pyright --project pyproject.toml

stubs: build  ## Write the compiled module's type stubs anew
	$(BIN)/python tools/stubs.py

.docs/.installed: requirements-docs.txt
	$(PYTHON) -m venv .docs
	.docs/bin/python -m pip install --quiet --requirement $<
	touch $@

docs: build .docs/.installed  ## Write the pages that code knows, and build the documentation into dist/site
	$(BIN)/python tools/docs.py
	NO_MKDOCS_2_WARNING=1 .docs/bin/mkdocs build --strict --quiet

format: $(INSTALLED)  ## Format all code
	cargo fmt --all
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: $(INSTALLED)  ## Build the optimised wheel into dist/
	$(BIN)/maturin build --release --locked --out dist

bench: wheel  ## Measure reboto beside its peers; write docs/benchmarks.md and its chart
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/report.py

lock: $(INSTALLED)  ## Write requirements-dev.txt anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --quiet --upgrade --no-header pyproject.toml \
		--group dev --extra local --extra migrate --python-version 3.10 --output-file requirements-dev.txt
	$(BIN)/uv pip compile --universal --quiet --upgrade --no-header pyproject.toml \
		--group docs --python-version 3.10 --output-file requirements-docs.txt

clean:  ## Remove all that was built
	rm -rf target dist $(VENV) .docs .oracle .bench .pytest_cache .mypy_cache .ruff_cache
