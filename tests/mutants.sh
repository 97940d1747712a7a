#!/usr/bin/env bash
# Mutation testing of symtconv/geometry and symtconv/checker, in an environment and a copy of the source of its own.
# Arguments: the Python to make the environment with, then the files to mutate (geometry/relation.py); all without.
set -euo pipefail
python=${1:-python3}
shift || true
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
mkdir "$work/copy"
(cd "$root" && tar -cf - pyproject.toml README.md LICENSE symtconv tests) | tar -xf - -C "$work/copy"
cd "$work/copy"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --group test --editable . "cosmic-ray>=8.4"
"$work/venv/bin/python" tests/mutants.py "$@"
