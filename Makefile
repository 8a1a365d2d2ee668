PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo dist deb test test-package check reading model bench bench-long flood fuzz reconnecting pictures messages format lock clean torture

demo: $(VENV)/runs
	@$(BIN)/altabaixa demo

# Wheel and source archive, whoever builds them where: their clock is the day of the release, as
# CHANGELOG.md has it. The archive builds the same wheel again.
DIST ?= dist
dist deb: export SOURCE_DATE_EPOCH ?= $(shell date -u -d "$$(sed -n 's/^## .*, //p' CHANGELOG.md | head -1)" +%s)
dist: $(VENV)/runs
	rm -rf $(DIST)
	$(BIN)/python -m hatchling build --directory $(DIST)

# A package for the Debian of this machine, on its own Python; needs python3-venv and binutils.
deb: dist
	/usr/bin/python3 systemd/debian/build.py $(DIST)/altabaixa-*.whl $(BIN)/pip

# As root: the package on a fresh Debian, installed, upgraded, removed and purged as the pages say.
test-package: $(VENV)/ready
	$(BIN)/pytest --exitfirst --capture=no --verbose tests/journeys/package.py

# Most tests wait for a server: two at a time for each processor.
TESTERS ?= $(shell expr 2 '*' $$(getconf _NPROCESSORS_ONLN))
test: $(VENV)/ready
	$(BIN)/pytest --numprocesses $(TESTERS) --dist loadgroup --no-loadscope-reorder

check: $(VENV)/ready
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

# The program is killed 10,000 times, at each of its fault points, and its books are audited.
torture: $(VENV)/ready
	$(BIN)/python -m tests.torture
	$(BIN)/pytest --quiet tests/torture/test_histories.py --histories 100

# How well residents' words are understood, batch by batch, by weights learned without the batch.
reading: $(VENV)/ready
	$(PIP_INSTALL) --require-hashes -r tests/model/model.lock
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.corpus.measuring

# What it costs, each figure the least of five and beside a bare script's: a table, and JSON where
# `make bench JSON=FILE` says; some of it by `make bench WORDS=read`. What takes long is `make bench-long`.
bench: $(VENV)/ready
	$(BIN)/python -m tests.benchmarks $(if $(JSON),--json $(JSON)) $(WORDS)

bench-long: $(VENV)/ready
	$(BIN)/python -m tests.benchmarks --long --tries 1 $(if $(JSON),--json $(JSON))

flood: $(VENV)/ready
	$(BIN)/python -m tests.benchmarks.flood

reconnecting: $(VENV)/ready
	$(BIN)/python -m tests.benchmarks.reconnecting

# A coverage-guided run over hostile mail; what it finds is kept in tests/hostile/found.
FUZZ_SECONDS ?= 600
FUZZ_SEED ?= 1
fuzz: $(VENV)/ready
	$(PIP_INSTALL) --require-hashes -r tests/hostile/fuzz.lock
	mkdir -p .fuzz
	$(BIN)/python -m tests.hostile.fuzz $(FUZZ_SECONDS) $(FUZZ_SEED) .fuzz

# The pictures of the guide, from the letters as they are; chromium draws them.
pictures: $(VENV)/ready
	$(BIN)/python -m tests.pictures

# The second reader's weights, learned from tests/corpus: the same on each run, on one thread.
model: $(VENV)/ready
	$(PIP_INSTALL) --require-hashes -r tests/model/model.lock
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.model.training

# The catalogue of the command line's messages, from the code; what lacks a translation is printed.
messages: $(VENV)/ready
	$(BIN)/python -m tests.messages

format: $(VENV)/ready
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# Every package is pinned with its hashes; no address of an index is kept. What runs first, then what
# develops it. All is compiled on all processors: what opens a PDF writes nothing, and would do it each time.
PIP_INSTALL = $(BIN)/pip install --quiet --disable-pip-version-check
$(VENV)/runs: requirements.lock pyproject.toml
	@echo "Making a Python environment in $(VENV)…"
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing the packages that altabaixa runs on (half a minute or so)…"
	@$(PIP_INSTALL) --no-compile --require-hashes -r requirements.lock
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true # a file for another Python
	@echo "Installing altabaixa…"
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready: $(VENV)/runs requirements-dev.lock
	@echo "Installing what develops it…"
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

# Versions stay as they are locked: `make lock UPGRADE=--upgrade` brings the newest.
UPGRADE ?=
LOCKED := --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --quiet $(UPGRADE)
lock:
	uv pip compile pyproject.toml --all-extras --group build $(LOCKED) --output-file requirements.lock
	uv pip compile pyproject.toml --all-extras --group dev $(LOCKED) --constraint requirements.lock \
	  --output-file requirements-dev.lock
	uv pip compile --group model $(LOCKED) --output-file tests/model/model.lock

clean:
	rm -rf $(VENV)
