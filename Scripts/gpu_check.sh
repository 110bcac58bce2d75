#!/usr/bin/env bash
# What a machine with a CUDA device can show and others cannot, in under 8 minutes, as Markdown:
#   1. the tests of devices;
#   2. every method's steps, the same as on the CPU (Scripts/compare_steps.py);
#   3. images a second beside PyTorch, eager and compiled, in turns (Benchmarks/benchmark.py);
#   4. a row of BalPoE on CIFAR-100-LT.
#
#   Scripts/gpu_check.sh [LONGTAIL]          on such a machine, with a LibTorch of CUDA, after make build and make test
#   Scripts/gpu_check.sh --cpu [LONGTAIL]    the same parts on the CPU, small, in a minute, so that the script itself is tried
#
# LONGTAIL_DATA names the folder with cifar100/; without it part 3 takes random pictures, and part 4 is left out. PYTHON is
# the Python of the comparison, which needs torch and numpy. Each part has its seconds, and the others go on when one
# fails; the exit code is then 1.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
device=cuda
if [ "${1:-}" = --cpu ]; then
  device=cpu
  shift
fi
longtail=${1:-.build/release/longtail}
python=${PYTHON:-python3}
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
began=$SECONDS
failed=()

# Runs a part; what takes longer than its seconds is ended.
part() { # TITLE SECONDS COMMAND…
  local title=$1 limit=$2 from=$SECONDS
  shift 2
  printf '\n## %s\n\n' "$title"
  if timeout --kill-after=5 "$limit" "$@"; then
    printf '\n%s: %d s\n' "$title" $((SECONDS - from))
  else
    printf '\n%s: **failed** after %d s (%s)\n' "$title" $((SECONDS - from)) "$*"
    failed+=("$title")
  fi
}

skip() { printf '\n## %s\n\nleft out: %s\n' "$1" "$2"; }

if ! "$longtail" doctor | tee "$results/doctor" | grep -Eq "^devices .*\b$device"; then
  cat "$results/doctor"
  echo "gpu_check: LibTorch sees no $device here; on a machine without one: Scripts/gpu_check.sh --cpu" >&2
  exit 2
fi
cat "$results/doctor"

tests=$(find .build/release/ -maxdepth 1 -name '*PackageTests.xctest' 2>/dev/null | head -n 1)
if [ -n "$tests" ]; then
  part "Tests of devices" 40 "$tests" --testing-library swift-testing --filter DeviceTests
else
  skip "Tests of devices" "no built tests; make test builds them"
fi

steps=("$python" Scripts/compare_steps.py "$longtail" --device "$device")
if [ "$device" = cpu ]; then
  part "Steps of methods" 120 "${steps[@]}" --methods balanced-softmax,mislas,balpoe
else
  # One device serves several small runs at once.
  part "Steps of methods" 200 "${steps[@]}" --jobs $(($(nproc) > 8 ? 4 : 2))
fi

if [ "$device" = cpu ]; then
  skip "Images a second" "make benchmark measures them on the CPU"
elif "$python" -c "import torch, numpy, PIL; assert torch.cuda.is_available()" 2>/dev/null; then
  part "Images a second" 120 "$python" Benchmarks/benchmark.py --longtail "$longtail" --device "$device" \
    --without-papers --rounds 2 --output "$results/benchmark.json"
else
  skip "Images a second" "$python has no torch that sees the device, numpy and Pillow (PYTHON names another)"
fi

data="${LONGTAIL_DATA:-}/cifar100"
row=("$longtail" train balpoe --imbalance-factor 100 --validation-fraction 0 --set selection=last --device "$device" --quiet
  --format markdown --output "$results/balpoe")
if [ "$device" = cpu ]; then
  part "BalPoE" 120 "${row[@]}" --data synthetic:classes=4,per-class=100,test=20,size=16 --epochs 1
elif [ -f "$data/train.bin" ]; then
  part "BalPoE on CIFAR-100-LT, ${EPOCHS:-20} epochs" 110 "${row[@]}" --data "cifar100:$data" --epochs "${EPOCHS:-20}"
else
  skip "BalPoE on CIFAR-100-LT" "LONGTAIL_DATA names no folder with cifar100/"
fi

printf '\n%d s in all' $((SECONDS - began))
if [ ${#failed[@]} -gt 0 ]; then
  printf '; failed:'
  printf ' %s.' "${failed[@]}"
  echo
  exit 1
fi
echo
