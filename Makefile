# Every task of the project, each from nothing: it makes its own virtual environment and compiles what it needs.
# Inside an environment of your own, say `make test VENV=path/to/it`.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.symtconv-installed
SOURCES := pyproject.toml $(wildcard symtconv/numeric/*.pyx symtconv/numeric/*.h)
PYTEST_OPTIONS ?= -n auto

.PHONY: help demo test test-all lint bench peers conform sanitize coq mutants mutants-table soundness docs wheel clean

help:  ## list the tasks
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'

$(STAMP): $(SOURCES)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo "no virtual environment can be made; on Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test --editable .
	@touch $(STAMP)

demo: $(STAMP)  ## derive the CS231n layer and refute a rewrite, into out/
	@mkdir -p out
	$(BIN)/python -m symtconv.cli.demo out

test: $(STAMP)  ## the tests (short lane)
	$(BIN)/python -m pytest $(PYTEST_OPTIONS)

test-all: $(STAMP)  ## the tests with nothing skipped: the long lane, every outside program required
	SYMTCONV_REQUIRE_ALL=1 $(BIN)/python -m pytest --long $(PYTEST_OPTIONS)

$(VENV)/.lint-installed: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group lint
	@touch $@

lint: $(VENV)/.lint-installed  ## ruff and mypy, strict
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: peers  ## ratios against the peers named, in one run
	$(BIN)/python tests/benchmarks/operators.py
	$(BIN)/python tests/benchmarks/proof.py
	$(BIN)/python tests/benchmarks/claims.py
	$(BIN)/python tests/benchmarks/rewrites.py
	$(BIN)/python tests/benchmarks/latex.py
	$(BIN)/python tests/benchmarks/startup.py
	$(BIN)/python tests/benchmarks/numeric.py
	$(BIN)/python tests/benchmarks/many.py
	$(BIN)/python tests/benchmarks/conv_transpose.py --dtype float32
	SYMTCONV_SIMD=avx2 $(BIN)/python tests/benchmarks/conv_transpose.py --seconds 1

peers: $(VENV)/.peers-installed  ## PyTorch, JAX, ONNX, OpenVINO and z3, which emitted code and benchmarks are run against

$(VENV)/.peers-installed: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group peers || \
	  { echo "the peers cannot be installed here; what needs them is left out" >&2; exit $${SYMTCONV_REQUIRE_ALL:-0}; }
	@touch $@

conform: $(STAMP)  ## our own kernels as black boxes: a hundred thousand configurations, against the other oracle
	$(BIN)/python -m symtconv conform symtconv --small --random 98000 --sizes 7,8,9,15,16,17,31,32,33,63,64,65 --strict
	$(BIN)/python -m symtconv conform symtconv --random 1000 --dtype float32 --dtype float64 --layout strided --layout reversed --strict

sanitize: $(STAMP)  ## the tests of the compiled part under AddressSanitizer and UBSan
	PYTHON=$(abspath $(BIN))/python sh tests/numeric/sanitize.sh

wheel: $(STAMP)  ## build a wheel, install it elsewhere, and test it from there
	bash tests/wheel.sh $(BIN)/python

coq: $(STAMP)  ## check the theorem in Coq, with coqchk, and that it uses no axiom
	$(BIN)/python -c "from symtconv.proofs.coq import check_library; print(check_library(everything=True))"
	SYMTCONV_REQUIRE_ALL=1 $(BIN)/python -m pytest --long -q tests/docs/test_shell_blocks.py -k trust

docs: .venv-docs/.installed  ## the documentation into docs/_build/html, warnings as errors, and its tests
	.venv-docs/bin/python -m pytest --long tests/docs/test_build.py tests/rendering/test_notebook.py -q
	@echo "The first page is $(CURDIR)/docs/_build/html/index.html"

.venv-docs/.installed: pyproject.toml
	$(PYTHON) -m venv .venv-docs
	.venv-docs/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	.venv-docs/bin/python -m pip install --quiet --disable-pip-version-check --group docs --group test --editable .
	@touch $@

conventions: $(STAMP)  ## find the table of conventions anew, prove it, and write the pages about frameworks
	$(BIN)/python -m symtconv.proofs.translation.pairs
	$(BIN)/python -m symtconv conventions --prove
	$(BIN)/python docs/frameworks.py
	$(BIN)/python docs/shipped.py

soundness: $(STAMP)  ## random claims against brute force
	$(BIN)/python tests/claims/soundness.py --count 5000

mutants:  ## change every line of the checker and the geometry: some test must turn red (an hour)
	bash tests/mutants.sh $(PYTHON) $(FILES)

mutants-table:  ## mark in docs/mutants.md the figures that are of an earlier source
	$(PYTHON) tests/mutants_report.py </dev/null

clean:  ## remove what the tasks made
	rm -rf $(VENV) .venv-docs out build dist *.egg-info docs/_build
