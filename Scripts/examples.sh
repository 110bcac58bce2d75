#!/usr/bin/env bash
# Builds the packages in Examples/ as a newcomer would, runs them, and looks at what they give.
#
#   Scripts/examples.sh [NAME…]      all three when none is named
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
export PKG_CONFIG_PATH="$root/.libtorch${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
# One folder for all: what two of them need is built once.
scratch="$root/.build-examples"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# built NAME: builds an example, and leaves the path of its program in $program.
built() {
  local places=(--package-path "Examples/$1" --scratch-path "$scratch") began=$SECONDS
  swift build "${places[@]}" --product "$1" >"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    exit 1
  }
  program="$(swift build "${places[@]}" --show-bin-path)/$1"
  echo "$1: built in $((SECONDS - began)) s"
}

# wanted WHAT FOUND: fails unless the second text has the first in it.
wanted() {
  [[ "$2" == *"$1"* ]] || {
    printf 'expected “%s”, found:\n%s\n' "$1" "$2" >&2
    exit 1
  }
}

CalibrationServer() {
  "$program" --fit Examples/CalibrationServer/labelled.jsonl "$folder/calibrator.json"
  local answers
  answers=$(printf '%s\n' '{"logits": [2, 0]}' '{"logits": [1, 2, 3]}' 'hello' \
    '{"logits": [0, 0]}' | "$program" "$folder/calibrator.json")
  # Logits (2, 0) are right three times in four.
  wanted '{"probabilities":[0.75' "$(sed -n 1p <<<"$answers" | sed 's/0\.749999[0-9]*/0.75/')"
  wanted '"error"' "$(sed -n 2p <<<"$answers")"
  wanted '"error"' "$(sed -n 3p <<<"$answers")"
  wanted '{"probabilities":[0.5,0.5]}' "$(sed -n 4p <<<"$answers")"
}

OwnReport() {
  "$program" "$folder/page.html"
  wanted 'hoopoe' "$(cat "$folder/page.html")"
  wanted '</html>' "$(tail -c 20 "$folder/page.html")"
}

OwnMethod() {
  local output
  output=$(LD_LIBRARY_PATH="$(cat .libtorch/library-path)" "$program" "$folder/own-method")
  echo "$output"
  wanted 'poly-balanced with the loss poly-1' "$output"
  wanted 'stopped' "$output"
  wanted 'backward-5' "$output"
  wanted '1.5' "$(grep epsilon "$folder/own-method/run/recipe.yaml")"
  wanted '</html>' "$(tail -c 20 "$folder/own-method/report.html")"
}

for name in ${@:-CalibrationServer OwnReport OwnMethod}; do
  built "$name"
  "$name"
done
