# Every target sets up what it needs first; a second run finds the stamp files and goes straight to work.
# Needed on the machine: bash, make, curl, Python 3.11 or later, Node.js 20 or later.

SHELL := bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# One step at a time: each line of progress belongs to the step that follows it.
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PUBLIC := setup serve test check build fuzz bench
.PHONY: help $(PUBLIC) .lint .need-curl .need-node .need-browser .need-java .warn-node

python := .venv/bin/python

# Tools are called as `python -m`: the scripts in .venv/bin break when the folder is moved.
pytest := $(python) -m pytest

# Material prints a banner about MkDocs 2 at each start; the lock file keeps MkDocs below 2.
mkdocs := NO_MKDOCS_2_WARNING=1 DISABLE_MKDOCS_2_WARNING=true $(python) -m mkdocs

# Says what is wrong with Node.js here, or nothing.
node_fault := $(shell \
  if ! command -v node >/dev/null; then echo "Node.js is missing. Install Node.js 20 or later."; \
  elif ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then \
    echo "Node.js $$(node --version) is too old. Install Node.js 20 or later."; \
  elif ! command -v npm >/dev/null; then echo "npm is missing. Install it (Debian: apt install npm)."; fi)

# The whole set-up; what it takes to run every snippet; and what there can be of that without Node.js, enough to
# write: the site then says "not checked here" at JavaScript blocks.
complete := .need-curl .need-node .venv/.project node_modules/.tools
runnable := .need-curl .need-node .venv/.project node_modules/.packages
possible := .need-curl .warn-node .venv/.project $(if $(node_fault),,node_modules/.packages)

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' Makefile | while IFS= read -r line; do \
	  printf '  make %-7s %s\n' "$${line%%:*}" "$${line##*## }"; \
	done

# --- The targets -----------------------------------------------------------------------------------------

setup: $(possible) ## install all that the project needs, inside its folder
	@echo "Set up. Next: make serve"

serve: $(possible) ## the site on port 8000, the mock API on 8443, its portal on 8080
	@exec $(python) -m snippets serve

# `coverage run` rather than a pytest plugin: the engine is itself a pytest plugin, so that pytest has imported
# it before any other plugin could start to measure. That takes an eighth of the time, so only the long run does it.
test: $(complete) .need-browser .need-java ## all tests, snippets included; FULL=1 adds the long ones
ifeq ($(FULL),1)
	@$(python) -m coverage erase
	@$(python) -m coverage run -m pytest -n auto
	@$(python) -m coverage combine -q
	@$(python) -m coverage report
else
	@$(pytest) -n auto
endif

check: $(complete) .lint ## linters, types and the quick tests
	@$(pytest) tests -q -n auto -m "not slow and not browser"

# A page is published only when each of its blocks has a passing verdict, and site/ changes only when all is well.
build: $(runnable) ## run the snippets, then build the site into site/
	@$(pytest) docs -q
	@$(python) -m snippets verify
	@rm -rf build/site build/site.old
	@SNIPPETS_GATE=1 $(mkdocs) build --strict --site-dir build/site
	@if [ -e site ]; then mv site build/site.old; fi
	@mv build/site site
	@rm -rf build/site.old
	@echo "Built site/"

# A few minutes, and then it ends. SEED=7 draws other requests.
fuzz: .need-curl .venv/.project ## random requests to the mock API, 200 and more to each operation
	@FULL=1 $(pytest) tests/mock_server/test_schemathesis.py -q -s

# Its tables go into docs/contributing/performance.md. Nothing else should run meanwhile.
bench: $(complete) ## how fast it is, beside its peers; WHAT=server names one bench
	@$(python) -m tests.bench $(WHAT)

.lint: .venv/.project
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy

# --- Python ----------------------------------------------------------------------------------------------

# The first Python that is new enough and can make environments; `make setup PYTHON=…` names another.
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11

# A link to an interpreter that has gone counts as missing, so that a broken environment is made anew.
# pip follows in the next step, which can be repeated when it is interrupted.
.venv/bin/python:
	@old=; bare=; \
	for candidate in $(PYTHON); do \
	  version=$$("$$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2]); sys.exit(sys.version_info < (3, 11))' 2>/dev/null) \
	    || { old=$${old:-$$version}; continue; }; \
	  "$$candidate" -c 'import ensurepip, venv' 2>/dev/null || { bare=$${bare:-$$version}; continue; }; \
	  echo "Making .venv with Python $$version …"; \
	  exec "$$candidate" -m venv --clear --without-pip .venv; \
	done; \
	if [ -n "$$bare" ]; then echo "error: Python $$bare cannot make environments. Install its venv package (Debian: apt install python$$bare-venv)." >&2; \
	elif [ -n "$$old" ]; then echo "error: Python $$old is too old. Install Python 3.11 or later." >&2; \
	else echo "error: Python is missing. Install Python 3.11 or later." >&2; fi; \
	exit 1

# Only wheels, and only those whose hash the lock file knows: nothing is built, and no build tool fetched.
.venv/.packages: requirements.lock | .venv/bin/python
	@$(python) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "error: the Python in .venv is older than 3.11. Remove .venv and run make again." >&2; exit 1; }
	@echo "Installing Python packages (about a minute, once) …"
	@$(python) -m pip --version >/dev/null 2>&1 || $(python) -m ensurepip --default-pip >/dev/null
	@$(python) -m pip install -qq --no-input --disable-pip-version-check \
	  --require-hashes --no-deps --only-binary :all: -r requirements.lock
	@touch $@

# The project itself, in place: pytest finds the engine by its entry point. "compat" puts this folder on Python's
# path; the default, an import hook, costs every Python that starts 25 ms, and a snippet may be a Python that starts.
.venv/.project: pyproject.toml .venv/.packages
	@$(python) -m pip install -qq --no-input --disable-pip-version-check \
	  --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	@touch $@

# --- The other tools -------------------------------------------------------------------------------------

.need-node:
	@if [ -n "$(node_fault)" ]; then echo "error: $(node_fault)" >&2; exit 1; fi

.warn-node:
	@if [ -n "$(node_fault)" ]; then echo "warning: $(node_fault) JavaScript snippets are not checked here." >&2; fi

# What the snippets need is small; what only tests and benchmarks need is not, and waits until one of them runs.
node_modules/.packages: package.json package-lock.json .npmrc
	@echo "Installing Node.js packages …"
	@npm ci --omit=dev --silent --no-audit --no-fund
	@touch $@

node_modules/.tools: package.json package-lock.json .npmrc
	@echo "Installing Node.js packages and test tools …"
	@npm ci --silent --no-audit --no-fund
	@touch node_modules/.packages $@

.need-curl:
	@command -v curl >/dev/null || { echo "error: curl is missing. Install curl." >&2; exit 1; }

# The browser tests use the system's Chromium. Root on Debian gets it; CI may not go on without it.
.need-browser:
	@for browser in chromium chromium-browser google-chrome; do command -v $$browser >/dev/null && exit; done; \
	if [ "$$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then \
	  echo "Installing Chromium for the browser tests …"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit; \
	fi; \
	if [ -n "$$CI" ]; then echo "error: Chromium is missing. Install chromium." >&2; exit 1; fi; \
	echo "warning: Chromium is missing, so the browser tests are skipped. Install chromium." >&2

# The HTML checker runs on Java; the same holds for it.
.need-java:
	@command -v java >/dev/null && exit; \
	if [ "$$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then \
	  echo "Installing Java for the HTML checker …"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null && exit; \
	fi; \
	if [ -n "$$CI" ]; then echo "error: Java is missing. Install a Java runtime, 11 or later." >&2; exit 1; fi; \
	echo "warning: Java is missing, so the pages' HTML is not checked. Install a Java runtime, 11 or later." >&2
