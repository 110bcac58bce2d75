#!/usr/bin/env python3
"""SADE's test-time weights beside equal ones, on shifted test sets of its own run, as a table of Markdown.

    LONGTAIL_DATA=DIR sade_table.py --longtail .build/release/longtail [--epochs 20] [--seeds 1]
    sade_table.py --longtail .build/release/longtail --run runs/sade-0 --run runs/sade-1

Trains `longtail train sade` on CIFAR-100-LT (DIR/cifar100, imbalance factor 100) once a seed, without held-out samples,
with the published schedule scaled to so many epochs (200 are the published ones); a run that is there already is taken,
and one that was stopped goes on. Each is then evaluated on forward-50, uniform and backward-50 parts of its test set,
with the mean of its experts and with the weights that it learns from the pictures of that part without their labels
(Zhang et al., NeurIPS 2022). A row a part: samples, accuracies in percent, their difference in points with the standard
deviation over the runs where there are several, and the mean weights of the experts. Beside them stand the published
figures of 200 epochs, as Aimar et al. (CVPR 2023) print them.

Ends with status 1 where learned weights are not ahead on forward-50 and backward-50, on average over the runs.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys

PARTS = ["forward-50", "uniform", "backward-50"]
# With equal and with learned weights, CIFAR-100-LT at imbalance factor 100.
PUBLISHED = {"forward-50": (58.4, 65.9), "uniform": (49.4, 49.8), "backward-50": (35.0, 42.4)}


def run(command, shows_progress=False):
    words = [str(word) for word in command]
    errors = None if shows_progress else subprocess.PIPE
    result = subprocess.run(words, stdout=subprocess.PIPE, stderr=errors, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(words)}\nfailed with status {result.returncode}:\n{result.stderr or ''}")
    return result.stdout, result.stderr


def trained(options, seed):
    path = options.runs / f"seed-{seed}"
    if (path / "evaluation.json").exists():
        print(f"{path} is there already; delete it to train again", file=sys.stderr)
        return path
    command = [options.longtail, "train", "sade", "--data", options.data, "--imbalance-factor", options.imbalance_factor,
               "--epochs", options.epochs, "--validation-fraction", 0, "--selection", "last", "--seed", seed,
               "--output", path, "--resume"]
    for setting in options.set:
        command += ["--set", setting]
    run(command + execution(options), shows_progress=True)
    return path


def execution(options):
    return ["--device", options.device] + (["--threads", options.threads] if options.threads else [])


def evaluated(options, path, learns):
    """What is found of each part: samples and accuracy, before calibration, and the weights where they are learned."""
    parts = ",".join(options.part)
    command = [options.longtail, "evaluate", path, "--test-distribution", parts, "--format", "json"]
    text, remarks = run(command + (["--learn-expert-weights"] if learns else []) + execution(options))
    found = {row["test_distribution"]: {"samples": row["samples"], "accuracy": row["accuracy"]}
             for row in json.loads(text) if row["calibrator"] == "none"}
    for part, words in re.findall(r"(\S+): experts' weights learned on .*?: ([0-9., ]+) \(", remarks):
        found[part]["weights"] = [float(word) for word in words.split(",")]
    missing = [part for part in options.part if part not in found or learns and "weights" not in found[part]]
    if missing:
        sys.exit(f"{path}: nothing was found of {', '.join(missing)}:\n{text}\n{remarks}")
    return found


def row(part, equal, learned, published):
    """Of one part, in the order of the runs."""
    before, after = ([100 * run["accuracy"] for run in runs] for runs in (equal, learned))
    gains = [second - first for first, second in zip(before, after)]
    spread = f" ± {statistics.stdev(gains):.1f}" if len(gains) > 1 else ""
    weights = ", ".join(f"{statistics.mean(column):.2f}" for column in zip(*(run["weights"] for run in learned)))
    shown = f"*{published[0]} / {published[1]}*" if published else ""
    print(f"| {part} | {equal[0]['samples']} | {statistics.mean(before):.1f} | {statistics.mean(after):.1f} | "
          f"{statistics.mean(gains):+.1f}{spread} | {weights} | {shown} |")
    return statistics.mean(gains)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--longtail", required=True)
    parser.add_argument("--epochs", type=int, default=20, help="of training; 200 are the published ones")
    parser.add_argument("--seeds", type=int, default=1, help="runs that are trained, with seeds from 0 on")
    parser.add_argument("--run", action="append", type=pathlib.Path, help="a finished run, in place of training")
    parser.add_argument("--runs", type=pathlib.Path, help="where runs are kept (runs/sade-EPOCHS)")
    parser.add_argument("--data", help="other data than LONGTAIL_DATA's CIFAR-100, such as synthetic:classes=10")
    parser.add_argument("--imbalance-factor", type=float, default=100)
    parser.add_argument("--part", action="append", help="a test distribution (forward-50, uniform, backward-50)")
    parser.add_argument("--set", action="append", default=[], help="KEY=VALUE of the recipe")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    options.part = options.part or PARTS
    options.longtail = pathlib.Path(options.longtail).resolve()
    options.runs = options.runs or pathlib.Path(f"runs/sade-{options.epochs}")
    if not options.run and not options.data:
        if "LONGTAIL_DATA" not in os.environ:
            sys.exit("LONGTAIL_DATA names no folder with real data")
        options.data = f"cifar100:{pathlib.Path(os.environ['LONGTAIL_DATA']).resolve() / 'cifar100'}"
    paths = options.run or [trained(options, seed) for seed in range(options.seeds)]
    found = [[evaluated(options, path, learns) for path in paths] for learns in (False, True)]
    print("| test distribution | samples | equal weights | learned weights | gain | weights of the experts | *published* |")
    print("|---|---:|---:|---:|---:|---|---|")
    # Those of CIFAR-100-LT alone.
    published = {} if options.data and not options.data.startswith("cifar100:") else PUBLISHED
    gains = {part: row(part, *([run[part] for run in runs] for runs in found), published.get(part))
             for part in options.part}
    behind = [part for part in PARTS if part != "uniform" and gains.get(part, 1) <= 0]
    if behind:
        sys.exit(f"learned weights are not ahead of equal ones on {' and '.join(behind)}")


if __name__ == "__main__":
    main()
