# Everything a person or CI does with this repository. `make` alone lists the targets.

PY := .venv/bin/python
TESTS ?= tests
JOBS ?= 3
CODE := console deploy services shared tests

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format lint types imports docs bench bench-crawl bench-crawl-long lock up down clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv and install what development needs, from hashed locks
	@deploy/setup.sh dev

demo: ## watch a small province from registry to report, on real servers; under two minutes
	@deploy/setup.sh all
	@$(PY) -m deploy.demo

test: setup ## run the whole suite with a real nats-server and mongod; TESTS=tests/unit for a part, JOBS=2
	@$(PY) -m pytest -n $(JOBS) --dist loadfile $(TESTS)

check: lint types imports docs-fresh test ## what CI runs: lint, types, imports, fresh docs, tests

format: setup ## put code and imports in order
	@$(PY) -m ruff check --fix-only --quiet $(CODE)
	@$(PY) -m ruff format $(CODE)

lint: setup ## look for mistakes and bad habits (ruff)
	@$(PY) -m ruff check $(CODE)
	@$(PY) -m ruff format --check $(CODE)

types: setup ## check the types (mypy, strict)
	@$(PY) -m mypy

imports: setup ## check who may import whom (import-linter)
	@.venv/bin/lint-imports

docs: setup ## write the generated pages of docs/
	@$(PY) -m deploy.reference

.PHONY: docs-fresh
docs-fresh: setup
	@$(PY) -m deploy.reference --check

bench: setup ## measure throughput on this machine
	@$(PY) -m pytest -q -s tests/bench --override-ini python_files=bench_*.py

bench-crawl: setup ## crawl a farm of websites with ours and with Scrapy, in turn; BENCH_ROUNDS=3 BENCH_CONCURRENCY=64
	@deploy/setup.sh bench
	@$(PY) -m compileall -q $(CODE)
	@$(PY) -m tests.bench.compare_crawlers

bench-crawl-long: setup ## the memory of a crawl of BENCH_PAGES=100000 pages; takes several minutes
	@$(PY) -m compileall -q $(CODE)
	@$(PY) -m tests.bench.compare_crawlers long

bench-%: setup ## one bench of `make bench`: evaluate, notify, recompute, report, year
	@$(PY) -m pytest -q -s tests/bench/bench_$*.py --override-ini python_files=bench_*.py

LOCK := .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --quiet

lock: setup ## compile requirements/*.txt anew from pyproject.toml; UPGRADE=1 takes newer versions
	@for extra in crawler evaluator notifier reporter console; do \
		$(LOCK) $(if $(UPGRADE),--upgrade) --extra $$extra -o requirements/$$extra.txt || exit 1; \
	done
	@$(LOCK) $(if $(UPGRADE),--upgrade) --extra all --group build -o requirements/all.txt
	@$(LOCK) $(if $(UPGRADE),--upgrade) --extra all --extra apprise --group build --group dev -o requirements/dev.txt
	@$(LOCK) --extra notifier --extra apprise --constraint requirements/dev.txt --no-annotate -o requirements/apprise.txt
	@$(subst pyproject.toml,--group pyproject.toml:bench,$(LOCK)) $(if $(UPGRADE),--upgrade) --constraint requirements/dev.txt \
		-o requirements/bench.txt

up: ## start the embedded servers and the four services, and leave them running
	@deploy/setup.sh all
	@.venv/bin/xunjian up --detach

down: ## stop them
	@.venv/bin/xunjian down

clean: ## remove .venv, caches and build results; the data in .xunjian stays
	@rm -rf .venv .venv-bench build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +
