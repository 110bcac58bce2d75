#!/usr/bin/env python3
"""ViT-S/16 in longtail beside PyTorch, in turns in one run: forward, a step of adapters, features of JPEG files.

    transformer_benchmark.py --longtail .build/release/longtail [--rounds 3]

224×224, float32, random weights and pictures: the speed does not depend on them. Forward and adapters have their pictures
in memory on both sides; features read 500×375 JPEG files, PyTorch's by a DataLoader with two workers. PyTorch's network is
written as timm writes it. `longtail features` counts from the start of the program to its end, the other from the loader on.
"""
import argparse
import json
import os
import pathlib
import sys
import tempfile
import time

import numpy as np
from PIL import Image

from benchmark import in_turns, measured, median, print_table, ratio, save

here = pathlib.Path(__file__).resolve().parent
peer = [sys.executable, str(here / "Peers" / "pytorch_transformer.py")]
CLASSES, TRAINED, TESTED, FILES = 100, 400, 256, 400


def prepare(folder):
    """Weights, arrays of pictures, and JPEG files in folders of their classes; made once."""
    if not (folder / "weights.pth").exists():
        folder.mkdir(parents=True, exist_ok=True)
        random = np.random.default_rng(0)
        for part, count in (("train", TRAINED), ("test", TESTED)):
            (folder / "arrays" / part).mkdir(parents=True, exist_ok=True)
            np.save(folder / "arrays" / part / "images.npy", random.integers(0, 256, (count, 224, 224, 3), dtype=np.uint8))
            np.save(folder / "arrays" / part / "labels.npy", np.arange(count) % CLASSES)
        y, x = np.mgrid[0:375, 0:500]
        for index in range(FILES):
            place = folder / "files" / ("train" if index % 2 else "test") / f"class{index // 2 % 10}"
            place.mkdir(parents=True, exist_ok=True)
            planes = [np.sin((x * a + y * b) / 40) for a, b in random.normal(0, 1, (3, 2))]
            noisy = 128 + 90 * np.stack(planes, -1) + random.normal(0, 8, (375, 500, 3))
            Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(place / f"{index}.jpg", quality=90)
        measured(peer + ["weights", str(folder / "weights.pth")])
    return folder


def run_of_ours(longtail, folder, *settings):
    """Images/s of training and of evaluation, and the most memory of both: of the latter in a process that does no more."""
    with tempfile.TemporaryDirectory() as output:
        run = os.path.join(output, "run")
        _, training = measured([
            longtail, "train", "lift", "--data", f"arrays:{folder / 'arrays'}", "--backbone", str(folder / "weights.pth"),
            "--epochs", "2", "--validation-fraction", "0", "--output", run, "--quiet", "--set", "batchSize=32",
            "--set", "stages.0.augmentations=[]", "--set", "stages.0.beginning=none",
            # The pictures have the network's size already.
            "--set", "data.framing.training=squared", "--set", "data.framing.evaluation=squared",
            *(word for setting in settings for word in ("--set", setting))])
        second = [json.loads(line) for line in open(os.path.join(run, "log.jsonl"))][1]
        evaluation = json.load(open(os.path.join(run, "evaluation.json")))
        _, peak = measured([longtail, "evaluate", run])
        return (second["timing"]["imagesPerSecond"], training), (evaluation["imagesPerSecond"]["test"], peak)


def our_features(longtail, folder):
    with tempfile.TemporaryDirectory() as output:
        start = time.perf_counter()
        _, peak = measured([
            longtail, "features", "--backbone", str(folder / "weights.pth"), "--data", f"image-folder:{folder / 'files'}",
            "--output", os.path.join(output, "features"), "--quiet"])
        return {"images_per_second": FILES / (time.perf_counter() - start), "peak_bytes": peak}


def theirs(what, folder, data):
    text, _ = measured(peer + [what, str(folder / "weights.pth"), str(data)])
    return json.loads(text.strip().splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--longtail", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", default="transformer-benchmark.json")
    options = parser.parse_args()
    folder = prepare(here.parent / ".build-benchmark" / "transformer")
    arrays, files = folder / "arrays", folder / "files"

    def forward():
        _, (speed, peak) = run_of_ours(options.longtail, folder, "model.tuning=linear-probe")
        return {"images_per_second": speed, "peak_bytes": peak}

    def adapters():
        (speed, peak), _ = run_of_ours(options.longtail, folder, "model.tuning={name: adaptformer, rank: 4}")
        return {"images_per_second": speed, "peak_bytes": peak}

    work = {
        "forward": (forward, lambda: theirs("forward", folder, arrays)),
        "a step of adapters": (adapters, lambda: theirs("adapters", folder, arrays)),
        "features of files": (lambda: our_features(options.longtail, folder), lambda: theirs("features", folder, files)),
    }
    rows, everything = [("ViT-S/16", "images/s", "ratio", "peak MB")], {}
    for name, (own, other) in work.items():
        results = in_turns({"longtail": own, "PyTorch": other}, options.rounds)
        for who in results:
            rows.append((f"{name}, {who}", f"{median(results, who, 'images_per_second'):.1f}",
                         f"{ratio(results, who, 'images_per_second'):.2f}×",
                         f"{median(results, who, 'peak_bytes') / 1e6:.0f}"))
            everything[f"{name}, {who}"] = results[who]
    print(f"224×224, float32; medians of {options.rounds} rounds in turns; ratio = longtail over the row")
    print_table(rows)
    save(everything, options)


if __name__ == "__main__":
    main()
