#!/usr/bin/env python3
"""Trains every method of the table methods/cifar-100-lt for the same short schedule, and sets them side by side.

    train_methods.py --longtail .build/release/longtail --data cifar100:DIR [--epochs 10] [--jobs 2] [METHOD ...]

No hold-out, last epoch, seed 0. What has finished is kept in Documentation/results/, and not trained again; stopped with
Ctrl-C it goes on where it was. Prints the rows of that length as Markdown; --print alone trains nothing.
"""
import argparse
import csv
import pathlib
import subprocess
import sys

TABLE = "methods/cifar-100-lt"


def results(path, epochs):
    """The rows that are there, by method; those of another length of the first stage are other runs."""
    if not path.exists():
        return {}
    with open(path, newline="") as file:
        return {row["row"]: row for row in csv.DictReader(file) if row["epochs"].split(" + ")[0] == str(epochs)}


def methods(longtail):
    """Of the table, in its order."""
    text = subprocess.run(
        [longtail, "list", "tables", "--table", TABLE, "--format", "csv"], check=True, stdout=subprocess.PIPE,
        text=True).stdout
    return [row["row"] for row in csv.DictReader(text.splitlines())]


def train(options, missing):
    command = [
        options.longtail, "compare", *missing, "--table", TABLE, "--data", options.data, "--epochs", options.epochs,
        "--validation-fraction", 0, "--selection", "last", "--jobs", options.jobs, "--output", options.output, "--export",
        options.results]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], stdout=subprocess.PIPE, text=True).stdout.strip()
    if commit:
        command += ["--commit", commit]
    return subprocess.run([str(word) for word in command], stdout=subprocess.DEVNULL).returncode


def percent(text, digits=1):
    return f"{100 * float(text):.{digits}f}" if text else "–"


def millions(text, digits):
    return f"{float(text) / 1e6:.{digits}f}" if text else "–"


def row(name, found):
    published = found["published_accuracy_percent"]
    return [
        name, f"{float(published):.1f}" if published else "–",
        percent(found["accuracy"]), percent(found["ece"]), percent(found["many"]), percent(found["medium"]),
        percent(found["few"]), found["epochs"], millions(found["parameters"], 2), millions(found["multiply_adds"], 1),
        f"{float(found['images_per_second']):.0f}" if found["images_per_second"] else "–",
        millions(found["peak_memory_bytes"], 0)]


def table(names, found):
    head = ["method", "published", "accuracy", "ECE", "many", "medium", "few", "epochs", "M parameters",
            "M multiply-adds", "images/s", "peak MB"]
    lines = [head, ["---"] + ["---:"] * (len(head) - 1)] + [row(name, found[name]) for name in names if name in found]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("methods", nargs="*", help="all of the table when none is named")
    parser.add_argument("--longtail", default=".build/release/longtail")
    parser.add_argument("--data", help="such as cifar100:DIR")
    parser.add_argument("--epochs", type=int, default=10, help="of the first stages; everything else scales with it")
    parser.add_argument("--jobs", type=int, default=2, help="runs at the same time, each with its part of the processors")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("runs/methods"))
    parser.add_argument("--results", type=pathlib.Path, default=pathlib.Path("Documentation/results"))
    parser.add_argument("--print", action="store_true", help="what is there, without training")
    options = parser.parse_args()
    if not options.print and not options.data:
        parser.error("--data names CIFAR-100")
    names = methods(options.longtail)
    if unknown := [name for name in options.methods if name not in names]:
        parser.error(f"{unknown[0]} is not in {TABLE}")
    path = options.results / (TABLE.replace("/", "-") + ".csv")
    missing = [name for name in options.methods or names if name not in results(path, options.epochs)]
    status = train(options, missing) if missing and not options.print else 0
    found = results(path, options.epochs)
    print(table(names, found))
    if left := [name for name in names if name not in found]:
        print(f"\nNot trained yet: {', '.join(left)}.")
    sys.exit(status)


if __name__ == "__main__":
    main()
