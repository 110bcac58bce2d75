#!/usr/bin/env bash
# Builds and tests Tests/SeparatePackage, which depends on this package by path and imports Calibration
# only: from nothing (no build folder, no package cache) and with a pkg-config that knows no library, so
# that LibTorch cannot be found. It needs zlib's header (zlib1g-dev), which comes with Swift on Linux.
# It fails when anything beside the two libraries and the package itself is built.
#
#   Scripts/separate_package.sh [SECONDS]    with SECONDS, also fails when the build takes more processor time
#
# The same build takes 40 s on one machine and 110 on another, so no limit stands unless it is asked for; the
# time is printed with the lines built. SwiftPM fetches the dependencies of the whole package, builds none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../Tests/SeparatePackage"
limit="${1:-}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/pkgconfig"
export PKG_CONFIG_LIBDIR="$folder/pkgconfig"
unset PKG_CONFIG_PATH LIBTORCH
places=(--scratch-path "$folder/build" --cache-path "$folder/cache")

TIMEFORMAT='%R %U %S'
# measured WHAT COMMAND…: its output is shown only when it fails.
measured() {
  local what="$1" clock user system
  shift
  { time "$@" >"$folder/log" 2>&1; } 2>"$folder/time" || {
    cat "$folder/log" >&2
    exit 1
  }
  read -r clock user system <"$folder/time"
  processor=$(awk "BEGIN { printf \"%.1f\", $user + $system }")
  printf '%-28s %6.1f s on the clock, %6s s of processor time\n' "$what" "$clock" "$processor"
}

measured "fetching dependencies" swift package resolve "${places[@]}"
measured "building" swift build "${places[@]}"
lines=$(find ../../Sources/ArrayFiles ../../Sources/Calibration -name '*.swift' -exec cat {} + | wc -l)
awk "BEGIN { printf \"%-28s %6d, %.1f ms of processor time each\\n\", \"lines of the two libraries\", $lines, 1000 * $processor / $lines }"
built=$(cd "$folder/build/debug/Modules" && ls ./*.swiftmodule | sed 's|./||; s|.swiftmodule||' | tr '\n' ' ')
[ "$built" = "ArrayFiles CalibratedService Calibration " ] || {
  echo "built: $built; only ArrayFiles, Calibration and CalibratedService are needed" >&2
  exit 1
}
if [ -n "$limit" ] && awk "BEGIN { exit !($processor > $limit) }"; then
  echo "the build took $processor s of processor time; at most $limit are wanted" >&2
  exit 1
fi
measured "building and running tests" swift test "${places[@]}"
grep -E 'Test run with' "$folder/log"
