#!/usr/bin/env python3
"""LIFT with a small random ViT on CIFAR-100-LT's first 20 classes: same bits after kills, only adapters saved.

    LONGTAIL_DATA=DIR Scripts/lift_check.py LONGTAIL [--epochs 10] [--size 64] [--blocks 12] [--folder FOLDER]

DIR holds cifar100/ with train.bin and test.bin. Their first 20 classes are written as arrays, and a ViT under timm's
names (width 192, patches of 16, pictures of SIZE×SIZE, random with a seed) as a .pth. `longtail train lift` then runs
whole, at imbalance factor 100 and with the program's own hold-out, and again with two kills (SIGKILL), each in the middle
of an epoch. What has to hold:

  data         class counts of ⌊500 · 100^(−c/19)⌋
  same bits    weights, predictions, calibrators, log and figures of both runs; no epoch before a kill is trained again
  checkpoints  parameters of adapters and classifier alone, by names and shapes; the optimizer's too; all adapters moved
  backbone     its SHA-256 in recipes and checkpoints; the file untouched; another file, and none in its place, refused

Prints a table of Markdown with sizes and seconds; ends with 1 when one thing does not hold. Needs numpy and torch, which
may be that of `make setup` (PYTHONPATH=.libtorch/python). Of LIFT's accuracy it says nothing: the weights are random.
"""
import argparse
import json
import math
import os
import pathlib
import re
import struct
import sys
import tempfile
import time

import numpy as np

from lift_inputs import CLASSES, LARGEST, PATCH, WIDTH, write_arrays, write_backbone
from lift_runs import FACTOR, Trial, Wrong, require
from program import digest, result


class Table:
    """Rows of Markdown, each printed when its check is done."""

    def __init__(self):
        self.wrong = 0
        print("| | size | seconds | |\n|---|---:|---:|---|", flush=True)

    def add(self, what, check, *arguments):
        """The row of a check, which gives what it found in words, and bytes or None; whether it holds."""
        began = time.perf_counter()
        try:
            words, size = check(*arguments)
        except (Wrong, OSError, KeyError, ValueError) as problem:
            self.wrong += 1
            words, size = f"**wrong**: {problem if isinstance(problem, Wrong) else repr(problem)}", None
        shown = "" if size is None else f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"
        print(f"| {what} | {shown} | {time.perf_counter() - began:.1f} | {words} |", flush=True)
        return not words.startswith("**wrong**")


def selection(trial):
    """The class counts beside the published formula, and beside what was trained and held out."""
    data = json.loads((trial.whole / "data.json").read_text())
    counts = [math.floor(LARGEST * (1 / FACTOR) ** (index / (CLASSES - 1))) for index in range(CLASSES)]
    require(data["publishedCounts"] == counts, f"{data['publishedCounts']} instead of {counts}")
    trained, held, tested = data["trainingSamples"], data["validationSamples"], data["testSamples"]
    require((trained + held, tested) == (sum(counts), 100 * CLASSES), f"{trained} + {held} samples, {tested} to test")
    return f"{counts[0]} to {counts[-1]} a class: {trained:,} trained on, {held:,} held out, {tested:,} tested", None


def parameters(trial):
    """Names and shapes of what trains, from the papers: LIFT's rank, AdaptFormer's layers, the cosine classifier."""
    rank = 2 ** int(math.log2(max(1, CLASSES / (2 * trial.blocks))))
    layers = {"ln.weight": [WIDTH], "ln.bias": [WIDTH], "down_proj.weight": [rank, WIDTH], "down_proj.bias": [rank],
              "up_proj.weight": [WIDTH, rank], "up_proj.bias": [WIDTH], "scale": [1]}
    return {"classifier.weight": [WIDTH, CLASSES]} | {
        f"blocks.{block}.adapter.{name}": shape for block in range(trial.blocks) for name, shape in layers.items()}


def checkpoint(trial, run, name):
    """The weights of a checkpoint: the trained parameters and no others, and the backbone that they belong to."""
    path = run / "checkpoints" / name / "model.safetensors"
    arrays, metadata = tensors(path)
    same_shapes(arrays, parameters(trial))
    for one, values in arrays.items():
        require(np.isfinite(values).all(), f"{one} is not finite")
        # They begin at 0.
        require(not one.endswith("up_proj.weight") or values.any(), f"{one} has not moved")
    require(metadata.get("backbone_sha256") == digest(trial.backbone), f"its metadata are {metadata}")
    return f"{len(arrays)} tensors, {sum(one.size for one in arrays.values()):,} numbers", path.stat().st_size


def optimizer(trial):
    """A momentum for each trained parameter, in the checkpoint that a kill left."""
    path = trial.killed / "checkpoints" / "last" / "optimizer.safetensors"
    arrays, _ = tensors(path)
    same_shapes(arrays, {f"velocity/{name}": shape for name, shape in parameters(trial).items()})
    return f"{len(arrays)} tensors, {sum(one.size for one in arrays.values()):,} numbers", path.stat().st_size


def backbone_file(trial, before):
    require(digest(trial.backbone) == before, f"its SHA-256 is {digest(trial.backbone)}, was {before}")
    for run in (trial.whole, trial.killed):
        found = re.search(r"^pretrained:\n(?: .*\n)*?  sha256: (\S+)", (run / "recipe.yaml").read_text(), re.MULTILINE)
        require(found is not None and found.group(1) == before, f"{run.name}/recipe.yaml has another SHA-256")
    return f"SHA-256 {before[:16]}… as before, and in both recipes", trial.backbone.stat().st_size


def same_bits(trial):
    own, other = result(trial.whole), result(trial.killed)
    for name in ("checkpoints/last/model.safetensors", "checkpoints/best/model.safetensors",
                 "predictions/test/logits.npy", "predictions/validation/logits.npy"):
        require(name in own, f"the whole run has no {name}")
    different = sorted(name for name in own.keys() | other.keys() if own.get(name) != other.get(name))
    require(not different, f"{len(different)} of {len(own)} differ: {', '.join(different[:4])}")
    figures = [json.loads((run / "evaluation.json").read_text())["results"] for run in (trial.whole, trial.killed)]
    require(figures[0] == figures[1], "figures of evaluation.json differ")
    return (f"{len(own)} files; SHA-256 of the last weights {own['checkpoints/last/model.safetensors'][:16]}…, "
            f"of the test logits {own['predictions/test/logits.npy'][:16]}…"), None


def same_shapes(arrays, expected):
    found = {name: list(values.shape) for name, values in arrays.items()}
    apart = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    require(not apart, "; ".join(f"{name} is {found.get(name)} instead of {expected.get(name)}" for name in apart[:4]))


def tensors(path):
    """The arrays of a safetensors file in float32, by name, and its metadata."""
    content = path.read_bytes()
    end = 8 + struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:end])
    metadata = header.pop("__metadata__", {})
    return {name: np.frombuffer(content[end:][slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
            for name, entry in header.items()}, metadata


def check(trial, table, source, size):
    """Adds the rows; ends early where the later ones would have nothing to look at."""
    began = time.perf_counter()
    if not all(table.add(*row) for row in (
            ("arrays of the first 20 classes", write_arrays, source, trial.arrays),
            (f"a random ViT for {size}×{size}", write_backbone, trial.backbone, size, trial.blocks, 0),
            ("another one", write_backbone, trial.other, size, trial.blocks, 1))):
        return
    before = digest(trial.backbone)
    if not all(table.add(*row) for row in (
            (f"whole run, {trial.epochs} epochs", trial.trained, trial.whole, trial.training(trial.whole)),
            ("class counts", selection, trial),
            ("killed", trial.kill, trial.training(trial.killed), trial.epochs // 3),
            ("resumed, and killed again", trial.kill, trial.resuming(), 2 * trial.epochs // 3))):
        return
    table.add("its optimizer's checkpoint", optimizer, trial)
    for what, command, words in trial.refusals():
        table.add(what, trial.refused, command, words)
    if table.add("resumed to the end", trial.trained, trial.killed, trial.resuming()):
        table.add("both runs, bit for bit", same_bits, trial)
        for run, name in ((trial.whole, "last"), (trial.whole, "best"), (trial.killed, "last")):
            table.add(f"checkpoint `{run.name}/{name}`", checkpoint, trial, run, name)
        table.add("the backbone's file", backbone_file, trial, before)
    print(f"\n{time.perf_counter() - began:.0f} s in all; {table.wrong} wrong")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("longtail")
    parser.add_argument("--epochs", type=int, default=10, help="10 are the published ones")
    parser.add_argument("--size", type=int, default=64, help="side of the ViT's pictures in pixels, a multiple of 16")
    parser.add_argument("--blocks", type=int, default=12, help="of the ViT; 12 are ViT-Ti's")
    parser.add_argument("--folder", help="where to work; a temporary folder when not given")
    options = parser.parse_args()
    if options.epochs < 1 or options.blocks < 1 or options.size < PATCH or options.size % PATCH:
        parser.error("--epochs and --blocks are at least 1, --size is a multiple of 16")
    source = pathlib.Path(os.environ.get("LONGTAIL_DATA", "")) / "cifar100"
    if not (source / "train.bin").exists():
        sys.exit("lift_check: LONGTAIL_DATA names no folder with cifar100/train.bin")
    try:
        import torch  # noqa: F401
    except ImportError as problem:
        sys.exit(f"lift_check: {sys.executable} has no torch ({problem}); make check-lift PYTHON=… names one that has")
    table = Table()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        check(Trial(options, pathlib.Path(folder).resolve()), table, source, options.size)
    return 1 if table.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
