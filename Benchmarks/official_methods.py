#!/usr/bin/env python3
"""Methods by their authors' own code beside longtail, in short runs on CIFAR-100-LT, as a table of Markdown.

    official_methods.py --clones DIR --data DIR --longtail .build/release/longtail [--output runs/official]
    official_methods.py … --epochs 10 --seeds 0,1 --methods ldam-drw,cmo,gcl
    official_methods.py … --results Documentation/results/official

DIR of --clones has clones of the repositories, under their own names:

    LDAM-DRW                       github.com: kaidic/LDAM-DRW                          ldam-drw, bcl
    cmo                            naver-ai/cmo                                         cmo, bcl
    GCLLoss                        Keke921/GCLLoss                                      gcl
    Balanced-Contrastive-Learning  FlamieZhu/Balanced-Contrastive-Learning              bcl
    NCL                            Bazinga699/NCL                                       ncl
    SADE-AgnosticLT                Vanint/SADE-AgnosticLT                               sade

A method whose clone is missing has a row that says so. DIR of --data has cifar100/train.bin and cifar100/test.bin.
Both programs train ResNet-32 at imbalance factor 100 in float32 on the CPU on the same pictures, without a hold-out
and with the published schedule scaled to so many epochs, and are measured after the last one: accuracy on all classes
and on many-, medium- and few-shot ones, and ECE in 15 bins, both in percent. Peers/official_methods.py says what is the
authors'.

Each finished run stays in the folder of results (the output folder when not given) as a JSON file with its command,
seconds and figures, and is not run again; one that was stopped begins anew. What both programs did of the schedule (the rate of each epoch, momentum, decay of
weights, epochs) is compared, and must be the same. The differences that are left stand below the table.

Ends with status 1 where mean accuracies of a method are more than 2 points apart or mean ECEs more than 3, where
schedules differ, or where a run failed.
"""
import argparse
import dataclasses
import json
import math
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time

import yaml

here = pathlib.Path(__file__).resolve().parent
ACCURACY_BOUND, ERROR_BOUND = 2, 3
GROUPS = ["accuracy_many", "accuracy_medium", "accuracy_few"]


@dataclasses.dataclass
class Method:
    clones: list
    # What differs from longtail's, beside SHARED.
    differences: list


# Of all methods.
SHARED = [
    "order of samples, augmentation and first weights are drawn by other generators, from the same distributions "
    "where nothing else is said"]

METHODS = {
    "ldam-drw": Method(["LDAM-DRW"], [
        "the authors' answers are cosines without a scale; they have their loss's 30 here, as longtail's do"]),
    "cmo": Method(["cmo"], [
        "pasted pictures are drawn with replacement; longtail draws a class and takes its pictures in turns"]),
    "gcl": Method(["GCLLoss"], [
        "the authors' answers are cosines without a scale; they have their second loss's 20 here, as longtail's do",
        "the second stage draws pictures with replacement; longtail draws a class and takes its pictures in turns",
        "the authors begin the second stage with the best epoch on the test set; here it is the last",
        "the settings are those of the authors' programs, released for CIFAR-10"]),
    "bcl": Method(["Balanced-Contrastive-Learning", "LDAM-DRW", "cmo"], [
        "the authors released no program for CIFAR: losses, selection, model class and loop of training are theirs, "
        "ResNet-32 is LDAM-DRW's, AutoAugment and Cutout are CMO's, and the settings are the paper's"]),
    "ncl": Method(["NCL"], [
        "the authors' lists of pictures are of another selection; here it is everybody else's",
        "the authors leave out the last batch of an epoch when it is not full",
        "the authors' slow copy of the network begins at random and moves after keys are made, longtail's begins as "
        "the network and moves before; the heads of keys, which stay as they begin, are random in theirs and the "
        "network's own in longtail's",
        "the authors' queue of keys begins with random directions, longtail's empty",
        "the authors' classifiers begin with PyTorch's own distribution, longtail's with that of the backbone"]),
    "sade": Method(["SADE-AgnosticLT"], [
        "both answer with the mean of the experts' logits, without weights learned in testing"]),
}


class Problems(list):
    def add(self, sentence):
        self.append(sentence)
        print(sentence, file=sys.stderr, flush=True)


def write(path, value):
    temporary = path.with_suffix(".part")
    temporary.write_text(json.dumps(value, indent=2) + "\n")
    os.replace(temporary, path)


def kept(options, program, method, seed, run):
    """The figures of a run that is finished already, or of one that is run now; nothing when it fails."""
    name = f"{method}-{program}-{options.epochs}-epochs-seed{seed}"
    path = options.results / f"{name}.json"
    what = {"method": method, "program": program, "epochs": options.epochs, "seed": seed}
    if path.exists() and (found := json.loads(path.read_text()))["what"] == what:
        print(f"{path} is there already; delete it to run again", file=sys.stderr, flush=True)
        return found
    command, folder = run(name)
    command = [str(word) for word in command]
    print(" ".join(command), file=sys.stderr, flush=True)
    begin = time.monotonic()
    with open(options.output / f"{name}.log", "w") as log:
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=log, text=True)
    seconds = time.monotonic() - begin
    if result.returncode != 0:
        options.problems.add(f"{name} failed with status {result.returncode}; see {log.name}")
        return None
    figures = figures_of_run(folder) if folder else json.loads(result.stdout.strip().splitlines()[-1])
    found = {"what": what, "command": told(options, command), "seconds": round(seconds, 1), **figures}
    write(path, found)
    return found


def told(options, command):
    """A command with words for the folders of this machine."""
    names = {
        pathlib.Path(sys.executable): "python3", options.longtail: "longtail", options.clones: "CLONES",
        options.data: "DATA/cifar100", options.output: "OUTPUT", here: "Benchmarks"}
    for path, name in names.items():
        command = [word.replace(str(path), name) for word in command]
    return command


def figures_of_run(folder):
    """What longtail wrote, in the form that the authors' side prints."""
    results = json.loads((folder / "evaluation.json").read_text())["results"]
    scores = next(result["scores"] for result in results if not result.get("calibrator"))
    recipe = yaml.safe_load((folder / "recipe.yaml").read_text())
    epochs = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    stages = []
    for index, stage in enumerate(recipe["stages"]):
        optimizer = stage["optimizer"]
        rates = [epoch["learningRate"] for epoch in epochs if epoch["stage"] == index]
        stages.append({"rates": rates, **{key: optimizer[key] for key in ("momentum", "nesterov", "weightDecay")}})
    return {**{key: scores[key] for key in ("accuracy", "ece", *GROUPS)}, "stages": stages, "recipe": recipe}


def ours(options, method, seed):
    def run(name):
        folder = options.output / name
        if folder.exists():
            shutil.rmtree(folder)
        return [
            options.longtail, "train", method, "--data", f"cifar100:{options.data}", "--imbalance-factor", 100,
            "--epochs", options.epochs, "--validation-fraction", 0, "--selection", "last", "--seed", seed,
            "--device", "cpu", "--threads", options.threads, "--workers", options.workers, "--quiet",
            "--output", folder], folder

    return kept(options, "longtail", method, seed, run)


def official(options, method, seed):
    def run(name):
        return [
            sys.executable, here / "Peers" / "official_methods.py", method, "--clones", options.clones,
            "--data", options.data, "--selection", options.output / "selection", "--epochs", options.epochs,
            "--seed", seed, "--threads", options.threads, "--workers", options.workers], None

    return kept(options, "official", method, seed, run)


def export_selection(options):
    """The pictures of the long-tailed training part, which the authors' code is to select too."""
    folder = options.output / "selection"
    # The last of the files that it writes.
    if (folder / "class_names.txt").exists():
        return
    status = subprocess.run([str(word) for word in (
        options.longtail, "data", "export", "--data", f"cifar100:{options.data}", "--imbalance-factor", 100,
        "--split", "train", "--output", folder, "--overwrite")], stdout=subprocess.DEVNULL).returncode
    if status != 0:
        sys.exit(f"longtail data export ended with status {status}")


def at(recipe, place):
    for key in place.split("."):
        recipe = recipe[int(key) if isinstance(recipe, list) else key]
    return recipe


def schedule_differences(longtail, authors):
    """Sentences about what the two programs did not do alike."""
    found = [f"{place} is {own} in longtail's recipe, {value} by the published schedule"
             for place, value in authors["places"].items() if (own := at(longtail["recipe"], place)) != value]
    own_stages, other_stages = longtail["stages"], authors["stages"]
    if len(own_stages) != len(other_stages):
        return found + [f"{len(own_stages)} stages in longtail, {len(other_stages)} in the authors' code"]
    for index, (own, other) in enumerate(zip(own_stages, other_stages)):
        found += [f"stage {index + 1}: {key} is {own[key]} in longtail, {other[key]} in the authors' code"
                  for key in ("momentum", "nesterov", "weightDecay") if not math.isclose(own[key], other[key])]
        rates = list(zip(own["rates"], other["rates"]))
        if len(own["rates"]) != len(other["rates"]) or not all(math.isclose(*pair, rel_tol=1e-6) for pair in rates):
            found.append(f"stage {index + 1}: the rates are {own['rates']} in longtail, "
                         f"{other['rates']} in the authors' code")
    return found


def means(runs):
    return {key: statistics.mean(run[key] for run in runs) for key in ("accuracy", "ece", *GROUPS, "seconds")}


def row(title, authors, longtail):
    def both(key):
        return [100 * run[key] for run in (authors, longtail)]

    def compared(values):
        return f"{values[0]:.2f} | {values[1]:.2f} | {values[1] - values[0]:+.2f}"

    groups = (" / ".join(f"{100 * run[key]:.1f}" for key in GROUPS) for run in (authors, longtail))
    minutes = (f"{run['seconds'] / 60:.1f}" for run in (authors, longtail))
    print(f"| {title} | {compared(both('accuracy'))} | {' | '.join(groups)} | {compared(both('ece'))} | "
          f"{' | '.join(minutes)} |", flush=True)


def compare(options, method):
    """All runs of a method, with their rows; whether there is anything to compare."""
    missing = [name for name in METHODS[method].clones if not (options.clones / name).is_dir()]
    if missing:
        print(f"| {method} | no clone of {', '.join(missing)} in {options.clones} |{' |' * 9}", flush=True)
        return False
    pairs = []
    for seed in options.seeds:
        longtail = ours(options, method, seed)
        authors = official(options, method, seed)
        if not longtail or not authors:
            print(f"| {method}, seed {seed} | failed |{' |' * 9}", flush=True)
            continue
        for sentence in schedule_differences(longtail, authors):
            options.problems.add(f"{method}, seed {seed}: {sentence}")
        row(f"{method}, seed {seed}", authors, longtail)
        pairs.append((authors, longtail))
    if not pairs:
        return True
    authors, longtail = (means(runs) for runs in zip(*pairs))
    row(f"**{method}, mean**", authors, longtail)
    for key, name, bound in (("accuracy", "accuracies", ACCURACY_BOUND), ("ece", "ECEs", ERROR_BOUND)):
        apart = 100 * abs(authors[key] - longtail[key])
        if apart > bound:
            options.problems.add(f"{method}: the mean {name} are {apart:.2f} points apart, more than {bound}")
    return True


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--longtail", default=".build/release/longtail", type=pathlib.Path)
    parser.add_argument("--clones", required=True, type=pathlib.Path, help="folder of the authors' repositories")
    parser.add_argument("--data", type=pathlib.Path, help="folder with cifar100/; LONGTAIL_DATA's when not given")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("runs/official"))
    parser.add_argument("--results", type=pathlib.Path, help="folder of the finished runs' figures")
    parser.add_argument("--epochs", type=int, default=10, help="of the first stage, 2 at least; the rest scales")
    parser.add_argument("--seeds", default="0,1", help="such as 0,1")
    parser.add_argument("--methods", default=",".join(METHODS), help="such as ldam-drw,cmo")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--workers", type=int, default=2, help="that prepare batches, of both programs")
    options = parser.parse_args()
    options.methods = options.methods.split(",")
    if unknown := [name for name in options.methods if name not in METHODS]:
        parser.error(f"--methods: {', '.join(unknown)} is none of {', '.join(METHODS)}")
    if not re.fullmatch(r"\d+(,\d+)*", options.seeds):
        parser.error(f"--seeds: expected numbers with commas between them, found {options.seeds}")
    options.seeds = [int(seed) for seed in options.seeds.split(",")]
    if options.epochs < 2:
        parser.error("--epochs: the schedules have at least 2")
    if not options.data and "LONGTAIL_DATA" not in os.environ:
        parser.error("--data: neither it nor LONGTAIL_DATA names a folder with cifar100/")
    options.data = (options.data or pathlib.Path(os.environ["LONGTAIL_DATA"])).resolve() / "cifar100"
    options.results = options.results or options.output
    for name in ("longtail", "clones", "output", "results"):
        setattr(options, name, getattr(options, name).absolute())
    options.problems = Problems()
    return options


def main():
    options = read_options()
    # So that the run that is going on ends too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    for folder in (options.output, options.results):
        folder.mkdir(parents=True, exist_ok=True)
    export_selection(options)
    print("| run | accuracy, official | longtail | difference | many / medium / few, official | longtail | "
          "ECE, official | longtail | difference | minutes, official | longtail |")
    print(f"|---|{'---:|' * 10}")
    compared = [method for method in options.methods if compare(options, method)]
    print(f"\nCIFAR-100-LT, imbalance factor 100, ResNet-32, {options.epochs} epochs; accuracies and ECEs in percent. "
          "Differences that are left:\n")
    print("\n".join(f"- all: {difference}" for difference in SHARED))
    for method in compared:
        print("\n".join(f"- {method}: {difference}" for difference in METHODS[method].differences))
    if not compared:
        options.problems.add(f"nothing was compared: {options.clones} has none of the clones")
    sys.exit(1 if options.problems else 0)


if __name__ == "__main__":
    main()
