#!/usr/bin/env bash
# Sets up the Python peers once, then runs everything in turns and prints the ratios: training, then stage 2.
#   Benchmarks/run.sh [LONGTAIL [ROUNDS]]
set -euo pipefail
cd "$(dirname "$0")/.."
longtail="${1:-.build/release/longtail}"
rounds="${2:-3}"
venv=.build-benchmark/venv
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import torch, numpy, PIL' 2>/dev/null; then
  echo "setting up the Python peers (PyTorch, NumPy, Pillow), once" >&2
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet torch==2.13.0 numpy pillow
fi
"$venv/bin/python" Benchmarks/benchmark.py --longtail "$longtail" --rounds "$rounds" \
  --output benchmark.json
"$venv/bin/python" Benchmarks/second_stage_benchmark.py --longtail "$longtail" --rounds "$rounds" \
  --output second-stage-benchmark.json
