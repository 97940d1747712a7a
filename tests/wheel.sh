#!/usr/bin/env bash
# Build a wheel, install it into an environment of its own, and run the tests from a folder without the source.
set -euo pipefail
python=$(realpath "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$work/dist" "$root"
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
(cd "$root" && "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --group test)
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$work"/dist/*.whl

mkdir "$work/elsewhere"
cp -r "$root/tests" "$root/pyproject.toml" "$root/CITATION.cff" "$work/elsewhere/"
cd "$work/elsewhere"
"$work/venv/bin/python" - <<'PY'
import symtconv, sys
assert "site-packages" in symtconv.__file__, symtconv.__file__
print("testing the wheel of", symtconv.__version__, "with Python", sys.version.split()[0])
PY
"$work/venv/bin/symtconv" doctor >/dev/null
"$work/venv/bin/python" -m pytest -q -p no:cacheprovider \
  tests/geometry tests/arithmetic tests/checker tests/numeric tests/proofs/test_instance.py tests/cli tests/operators/test_operators.py
