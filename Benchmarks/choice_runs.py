#!/usr/bin/env python3
"""What a run's choice of its calibrator costs in ten short runs, beside every fixed choice and none.

    choice_runs.py --data cifar100:DIR [--longtail .build/release/longtail] [--output runs/choice] [--epochs 10]

Trains balanced softmax, cross-entropy, mixup, MiSLAS and BalPoE on CIFAR-100-LT with the imbalance factors 10 and 100
by `longtail compare`: what was begun goes on, what is finished stays as it is, so that the same command can be given
again after it was stopped. Every run fits all candidates to its held-out samples, chooses one of them or none, and
measures each on the balanced test set. A family is a method, the mean of its runs.

Prints the table of Documentation/calibration.md, and ends with status 1 when the mean negative log-likelihood of the
chosen ones is more than 0.005 above that of the best fixed one, their mean calibration error more than 0.2 points, or
that of a family more than 0.5 points above no calibration.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

METHODS = ["balanced-softmax", "cross-entropy", "mixup", "mislas", "balpoe"]
FACTORS = [10, 100]
CANDIDATES = ["temperature", "knowledge-transfer", "ensemble-temperature", "svs", "vector"]
NONE, CHOSEN = "none", "chosen"


def train(options):
    command = [
        options.longtail, "compare", *METHODS, "--imbalance-factors", ",".join(map(str, FACTORS)), "--data", options.data,
        "--epochs", options.epochs, "--set", f"calibration.candidates=[{', '.join(CANDIDATES)}]",
        "--jobs", options.jobs, "--output", options.output]
    # Its own table is in the folder; this one's is the only thing on standard output.
    status = subprocess.run([str(word) for word in command], stdout=subprocess.DEVNULL).returncode
    if status != 0:
        sys.exit(f"longtail compare ended with status {status}; the same command goes on where it stopped")


def figures(path):
    """NLL in nats and ECE in percent on the test set by candidate, and of what the run chose; and its name."""
    evaluation = json.load(open(path))
    choice = evaluation.get("choice")
    if choice is None:
        sys.exit(f"{path} has no choice of a calibrator: the run held out no samples")
    found = {}
    for result in evaluation["results"]:
        # A calibrator that could not be fitted has no scores.
        if scores := result.get("scores"):
            found[result.get("calibrator") or NONE] = (scores["nll"], 100 * scores["ece"])
    found[CHOSEN] = found[choice["chosen"]]
    return found, choice["chosen"]


def mean(runs, name):
    """Of both figures; nothing for a candidate that could not be fitted in every run."""
    values = [run[name] for run in runs if name in run]
    if len(values) < len(runs):
        return None
    return tuple(statistics.mean(column) for column in zip(*values))


def row(title, runs, choices):
    cells = []
    for name in [NONE, *CANDIDATES, CHOSEN]:
        value = mean(runs, name)
        cells.append("" if value is None else f"{value[0]:.3f} / {value[1]:.2f}")
    counts = sorted(((choices.count(name), name) for name in set(choices)), key=lambda pair: (-pair[0], pair[1]))
    taken = choices[0] if len(choices) == 1 else ", ".join(f"{name} {count}" for count, name in counts)
    return f"| {title} | {' | '.join(cells)} | {taken} |"


def problems(families):
    """Sentences about each bound that is not kept."""
    runs = [run for family in families.values() for run in family]
    chosen = mean(runs, CHOSEN)
    fixed = [value for name in [NONE, *CANDIDATES] if (value := mean(runs, name))]
    found = []
    for index, (what, margin, unit) in enumerate([("NLL", 0.005, "nats"), ("ECE", 0.2, "points")]):
        above = chosen[index] - min(value[index] for value in fixed)
        if above > margin:
            found.append(f"the mean {what} of the chosen ones is {above:.3f} {unit} above that of the best fixed one, "
                         f"more than {margin}")
    for name, own in families.items():
        above = mean(own, CHOSEN)[1] - mean(own, NONE)[1]
        if above > 0.5:
            found.append(f"{name}: the mean ECE of the chosen ones is {above:.2f} points above no calibration, "
                         "more than 0.5")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="such as cifar100:DIR")
    parser.add_argument("--longtail", default=".build/release/longtail")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("runs/choice"))
    parser.add_argument("--epochs", type=int, default=10, help="of the first stages; everything else scales with it")
    parser.add_argument("--jobs", type=int, default=1, help="runs at the same time, each with its part of the processors")
    options = parser.parse_args()
    train(options)
    families, choices = {method: [] for method in METHODS}, []
    names = [NONE, *CANDIDATES, CHOSEN]
    print(f"| run | {' | '.join(names)} | what was chosen |\n|---|{'---:|' * len(names)}---|")
    for method in METHODS:
        for factor in FACTORS:
            run, chosen = figures(options.output / "runs" / f"{method}-if{factor}-seed0" / "evaluation.json")
            families[method].append(run)
            choices.append(chosen)
            print(row(f"{method}, {factor}", [run], [chosen]))
    print(row("all", [run for family in families.values() for run in family], choices))
    found = problems(families)
    for sentence in found:
        print(sentence, file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
