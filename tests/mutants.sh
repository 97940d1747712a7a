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

# Each file is changed in a copy of its own, the longest first, one for each processor; what is printed is also what
# the table in docs/mutants.md is made from.
if (($# == 0)); then
  set -- $("$work/venv/bin/python" -c 'import sys; sys.path.insert(0, "tests"); import mutants_report as r
print(*sorted(r.files(), key=lambda file: -len(r.sources()[file])))')
fi
faults=0
printf '| file | mutants | killed | equivalent | left | seconds |\n| --- | --- | --- | --- | --- | --- |\n'
printf '%s\n' "$@" | WORK=$work xargs -P "$(nproc)" -I FILE sh -c '
  copy=$(mktemp -d -p "$WORK") && cp -r "$WORK/source/." "$copy" && cd "$copy" && "$WORK/venv/bin/python" tests/mutants.py FILE' |
  tee "$work/rows" || faults=$?
"$work/venv/bin/python" "$root/tests/mutants_report.py" <"$work/rows"
exit "$faults"
