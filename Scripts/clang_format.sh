#!/usr/bin/env bash
# Formats the C++ of Sources/CTorch by .clang-format, or with --check says what is not formatted.
# clang-format 18 is taken where it is there, else installed by pip below .libtorch, once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly version=18.1.8 folder=.libtorch/clang-format
files=$(find Sources/CTorch -name '*.cpp' -o -name '*.h' -o -name '*.hpp' -o -name '*.inc')

formatter() {
  if command -v clang-format-18 >/dev/null; then
    clang-format-18 "$@"
    return
  fi
  [ -x "$folder/bin/clang-format" ] ||
    python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
      --target "$folder" "clang-format==$version" >&2
  PYTHONPATH="$folder" python3 "$folder/bin/clang-format" "$@"
}

if [ "${1:-}" = --check ]; then
  # shellcheck disable=SC2086
  formatter --dry-run --Werror $files
else
  # shellcheck disable=SC2086
  formatter -i $files
fi
