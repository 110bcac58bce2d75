#!/usr/bin/env bash
# Sets up the Python peers once, then runs everything in turns and prints the ratios.
#   Benchmarks/run.sh training [LONGTAIL [ROUNDS]]
#   Benchmarks/run.sh experts BALPOE_CLONE SHIKE_CLONE [LONGTAIL [ROUNDS]]
#   Benchmarks/run.sh calibration [OPTIONS of calibration_benchmark.py]
#   Benchmarks/run.sh size [OPTIONS of size_benchmark.py]
#   Benchmarks/run.sh transformer [LONGTAIL [ROUNDS]]
#   Benchmarks/run.sh traffic-signs LONGTAIL [OPTIONS of traffic_signs_table.py]  (LONGTAIL_DATA: pictures and weights)
#   Benchmarks/run.sh sade LONGTAIL [OPTIONS of sade_table.py]            (LONGTAIL_DATA names the folder with cifar100/)
#   Benchmarks/run.sh official LONGTAIL CLONES [OPTIONS of official_methods.py]   (LONGTAIL_DATA as for sade)
#   Benchmarks/run.sh files [OPTIONS of files_benchmark.py]
#   Benchmarks/run.sh loading [OPTIONS of loading_benchmark.py]
#   Benchmarks/run.sh neighbours [OPTIONS of neighbours_benchmark.py]
#   Benchmarks/run.sh scaling [OPTIONS of scaling_benchmark.py]
set -euo pipefail
cd "$(dirname "$0")/.."
what="${1:?training, experts, transformer, traffic-signs, sade, official, calibration, size, files, loading, neighbours or scaling}"
shift
venv=.build-benchmark/venv
set_up() { # MODULES PACKAGES
  if [ ! -x "$venv/bin/python" ]; then python3 -m venv "$venv"; fi
  if ! "$venv/bin/python" -c "import $1" 2>/dev/null; then
    echo "setting up the Python peers, once: $2" >&2
    # shellcheck disable=SC2086
    "$venv/bin/pip" install --quiet $2
  fi
}
folder=.build-benchmark/swift
build_with_libtorch() { # PRODUCT
  PKG_CONFIG_PATH="$PWD/.libtorch:${PKG_CONFIG_PATH:-}" \
    swift build -c release --package-path Benchmarks --scratch-path "$folder" --product "$1" >&2
  # LibTorch's libraries are found where the set-up says.
  LD_LIBRARY_PATH="$(cat .libtorch/library-path):${LD_LIBRARY_PATH:-}"
  export LD_LIBRARY_PATH
}
case "$what" in
  training)
    set_up "torch, numpy, PIL" "torch==2.13.0 numpy pillow"
    "$venv/bin/python" Benchmarks/benchmark.py --longtail "${1:-.build/release/longtail}" \
      --rounds "${2:-3}" --output benchmark.json
    "$venv/bin/python" Benchmarks/second_stage_benchmark.py --longtail "${1:-.build/release/longtail}" \
      --rounds "${2:-3}" --output second-stage-benchmark.json
    ;;
  experts)
    set_up "torch, numpy, PIL" "torch==2.13.0 numpy pillow"
    "$venv/bin/python" Benchmarks/experts_benchmark.py --longtail "${3:-.build/release/longtail}" \
      --balpoe "${1:?a clone of emasa/BalPoE-CalibratedLT}" --shike "${2:?a clone of jinyan-06/SHIKE}" \
      --rounds "${4:-3}" --output experts-benchmark.json
    ;;
  transformer)
    set_up "torch, numpy, PIL" "torch==2.13.0 numpy pillow"
    "$venv/bin/python" Benchmarks/transformer_benchmark.py --longtail "${1:-.build/release/longtail}" \
      --rounds "${2:-3}" --output transformer-benchmark.json
    ;;
  traffic-signs)
    set_up "numpy, sklearn" "numpy scikit-learn==1.9.1"
    "$venv/bin/python" Benchmarks/traffic_signs_table.py --longtail "$@"
    ;;
  sade)
    python3 Benchmarks/sade_table.py --longtail "$@"
    ;;
  official)
    # torchvision may have been built for another kind of PyTorch: found is enough.
    set_up "importlib.util as u, torch, numpy, PIL, yacs, yaml; assert u.find_spec('torchvision')" \
      "torch==2.13.0 torchvision==0.28.0 numpy pillow yacs pyyaml"
    longtail="$1" clones="${2:?a folder with clones of the repositories that official_methods.py names}"
    shift 2
    "$venv/bin/python" Benchmarks/official_methods.py --longtail "$longtail" --clones "$clones" "$@"
    ;;
  calibration)
    set_up "torch, numpy, scipy, sklearn, netcal, torchmetrics" \
      "torch==2.13.0 numpy scipy scikit-learn==1.9.1 netcal==1.4.0 torchmetrics==1.9.0"
    swift build -c release --package-path Benchmarks --scratch-path "$folder" --product CalibrationSpeed >&2
    "$venv/bin/python" Benchmarks/calibration_benchmark.py --program "$folder/release/CalibrationSpeed" \
      --output benchmark.json "$@"
    ;;
  size)
    set_up "torch, numpy, sklearn" "torch==2.13.0 numpy scikit-learn==1.9.1"
    # The others may be missing: their rows say so. TorchCP is taken without what it needs for graphs and texts.
    set_up "probmetrics.calibrators" "probmetrics==1.3.0 numba" || echo "without probmetrics" >&2
    set_up "mapie.classification" "mapie==1.6.0" || echo "without MAPIE" >&2
    set_up "importlib.util as u, tqdm; assert u.find_spec('torchcp')" "--no-deps torchcp==1.2.1 tqdm" \
      || echo "without TorchCP" >&2
    folder=.build-benchmark/swift
    swift build -c release --package-path Benchmarks --scratch-path "$folder" --product SizeSpeed >&2
    "$venv/bin/python" Benchmarks/size_benchmark.py --program "$folder/release/SizeSpeed" --output benchmark.json "$@"
    ;;
  files)
    set_up "numpy, pandas" "numpy pandas"
    "$venv/bin/python" Benchmarks/files_benchmark.py "$@"
    ;;
  loading)
    set_up "torch, numpy, PIL" "torch==2.13.0 numpy pillow"
    build_with_libtorch LoadingSpeed
    "$venv/bin/python" Benchmarks/loading_benchmark.py --program "$folder/release/LoadingSpeed" "$@"
    ;;
  neighbours)
    python3 Benchmarks/neighbours_benchmark.py "$@"
    ;;
  scaling)
    build_with_libtorch ReductionSpeed
    python3 Benchmarks/scaling_benchmark.py --program "$folder/release/ReductionSpeed" "$@"
    ;;
  *)
    echo "training, experts, transformer, traffic-signs, sade, official, calibration, size, files, loading, neighbours or scaling, not $what" >&2
    exit 2
    ;;
esac
