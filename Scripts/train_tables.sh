#!/usr/bin/env bash
# Trains the cells that Documentation/fidelity.md is about, one after the other, at published length: no hold-out, last
# epoch, seed 0. Stopped with Ctrl-C it goes on where it was; what has finished is kept in Documentation/results/, and the
# page is written anew after each step.
#
#   Scripts/train_tables.sh [LONGTAIL] [OPTIONS of longtail compare]
#
# LONGTAIL_DATA names the folder with cifar100/ and mnist/; a step whose data are not there is left out. OPTIONS are added
# to every step: --device auto, --seeds 0..1, --threads 2. RUNS is the folder of the runs (runs), RESULTS that of the results;
# the page stands beside the latter: RUNS=try/runs RESULTS=try/results Scripts/train_tables.sh --scale 0.01 tries it all. A step
# that fails does not keep the others from theirs; the exit code is then 1.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
longtail=.build/release/longtail
if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then
  longtail=$1
  shift
fi
if [ ! -x "$longtail" ]; then
  echo "$longtail is not there; make build makes it" >&2
  exit 1
fi
data=${LONGTAIL_DATA:?names the folder with cifar100/ and mnist/}
runs=${RUNS:-runs}
results=${RESULTS:-Documentation/results}
page=$(dirname "$results")/fidelity.md
commit=$(git rev-parse --short HEAD 2>/dev/null || true)
if [ -n "$commit" ] && ! git diff --quiet HEAD -- Sources Package.swift; then commit="$commit, changed"; fi
failed=()

write_page() {
  if "$longtail" list tables --results "$results" --format markdown > "$page.new"; then
    mv "$page.new" "$page"
  else
    rm -f "$page.new"
    return 1
  fi
}

# One table's rows; those that another step has trained already are taken as they are.
step() { # NAME FOLDER COMMAND…
  local name=$1 folder=$2
  shift 2
  if [ ! -d "$data/$folder" ]; then
    echo "$name: left out, there is no $data/$folder" >&2
    return
  fi
  echo "$name: begins $(date -u +%FT%TZ)" >&2
  "$longtail" compare "$@" --export "$results" ${commit:+--commit "$commit"} "${options[@]}" > /dev/null
  local code=$?
  # Whoever stops a step stops the night.
  if [ $code -eq 130 ] || [ $code -eq 143 ]; then exit $code; fi
  if [ $code -ne 0 ] || ! write_page; then failed+=("$name"); fi
}

options=("$@")
whole=(--data "cifar100:$data/cifar100" --validation-fraction 0 --output "$runs/tables")
held=(--selection last --output "$runs/tables-held-out")

step "two stages" cifar100 mixup crt lws mislas --table mislas/cifar --imbalance-factors 100 "${whole[@]}"
step "cross-entropy" cifar100 cross-entropy --table mislas/cifar --imbalance-factors 100 "${whole[@]}"
step "BalPoE" cifar100 cross-entropy mixup mislas balpoe --table balpoe/calibration "${whole[@]}"
step "SHIKE" cifar100 shike --table shike/cifar-100-lt --imbalance-factors 100 "${whole[@]}"
step "LDAM-DRW" cifar100 ldam-drw --table mislas/cifar --imbalance-factors 100 "${whole[@]}"
step "the same and RIDE" cifar100 ldam-drw ride --table shike/cifar-100-lt --imbalance-factors 100 "${whole[@]}"
step "MNIST-LT" mnist --table knowledge-transfer/mnist-lt --data "mnist:$data/mnist" "${held[@]}"
step "CIFAR-100-LT, factor 10" cifar100 --table knowledge-transfer/cifar-100-lt --data "cifar100:$data/cifar100" \
  "${held[@]}"

if [ ${#failed[@]} -gt 0 ]; then
  echo "failed: ${failed[*]}" >&2
  exit 1
fi
