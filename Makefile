# Two commands are all that a fresh machine needs: `make run` and `make test`.
# They assume Python 3.11 or newer and make; everything else goes into .venv.
#
# PYTHON=/path/to/python  builds .venv with that Python

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes
FOR_RUN := $(VENV)/.ready-to-run
FOR_WORK := $(VENV)/.ready-to-work

# Tests in as many processes as there are cores, at most two: each has its own servers and database.
# Both start far apart in the list (SQLite's tests, PostgreSQL's tests) and help each other at the end.
PYTEST := $(PY) -m pytest
PARALLEL := --numprocesses=auto --maxprocesses=2 --dist=worksteal

.DEFAULT_GOAL := help
.PHONY: help run test quick check fix bench bench-index bench-search pins room clean

##@ Use

run: $(FOR_RUN) ## serve at http://127.0.0.1:8000 (HOST=, PORT=, INSTANCE= override)
	@exec env MODE=development $(PY) -m flask --app wsgi start

##@ Change

test: $(FOR_WORK) ## run every test (DATA=folder of real sites, REQUIRE_ALL=1 to refuse skips)
	@$(PYTEST) $(PARALLEL) --durations=20 $(ARGS)

quick: $(FOR_WORK) ## run the tests that need no server, no browser and no data
	@$(PYTEST) $(PARALLEL) --quick $(ARGS)

check: $(FOR_WORK) ## format, lint, types, floors and house rules (HOUSE=later leaves these to make test)
	@failed= ; \
	$(PY) -m ruff format --check --quiet . || failed="$$failed format" ; \
	$(PY) -m ruff check --quiet . || failed="$$failed lint" ; \
	$(PY) -m mypy || failed="$$failed types" ; \
	$(VENV)/bin/lint-imports --no-cache || failed="$$failed floors" ; \
	[ "$(HOUSE)" = later ] || $(PYTEST) $(PARALLEL) tests/house --quiet || failed="$$failed house" ; \
	[ -z "$$failed" ] || { echo "Not in order:$$failed (make fix mends format and some lint)"; exit 1; }

fix: $(FOR_WORK) ## put in order what a tool can put in order
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format --quiet .

bench: $(FOR_WORK) ## measure requests a second and latency, as a table
	@$(PY) -m bench $(ARGS)

bench-index: $(FOR_WORK) ## measure how long an index takes to build and to know
	@$(PY) -m bench.indexing $(ARGS)

bench-search: $(FOR_WORK) ## measure how well search ranks, on judged sets (DATA=folder of them)
	@test -n "$(DATA)" || { echo "Which sets? make bench-search DATA=folder" >&2; exit 2; }
	@$(PY) -m bench.relevance "$(DATA)"

room: $(FOR_WORK) ## lay out an empty room on every floor: make room NAME=ideas
	@$(PY) tests/house/room.py "$(NAME)"

##@ Keep

pins: $(FOR_WORK) ## pin requirements.txt and requirements-dev.txt anew (UPGRADE=1 takes newer versions)
	@for name in requirements requirements-dev; do \
	  CUSTOM_COMPILE_COMMAND="make pins" $(PY) -m piptools compile --quiet --generate-hashes \
	    --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host \
	    --no-emit-find-links --no-emit-options $(if $(UPGRADE),--upgrade) \
	    --output-file $$name.txt $$name.in || exit 1; \
	done

clean: ## forget .venv and what tools left behind (the instance folder stays)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find app tests -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# ── What the above stand on ─────────────────────────────────────────────────────────────────────

$(FOR_RUN): requirements.txt | $(PY)
	@echo "Installing what Pukka runs on ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(FOR_WORK): requirements-dev.txt requirements.txt | $(PY)
	@echo "Installing what Pukka is tested with ..."
	@$(PIP) -r requirements-dev.txt
	@touch $(FOR_RUN) $@

# The first Python that is new enough and can make an environment; Debian ships the two apart.
$(PY):
	@found= ; old= ; \
	for python in $${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue ; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || { old="$$python"; continue; } ; \
	  found="$$python" ; break ; \
	done ; \
	if [ -z "$$found" ] && [ -n "$$old" ]; then \
	  echo "$$old cannot make a virtual environment: its venv module is not installed." >&2 ; \
	  echo "On Debian and Ubuntu: apt-get install python3-venv" >&2 ; exit 1 ; \
	elif [ -z "$$found" ]; then \
	  echo "Pukka needs Python 3.11 or newer, and none was found (looked for $${PYTHON:-python3})." >&2 ; \
	  echo "Where it stands elsewhere: make run PYTHON=/path/to/python3" >&2 ; exit 1 ; \
	fi ; \
	echo "Making $(VENV) with $$("$$found" --version) ..." ; \
	"$$found" -m venv --clear $(VENV)
