# Two commands do everything on a fresh machine: `make corpus` and `make test`.
# Only Python >= 3.11 and make are needed; PYTHON=... names another interpreter.

PYTHON ?= $(firstword $(foreach version,3.11 3.12 3.13,$(shell command -v python$(version))) python3)
PIPELINE ?= pipelines/news-en-ar.toml
WORKERS ?= 1
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup corpus test bench lint clean

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  make corpus INPUT=dir OUT=dir    the corpus of another folder, written to another"
	@echo "  make corpus PIPELINE=file.toml   another pipeline; WORKERS=N processes"

setup: $(READY) ## Create .venv with the package, its starter models and the test tools

# Installed anew when the dependencies change. The stamp is written last, so that an interrupted set-up is done again, and
# a lock (where the system has flock) lets one of several `make` processes do it while the others wait.
$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) is not installed: name a Python 3.11-3.13 with PYTHON=..." >&2; exit 1; }
	@mkdir -p build; exec 9>build/.setup.lock; ! command -v flock >/dev/null || flock 9; \
	if [ -e $@ ] && [ $@ -nt pyproject.toml ] && [ $@ -nt constraints.txt ]; then exit 0; fi; \
	echo "Setting up $(VENV): the package and what it needs (a few minutes the first time)"; set -e; \
	$(PYTHON) -m venv $(VENV); \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt torch; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[test]"; \
	touch $@

corpus: setup ## Build the corpus of seeds/ in build/news-en-ar/
	$(BIN)/corpus-tools build $(PIPELINE) --workers $(WORKERS) $(if $(INPUT),--input "$(INPUT)") $(if $(OUT),--output "$(OUT)")

test: setup ## Run the tests
	$(BIN)/python -m pytest

bench: setup ## List the benchmarks, which are run by hand
	@for file in benchmarks/*.py; do $(BIN)/python -c "import ast, sys; print('  ' + sys.argv[1], '-', ast.get_docstring(ast.parse(open(sys.argv[1]).read())).splitlines()[0])" $$file; done

lint: setup ## Check style, types and the floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean: ## Remove what was built (not .venv)
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis
