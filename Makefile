# make run: the knowledge base on this machine, with the samples in it. make test: every test.
PYTHON ?= python3
PORT ?= 8000
V := .venv/bin

.PHONY: run test bench lint messages clean
.DEFAULT_GOAL := run

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run: requirements.txt .venv/made
	$(V)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev: requirements.txt requirements-dev.txt .venv/made
	$(V)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/run

run: .venv/run
	$(V)/python manage.py migrate --verbosity 0
	$(V)/python manage.py import_seeds
	@$(V)/python manage.py first_editor
	@echo "Site: http://127.0.0.1:$(PORT)/   Admin: http://127.0.0.1:$(PORT)/admin/   Stop: Ctrl-C"
	@$(V)/python manage.py worker & worker=$$!; \
	$(V)/python manage.py runserver --noreload 127.0.0.1:$(PORT) & server=$$!; \
	trap 'kill $$server $$worker 2>/dev/null; wait; exit 0' INT TERM HUP; \
	wait $$server; code=$$?; kill $$worker 2>/dev/null; wait; exit $$code

test: .venv/dev
	$(V)/pytest -n auto
	@# Reading knows no database, and how often the admin asks doesn't depend on which one answers.
	$(V)/python -m kb.core.tests.postgres $(V)/pytest -n auto --ignore=seeds/reading --ignore=kb/web/tests/test_admin_many.py
	$(V)/pytest -m browser

# Pages and imports as ratios, SQLite and PostgreSQL: make bench DOCUMENTS=100000 [CORPUS=folder].
DOCUMENTS ?= 10000
bench: .venv/dev
	$(V)/python -m kb.bench --documents $(DOCUMENTS) $(if $(CORPUS),--corpus $(CORPUS))

lint: .venv/dev
	$(V)/ruff check .
	$(V)/ruff format --check .

messages: .venv/dev
	$(V)/python manage.py makemessages --all --no-location --no-obsolete --ignore '.venv/*'
	@# The hour of the run would change the files every time.
	@sed -i.old '/^"POT-Creation-Date/d' kb/web/locale/*/LC_MESSAGES/*.po && rm kb/web/locale/*/LC_MESSAGES/*.old
	$(V)/python manage.py compilemessages --ignore '.venv'

clean:
	rm -rf .venv static-collected .pytest_cache .ruff_cache
