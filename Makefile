# make app    everything needed, then the app in your browser
# make test   everything needed, then every check and test
# On Windows: make.bat app, make.bat test

PYTHON ?= python3
BIN := .venv/bin
READY := pyproject.toml constraints.txt .ci/prepare.py

.PHONY: app test lint types tests bench constraints clean

app: .venv/ready-app
	$(BIN)/acupoint app

test: lint types tests

lint: .venv/ready-test
	$(BIN)/ruff check .

types: .venv/ready-test
	$(BIN)/mypy

# three at once on two processors, for a browser test waits now and then: two at once take a tenth longer
tests: .venv/ready-test
	$(BIN)/pytest -q -n 3 --dist loadfile

bench: .venv/ready-test
	$(BIN)/acupoint bench

# A touched stamp file says that the installation is as new as what it was made from: the second run starts at once.
.venv/ready-app: $(READY)
	$(PYTHON) .ci/prepare.py app
	@touch $@

.venv/ready-test: $(READY)
	$(PYTHON) .ci/prepare.py test
	@touch $@ .venv/ready-app

constraints: .venv/ready-test
	$(BIN)/python .ci/pin.py

clean:
	rm -rf .venv .venv-tool build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
