#!/usr/bin/env bash
# Trains two classifiers on the embedded long-tailed data set, calibrates them, and compares them in a report.
set -euo pipefail
longtail="${1:-.build/release/longtail}"
runs="${2:-runs/demo}"
data="synthetic:classes=10,per-class=800,test=200"
for method in cross-entropy balanced-softmax; do
  if [ -f "$runs/$method/evaluation.json" ]; then
    echo "$runs/$method is there already; delete it to train again" >&2
  else
    "$longtail" train "$method" --data "$data" --imbalance-factor 100 --epochs 24 \
      --set selection=last --output "$runs/$method" --resume
  fi
done
"$longtail" report "$runs/cross-entropy" "$runs/balanced-softmax" --output report.html \
  --overwrite
echo "open report.html in a browser"
