# Every target sets up what it needs; nothing has to be installed by hand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check docs bench bench-reader bench-needs trust format clean

demo: $(VENV)/default.stamp  ## the demo shop: public data in, needs and report.html out
	$(BIN)/needlens demo

test: $(VENV)/dev.stamp  ## all tests, offline
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/dev.stamp  ## style, types, import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/dev.stamp  ## the documentation as a site, in site/
	$(BIN)/mkdocs build --strict --quiet

bench: $(VENV)/dev.stamp  ## speed and quality, each beside a peer in the same run
	$(BIN)/python benchmarks/run.py

bench-reader: $(VENV)/dev.stamp  ## the reader, beside its peers; wants the data sets, NEEDLENS_DATA=FOLDER
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/reader/run.py

bench-needs: $(VENV)/dev.stamp  ## needs, beside their peers: our labelled set and planted shops
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/needs/run.py

trust: $(VENV)/dev.stamp  ## the trust tests at full size (about an hour)
	NEEDLENS_TRUST=full $(BIN)/python -m pytest -n 2 --dist loadgroup tests/trust

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) demo-shop .demo-data report.html site

MODELS := models/reader-zh-en/src/needlens_reader_zh_en/manifest.json models/needs-zh-en/src/needlens_needs_zh_en/manifest.json

$(VENV)/default.stamp: pyproject.toml constraints.txt scripts/venv.sh $(MODELS)
	sh scripts/venv.sh "$(PYTHON)" "$(VENV)"
	$(BIN)/python -m pip install --quiet -c constraints.txt -e . ./models/reader-zh-en ./models/needs-zh-en
	@du -sm $(VENV) | awk '{print "installed: " $$1 " MB in $(VENV)"}'
	@touch $@

$(VENV)/dev.stamp: $(VENV)/default.stamp scripts/system.sh
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	sh scripts/system.sh
	@touch $@
