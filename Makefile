# `make run` and `make test` do all the set-up they need; `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export JALON_LOCAL ?= 1
unexport PYTHONDONTWRITEBYTECODE
PY := .venv/bin/python

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

setup: .venv/.dev .venv/.system  ## prepare all that run, test and check need

run: .venv/.run  ## serve the site, the worker and the beat with the demonstration world
	@$(PY) manage.py run

test: .venv/.dev .venv/.system  ## run every test, again on PostgreSQL and Redis when they answer
	@$(PY) -m tests.run $(ARGS)

check: .venv/.dev  ## style, rooms, types, migrations, deployment, tables, compose file
	@$(PY) -m tests.check

bench: .venv/.dev  ## measure, beside what is measured against
	@$(PY) manage.py bench

locks: .venv/.dev  ## compile the hashed locks again
	@.venv/bin/uv pip compile pyproject.toml -q --generate-hashes --universal --no-header --python-version 3.11 -o requirements.txt --upgrade
	@.venv/bin/uv pip compile pyproject.toml -q --extra s3 --generate-hashes --universal --no-header --python-version 3.11 -o requirements-s3.txt --upgrade
	@.venv/bin/uv pip compile pyproject.toml -q --extra dev --extra s3 --generate-hashes --universal --no-header --python-version 3.11 -o requirements-dev.txt --upgrade

.venv/.run: requirements-setup.txt requirements.txt
	@.ci/setup run

.venv/.dev: requirements-setup.txt requirements-dev.txt
	@.ci/setup dev

.venv/.system:
	@.ci/setup browser

.PHONY: help setup run test check bench locks
