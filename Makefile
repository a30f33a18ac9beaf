# Everything a person types. `make` alone lists it; nothing else needs to be installed or remembered.

PYTHON := .venv/bin/python
READY := .venv/.installed

# Each process has a database server of its own; the one that TEST_DATABASE_URL names is shared by one after the other.
AT_ONCE := $(if $(TEST_DATABASE_URL),,--numprocesses auto --maxprocesses 4)

.DEFAULT_GOAL := help
.PHONY: help run test check bench socket import lock

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) ## Try it: a stand-in Slack with a demo college at http://127.0.0.1:3000 (PORT=, RESET=1, DATABASE_URL=)
	@$(PYTHON) -m infra.local.run

test: $(READY) ## Run all tests on SQLite and MySQL and in a browser (ARGS= goes to pytest)
	@$(PYTHON) -m infra.local.prepare
	@$(PYTHON) -m pytest $(AT_ONCE) $(ARGS)

check: $(READY) ## Check style, types and who imports whom
	@failed=0; \
	$(PYTHON) -m ruff check || failed=1; \
	$(PYTHON) -m ruff format --check || failed=1; \
	$(PYTHON) -m mypy || failed=1; \
	.venv/bin/lint-imports --no-logo || failed=1; \
	exit $$failed

bench: $(READY) ## Measure how fast it is
	@$(PYTHON) -m tests.bench

socket: $(READY) ## Run it on this machine in a real Slack workspace, through Socket Mode
	@$(PYTHON) -m handlers.socket

import: $(READY) ## Bring a list of students in: shows what it would do, then asks (FILE=, SINCE=2026-07-01, APPLY=1)
	@$(PYTHON) -m handlers.import_file "$$FILE" $(if $(SINCE),--since "$$SINCE") $(if $(filter 1,$(APPLY)),--apply)

# Locks for every platform and Python since 3.11, whatever the index and the Python here. UPGRADE=1 takes newer releases.
lock: ## Write requirements*.txt from requirements*.in (UPGRADE=1 for newer releases)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(CREATE_VENV) "$$folder" && "$$folder/bin/python" -m pip install --quiet --disable-pip-version-check uv && \
	for name in requirements requirements-dev; do \
		"$$folder/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
			$(if $(UPGRADE),--upgrade) $$name.in --output-file $$name.txt || exit 1; \
		if grep -nE '(https?|file)://' $$name.txt; then echo "$$name.txt names a host; it must not." >&2; exit 1; fi; \
	done

# The virtual environment. The stamp is a copy of the lock it was made from, so only a changed lock installs again.
CREATE_VENV = python3 -m infra.local.prepare venv && python3 -m venv --clear

$(READY): requirements-dev.txt $(PYTHON)
	@cmp -s $< $@ || { echo "Installing Python packages into .venv."; \
		$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<; }
	@cp $< $@

$(PYTHON):
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs python3, version 3.11 or newer; found: $$(command -v python3 >/dev/null && python3 --version || echo none)." >&2; exit 1; }
	@$(CREATE_VENV) .venv
