#!/usr/bin/env bash
# Mutation testing of the trusted rooms, in an environment and copies of the source of its own.
# Arguments: the Python to make the environment with, then the files to mutate (geometry/relation.py); all without.
set -euo pipefail
python=${1:-python3}
shift || true
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
mkdir "$work/source"
(cd "$root" && tar -cf - pyproject.toml README.md LICENSE symtconv tests) | tar -xf - -C "$work/source"
cd "$work/source"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --group test --editable . "cosmic-ray>=8.4"

# Each file is changed in a copy of its own, the longest first, one for each processor.
if (($# == 0)); then
  set -- $(cd symtconv && wc -c geometry/*.py arithmetic/*.py certificates/*.py checker/*.py | grep -v total | sort -rn | awk '{print $2}')
fi
printf '| file | mutants | killed | equivalent | left | seconds |\n| --- | --- | --- | --- | --- | --- |\n'
printf '%s\n' "$@" | WORK=$work xargs -P "$(nproc)" -I FILE sh -c '
  copy=$(mktemp -d -p "$WORK") && cp -r "$WORK/source/." "$copy" && cd "$copy" && "$WORK/venv/bin/python" tests/mutants.py FILE'
