#!/usr/bin/env python3
"""Pictures a second that are decoded, framed to 224 and normalised, with two workers: longtail (whole decode, decode at a
fraction, packed with a shorter side of 256) in turns with a DataLoader on Pillow and, where it is installed, on
torchvision.io. Generated JPEGs of quality 90 at ImageNet's size (500×375) and iNaturalist's (800×600).

Also how long a list of 1,000,000 pictures takes until the data are described, and the most memory of longtail's loader.
"""
import argparse, concurrent.futures, importlib.util, json, os, pathlib, shutil, statistics, subprocess, sys, time

import numpy as np
from PIL import Image

from rounds import add_options, rounds

here = pathlib.Path(__file__).resolve().parent
cache = here.parent / ".build-benchmark" / "pictures"
sizes = {"500×375": (500, 375), "800×600": (800, 600)}


def write_picture(job):
    """Noise of several scales, so that a file is about as large as a photograph's."""
    path, (width, height), seed = job
    random = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    for cells, strength in ((4, 70), (16, 40), (64, 22), (200, 10)):
        shape = (max(2, cells * height // width), cells, 3)
        noise = random.integers(0, 256, shape, dtype=np.uint8)
        picture += strength / 128 * (np.asarray(Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC),
                                                np.float32) - 128)
    picture += 9 * random.standard_normal(picture.shape, dtype=np.float32)
    Image.fromarray(np.clip(picture + 128, 0, 255).astype(np.uint8)).save(path, "JPEG", quality=90)


def folder_of(name, count):
    width, height = sizes[name]
    folder = cache / f"{width}x{height}-{count}"
    if not (folder / "complete").exists():
        jobs = []
        for number in range(count):
            label = folder / f"class{number % 100:03}"
            label.mkdir(parents=True, exist_ok=True)
            jobs.append((str(label / f"{number:06}.jpg"), sizes[name], number))
        print(f"generating {count} pictures of {name}", file=sys.stderr)
        with concurrent.futures.ProcessPoolExecutor() as pool:
            for _ in pool.map(write_picture, jobs, chunksize=64):
                pass
        (folder / "complete").write_text("")
    return folder


def measured(command):
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command} failed with status {os.waitstatus_to_exitcode(status)}")
    return json.loads(text.strip().splitlines()[-1])["picturesPerSecond"], usage.ru_maxrss * 1024


def list_seconds(longtail, folder, lines):
    """Until the data of a list of so many lines are described. Each line names a file of its own: the pictures under as many
    names as needed, hard links that are kept for the next time."""
    paths = sorted(folder.rglob("*.jpg"))
    links = folder.with_name(f"{folder.name}-{lines}-names")
    if not (links / "list.txt").exists():
        shutil.rmtree(links, ignore_errors=True)
        print(f"giving {len(paths)} pictures {lines:,} names", file=sys.stderr)
        names = []
        for line in range(lines):
            label = f"class{line * 1000 // lines:04}"
            name = f"{label}/{line:07}.jpg"
            if not (links / label).exists():
                (links / label).mkdir(parents=True)
            os.link(paths[line % len(paths)], links / name)
            names.append(f"{name}\t{label}\n")
        (links / "list.txt").write_text("".join(names))
    command = [longtail, "data", "describe", "--data", f"image-list:{links / 'list.txt'}", "--image-size", "224", "--format",
               "json"]
    start = time.perf_counter()
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def packed(longtail, folder):
    """The folder's pictures with a shorter side of 256, packed once."""
    output = folder.with_name(folder.name + "-packed")
    complete = output.with_name(output.name + ".complete")
    if not complete.exists():
        shutil.rmtree(output, ignore_errors=True)
        subprocess.run([longtail, "data", "pack", "--data", f"image-folder:{folder}", "--short-side", "256",
                        "--output", output], check=True, stdout=subprocess.DEVNULL)
        complete.write_text("")
    return output


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--longtail", default=".build/release/longtail")
    parser.add_argument("--program", required=True, help="the built LoadingSpeed")
    parser.add_argument("--count", type=int, default=20_000, help="pictures of each size; 20000 when not given")
    parser.add_argument("--lines", type=int, default=1_000_000, help="of the list; 1000000 when not given")
    parser.add_argument("--workers", type=int, default=2, help="2 when not given")
    add_options(parser, 3)
    options = parser.parse_args()
    decoders = ["pillow"] + (["torchvision"] if importlib.util.find_spec("torchvision") else [])
    commands = {}
    for name in sizes:
        folder = folder_of(name, options.count)
        ours = {"whole decode": ("full", f"image-folder:{folder}"), "at a fraction": ("reduced", f"image-folder:{folder}"),
                "packed": ("full", f"packed:{packed(options.longtail, folder)}")}
        for task in ("training", "evaluation"):
            for side, (decoding, data) in ours.items():
                commands[name, task, side] = [options.program, task, decoding, options.workers, data]
            for decoder in decoders:
                commands[name, task, decoder] = [sys.executable, here / "Peers" / "picture_loading.py", task, decoder, folder,
                                                 "--workers", options.workers]
    speeds, most = {each: [] for each in commands}, 0
    for turn in rounds(options.rounds, options.minutes):
        for each, command in commands.items():
            speed, peak = measured(command)
            speeds[each].append(speed)
            if each[2] not in decoders:
                most = max(most, peak)
            print(f"round {turn + 1}/{options.rounds}, {', '.join(each)}: {speed:.0f} pictures/s", file=sys.stderr, flush=True)
    count = len(speeds[next(iter(speeds))])
    print(f"{options.count:,} JPEGs of quality 90, {options.workers} workers; medians of {count} rounds in turns")
    print(f"{'size':9}{'task':12}{'':14}{'pictures/s':>11}" + "".join(f"{'over ' + peer:>18}" for peer in decoders))
    for (name, task, side), own in speeds.items():
        # Ratios within a round, so that a machine whose speed drifts does not decide.
        ratios = [statistics.median(a / b for a, b in zip(own, speeds[name, task, peer])) for peer in decoders]
        print(f"{name:9}{task:12}{side:14}{statistics.median(own):11.0f}" + "".join(f"{ratio:17.2f}×" for ratio in ratios))
    print(f"most memory of longtail's loader: {most / 1e6:.0f} MB")
    seconds = list_seconds(options.longtail, folder_of("500×375", options.count), options.lines)
    print(f"{options.lines:,} lines of a list: {seconds:.1f} s")


if __name__ == "__main__":
    main()
