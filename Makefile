# Everything a developer or a first-time user does; `make help` lists it.

.DEFAULT_GOAL := help
.PHONY: help run test check format lint types imports test-kafka test-long bench profile lock clean forget faults fuzz

PYTHONS := $(PYTHON) python3.13 python3.12 python3.11 python3
BIN := .venv/bin
READY := .venv/.installed
# So many tests at once, each with a PostgreSQL and a broker of its own; `make test PARALLEL=` runs one after another.
PARALLEL ?= -n auto --maxprocesses 4
export PIP_DISABLE_PIP_VERSION_CHECK = 1

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(READY) ## Start the alliance with its demonstration on this machine; Ctrl-C stops it, the data stays in .local/
	@$(BIN)/acs up

test: $(READY) ## Run all tests on an embedded PostgreSQL and broker
	@$(BIN)/pytest $(PARALLEL)

check: $(READY) format lint types imports test ## What CI runs: format, lint, types, import rules, tests

format: $(READY)
	@$(BIN)/ruff format --check .

lint: $(READY)
	@$(BIN)/ruff check .

types: $(READY)
	@$(BIN)/mypy

imports: $(READY)
	@$(BIN)/lint-imports

test-long: $(READY) ## Run the named faults at full length: 5 minutes without a broker, 100,000 events
	@ACS_LONG_TESTS=1 $(BIN)/pytest tests/faults -s --deselect tests/faults/test_schedules.py

test-kafka: $(READY) ## Run the messaging tests on a real Apache Kafka (Java 17+, Maven), or on ACS_TEST_KAFKA=host:port
	@ACS_REQUIRE_KAFKA=1 $(BIN)/pytest $(PARALLEL) -m kafka tests/messaging tests/faults tests/e2e

bench: $(READY) ## Measure against what else one could have taken; ONLY=execute for one of them, OPTIONS=--markdown for README
	@$(BIN)/python -m tests.benchmarks $(addprefix --only ,$(ONLY)) $(OPTIONS)

faults: $(READY) ## Play N=20 schedules of faults (SEED=… repeats them, KAFKA=real on Apache Kafka); 1 when a promise was broken
	@N=$(N) SEED=$(SEED) KAFKA=$(KAFKA) $(BIN)/python -m tests.faults

fuzz: $(READY) ## Attack every route as everybody with N=100000 requests made up from the OpenAPI documents
	@$(BIN)/python -m tests.attack.siege $(or $(N),100000) $(SEED)

profile: $(READY) ## Say where the time of a command goes
	@$(BIN)/python -m tests.benchmarks.profile

lock: ## Write requirements/*.lock anew from requirements/*.in (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv"; exit 1; }
	@cd requirements && for name in runtime dev; do \
	  uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" $(UV_OPTIONS) $$name.in -o $$name.lock || exit 1; done
	@! grep -n '://' requirements/*.lock || { echo "an address stands in a lock file"; exit 1; }

clean: ## Remove the virtual environment and all caches; the data stays
	@rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -not -path './.local/*' -prune -exec rm -rf {} +

forget: $(READY) ## Delete the data of `make run` and the keys that open it, for a fresh start
	@$(BIN)/acs forget

# The environment is made anew when the lock file is newer, and only then.
$(READY): requirements/dev.lock
	@python=; for candidate in $(PYTHONS); do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$candidate; break; fi; done; \
	if [ -z "$$python" ]; then echo "Python 3.11 or later is needed and was not found. Name one: make run PYTHON=/path/to/python3"; exit 1; fi; \
	echo "Setting up .venv with $$($$python --version) …"; \
	$$python -m venv --clear .venv || { echo "This Python cannot make virtual environments (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
