"""Reports 2, 40 and 44: what a trained run does with other data, and with data that changed."""

import json
import os
import shutil
import struct
import zlib

COLOURS = {"blue": (20, 40, 220), "green": (30, 200, 40), "red": (220, 30, 30), "yellow": (230, 220, 30)}


def write_png(path, colour, number):
    """A plain picture of 16×16 pixels, a little different for each number."""
    shade = bytes(max(0, min(255, value + number % 7 - 3)) for value in colour)
    rows = b"".join(b"\0" + shade * 16 for _ in range(15))
    rows += b"\0" + shade * 15 + bytes((number % 256, number // 256, 0))

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0))
                   + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def make_part(folder, counts, first):
    number = first
    for name, count in counts.items():
        os.makedirs(os.path.join(folder, name))
        for picture in range(count):
            write_png(os.path.join(folder, name, f"{picture:02}.png"), COLOURS[name], number)
            number += 1


def make_data(place):
    make_part(os.path.join(place, "d", "train"), {"blue": 40, "green": 40, "red": 40}, 0)
    make_part(os.path.join(place, "d", "test"), {"blue": 10, "green": 10, "red": 10}, 1000)
    make_part(os.path.join(place, "swapped", "test"), {"green": 10, "red": 10, "yellow": 10}, 2000)
    make_part(os.path.join(place, "swapped", "train"), {"green": 2, "red": 2, "yellow": 2}, 2500)
    make_part(os.path.join(place, "lacks", "test"), {"green": 10, "red": 10}, 3000)
    make_part(os.path.join(place, "lacks", "train"), {"green": 2, "red": 2}, 3500)


def first_result(result):
    found = json.loads(result.output)
    found = found[0] if isinstance(found, list) else found
    return found["results"][0] if "results" in found else found


def accuracy_of(result):
    """The accuracy of the plain softmax, as `evaluate --format json` gives it."""
    try:
        return first_result(result)["accuracy"]
    except (ValueError, KeyError, IndexError):
        return None


def cases(run, copy, wanted):
    if wanted and not {"2", "40", "44"} & set(wanted):
        return
    place = os.path.join(copy, "trained")
    os.makedirs(place)
    make_data(place)
    trained = run(["train", "cross-entropy", "--data", "image-folder:d", "--epochs", "6", "--output", "run",
                   "--quiet"], place)
    yield 44, "train cross-entropy --data image-folder:d", None if trained.code == 0 else str(trained), "ends well"
    if trained.code != 0:
        return
    own = run(["evaluate", "run", "--format", "json"], place)
    again = run(["evaluate", "run", "--data", "image-folder:d", "--format", "json"], place)
    figures = [first_result(result) if result.code == 0 else str(result) for result in (own, again)]
    yield (44, "evaluate run --data image-folder:d", None if figures[0] == figures[1] else str(figures),
           "the same as evaluate run, to the bit")

    result = run(["evaluate", "run", "--data", "image-folder:swapped", "--format", "json"], place)
    right = result.code != 0 and "yellow" in result.errors
    yield 2, "evaluate run --data image-folder:swapped", None if right else str(result), "yellow is refused by name"
    result = run(["evaluate", "run", "--data", "image-folder:lacks", "--format", "json"], place)
    right = result.code == 0 and accuracy_of(result) is not None and "blue" in result.errors
    yield 2, "evaluate run --data image-folder:lacks", None if right else str(result), "measured; blue is warned of"
    yield from changed_data(run, place)


def changed_data(run, place):
    picture = os.path.join(place, "d", "train", "red", "99.png")
    write_png(picture, COLOURS["red"], 4000)
    result = run(["evaluate", "run"], place)
    yield (40, "evaluate run, after a picture was added", None if result.code != 0 else str(result), "refused")
    result = run(["train", "--resume", "--output", "run"], place)
    yield (40, "train --resume, after a picture was added", None if result.code != 0 else str(result), "refused")
    os.remove(picture)
    first = os.path.join(place, "d", "test", "red", "00.png")
    shutil.copy(first, first + ".kept")
    os.rename(first + ".kept", os.path.join(place, "kept.png"))
    write_png(first, COLOURS["red"], 4001)
    result = run(["evaluate", "run"], place)
    yield (40, "evaluate run, after a test picture was replaced", None if result.code != 0 else str(result), "refused")
    shutil.copy(os.path.join(place, "kept.png"), first)
    result = run(["evaluate", "run"], place)
    yield 40, "evaluate run, as it was", None if result.code == 0 else str(result), "ends well"
    elsewhere = os.path.join(place, "elsewhere")
    os.makedirs(elsewhere)
    result = run(["evaluate", "../run"], elsewhere)
    yield 44, "evaluate ../run, from another folder", None if result.code == 0 else str(result), "ends well"
