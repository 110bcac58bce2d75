#!/usr/bin/env python3
"""Compares what every method's steps give on two devices, or on one with two numbers of threads.

    Scripts/compare_steps.py LONGTAIL --device cuda [--methods balpoe,mislas] [--jobs 4] [--tolerance 1e-4]

Each method trains one epoch a stage, one step an epoch, on 32×32 pictures, at a tenth of its rates, once on the CPU and once on the device (on the
CPU again with two threads for --device cpu). Losses may differ by the tolerance, relatively, and so may all weights and
running statistics after the steps: the length of the difference over that of the whole. Single numbers may differ by more:
a step moves weights by sums that cancel to their last digits. Prints a table of Markdown; exits with 1 when one differs.
"""
import argparse
import array
import concurrent.futures
import json
import math
import os
import struct
import subprocess
import sys
import tempfile

# They begin with a file of trained weights, or with more samples of each class.
WITHOUT_RUNS = {"lift", "lift-plus", "fslwf"}
TYPES = {"F32": "f", "F64": "d", "I64": "q"}


def methods(longtail):
    text = subprocess.run([longtail, "list", "methods", "--format", "json"], check=True, capture_output=True).stdout
    return [one["name"] for one in json.loads(text) if one["name"] not in WITHOUT_RUNS]


def small_rates(longtail, method):
    """Settings that make each stage's learning rate a tenth: rounding of one stage grows less in the next."""
    text = subprocess.run(
        [longtail, "list", "methods", "--method", method, "--yaml"], check=True, capture_output=True, text=True).stdout
    stage, path, settings = -1, [], []
    for line in text[text.index("\nstages:\n"):].splitlines()[2:]:
        depth, (key, _, value) = len(line) - len(line.lstrip(" -")), line.strip(" -").partition(": ")
        if line.startswith("- "):
            stage += 1
        elif depth == 0:
            break
        path = [one for one in path if one[0] < depth] + [(depth, key.rstrip(":"))]
        if key == "learningRate":
            place = ".".join(name for _, name in path)
            settings += ["--set", f"stages.{stage}.{place}={float(value) / 10:g}"]
    return settings


def tensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        content = file.read()
    header.pop("__metadata__", None)
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        yield name, array.array(TYPES[entry["dtype"]], content[begin:end])


def steps(longtail, method, folder, device, threads):
    """Losses of the epochs, and the last weights by name."""
    run = os.path.join(folder, f"{method}-{device.replace(':', '-')}-{threads}")
    command = [
        longtail, "train", method, "--data", "synthetic:classes=5,per-class=30,test=10,size=32", "--imbalance-factor", "5",
        "--epochs", "1", "--set", "batchSize=4096", "--set", "selection=last", "--threads", str(threads),
        "--device", device, "--quiet", "--output", run, *small_rates(longtail, method)]
    # Matrix products of single precision, not of TF32.
    outcome = subprocess.run(
        command, env=os.environ | {"NVIDIA_TF32_OVERRIDE": "0"}, capture_output=True, text=True, timeout=300)
    if outcome.returncode != 0:
        raise RuntimeError(f"on {device}: {outcome.stderr.strip().splitlines()[-1:]}")
    with open(os.path.join(run, "log.jsonl")) as log:
        losses = [json.loads(line).get("loss") for line in log]
    return losses, dict(tensors(os.path.join(run, "checkpoints", "last", "model.safetensors")))


def distance(own, other):
    """The squared length of the difference, and of the other."""
    if len(own) != len(other):
        return math.inf, 1
    return sum((a - b) ** 2 for a, b in zip(own, other)), sum(b * b for b in other)


def compared(longtail, method, folder, device):
    """The distances of losses and of weights, with the name of the weight that is furthest off."""
    losses, weights = steps(longtail, method, folder, "cpu", 1)
    others, moved = steps(longtail, method, folder, device, 2)
    of_losses = max((abs(a - b) / max(abs(b), 1e-12) for a, b in zip(others, losses) if None not in (a, b)), default=0)
    parts = {name: distance(moved.get(name, []), own) for name, own in weights.items() if "num_batches" not in name}
    apart, whole = (sum(part[place] for part in parts.values()) for place in (0, 1))
    of_weights = math.sqrt(apart / whole) if math.isfinite(apart) else math.inf
    return of_losses, of_weights, max(parts, key=lambda name: parts[name][0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("longtail")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--methods", help="names with commas between them; all that can run without a file when not given")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--tolerance", type=float, default=1e-4)
    options = parser.parse_args()
    longtail = os.path.abspath(options.longtail)
    names = options.methods.split(",") if options.methods else methods(longtail)
    wrong = 0
    print("| method | loss | weights | furthest |\n|---|---:|---:|---|")
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        work = {name: pool.submit(compared, longtail, name, folder, options.device) for name in names}
        for name, future in work.items():
            try:
                loss, weights, worst = future.result()
            except Exception as problem:
                wrong += 1
                print(f"| {name} | failed: {problem} | | |", flush=True)
                continue
            fails = not (loss <= options.tolerance and weights <= options.tolerance)
            wrong += fails
            print(f"| {name} | {loss:.1e} | {weights:.1e} | {worst}{' **differs**' if fails else ''} |", flush=True)
    print(f"\n{len(names)} methods, {wrong} differ by more than {options.tolerance:g}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
