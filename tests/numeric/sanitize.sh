#!/bin/sh
# The compiled tests under AddressSanitizer and UndefinedBehaviorSanitizer: sh tests/numeric/sanitize.sh [pytest options]
#
# Builds the extension with -fsanitize=address,undefined into a temporary copy of the package and runs tests/numeric
# there. No special Python: the sanitizer's library is loaded first, and PYTHONMALLOC=malloc shows it every allocation.
# Leaks are not looked for, since the interpreter itself keeps memory to the end; the report goes straight to stderr,
# past pytest, which would swallow it. PYTHON names the interpreter, CC the compiler.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
python=${PYTHON:-$root/.venv/bin/python}
compiler=${CC:-gcc}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cp -R "$root/symtconv" "$root/tests" "$root/pyproject.toml" "$folder"
find "$folder/symtconv" -name '*.so' -delete
cd "$folder"

suffix=$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX"))')
include=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
for name in _gather _walk; do
    "$python" -m cython -3 "symtconv/numeric/$name.pyx" -o "$name.c" 2>&1 | grep -v 'performance hint' || true
    "$compiler" -shared -fPIC -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=undefined \
        -fsanitize=address,undefined ${SANITIZE_FLAGS:-} -Isymtconv/numeric -I"$include" "$name.c" \
        -o "symtconv/numeric/$name$suffix"
done

LD_PRELOAD="$("$compiler" -print-file-name=libasan.so) $("$compiler" -print-file-name=libubsan.so)" \
PYTHONMALLOC=malloc ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 \
    "$python" -m pytest tests/numeric -q -p no:cacheprovider --capture=sys "$@"
