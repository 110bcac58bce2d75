"""Kills, signals, full disks, damaged files and folders that vanish, at random moments of a training."""

import os
import random
import shutil
import signal
import time

from program import files_of, result, training


class Reference:
    """A training that nothing disturbed, and how long it took."""

    def __init__(self, program, folder, *extra, **options):
        began = time.time()
        outcome = program.run(training("reference", *extra, **options), folder)
        assert outcome.code == 0, str(outcome)
        self.seconds = time.time() - began
        self.result = result(os.path.join(folder, "reference"))


def resumed(program, folder, name, reference, *extra, **options):
    """None when a run that was stopped goes on and ends as the reference did; what went wrong otherwise."""
    outcome = program.run(training(name, "--resume", *extra, **options), folder)
    if outcome.code != 0:
        return f"--resume: {outcome}"
    found = result(os.path.join(folder, name))
    different = [key for key in reference.result if found.get(key) != reference.result[key]]
    left = [one for one in files_of(os.path.join(folder, name)) if one.endswith((".new", ".old", ".partial", ".tmp"))]
    return f"differs in {different[:3]}" if different else f"left behind {left[:3]}" if left else None


def kills(program, folder, tries, chance):
    reference = Reference(program, folder)
    for number in range(tries):
        name = f"killed{number}"
        after = chance.uniform(0, reference.seconds)
        outcome = program.interrupted(training(name), folder, signal.SIGKILL, after)
        problem = outcome.fault
        # A second kill while it resumes.
        if problem is None and chance.random() < 0.3:
            again = chance.uniform(0, reference.seconds)
            problem = program.interrupted(training(name, "--resume"), folder, signal.SIGKILL, again).fault
        yield f"SIGKILL after {after:.2f} s", problem or resumed(program, folder, name, reference)


def signals(program, folder, tries, chance):
    reference = Reference(program, folder)
    for number in range(tries):
        name = f"signal{number}"
        sent = chance.choice([signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
        after = chance.uniform(0, reference.seconds)
        outcome = program.interrupted(training(name), folder, sent, after)
        problem = outcome.fault
        # Before it listens the signal ends it as it ends any program; later it saves and says how to go on.
        if problem is None and outcome.code not in (0, 130, 128 + sent, -sent):
            problem = str(outcome)
        if problem is None and outcome.code == 130 and "--resume" not in outcome.errors:
            problem = f"does not say how to go on: {outcome}"
        yield f"{sent.name} after {after:.2f} s", problem or resumed(program, folder, name, reference)


def full_disks(program, folder, tries, chance):
    reference = Reference(program, folder)
    largest = max(os.path.getsize(os.path.join(folder, "reference", one))
                  for one in files_of(os.path.join(folder, "reference")))
    for number in range(tries):
        name = f"full{number}"
        limit = chance.randrange(0, largest)
        outcome = program.run(training(name), folder, file_limit=limit)
        problem = outcome.fault
        if problem is None and outcome.code == 0:
            problem = f"ends with 0 although no file may be larger than {limit} bytes"
        if problem is None and name not in outcome.errors:
            problem = f"does not name the file: {outcome}"
        yield f"files of {limit} bytes at most", problem or resumed(program, folder, name, reference)


def vanishing_folders(program, folder, tries, chance):
    reference = Reference(program, folder)
    for number in range(tries):
        name = f"gone{number}"
        process = program.start(training(name, epochs=60), folder, stdout=-3, stderr=-1)
        time.sleep(chance.uniform(0.3, max(0.6, reference.seconds)))
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
        _, errors = process.communicate(timeout=180)
        # The folder may be gone before it is there: then it is made, and the run ends well.
        right = process.returncode in (0, 1) and (process.returncode == 0 or b"Error" in errors)
        yield "the output folder is deleted", None if right else f"rc {process.returncode}: {errors[-200:]}"


def damaged_runs(program, folder, tries, chance):
    """Each file of a finished run with a flipped bit, cut, emptied or deleted; then each command reads it."""
    reference = Reference(program, folder)
    picture = os.path.join(folder, "picture.png")
    _picture(picture)
    whole = os.path.join(folder, "reference")
    commands = {
        "evaluate": ["evaluate", "damaged", "--format", "json"],
        "predict": ["predict", "damaged", "picture.png", "--format", "json"],
        "train --resume": training("damaged", "--resume", "--format", "json"),
    }
    right = {name: program.run([one.replace("damaged", "reference") for one in arguments], folder)
             for name, arguments in commands.items()}
    for number in range(tries):
        shutil.rmtree(os.path.join(folder, "damaged"), ignore_errors=True)
        shutil.copytree(whole, os.path.join(folder, "damaged"))
        victim = chance.choice(files_of(whole))
        how = damage(os.path.join(folder, "damaged", victim), chance)
        name, arguments = chance.choice(list(commands.items()))
        outcome = program.run(arguments, folder)
        problem = outcome.fault
        if problem is None and outcome.code == 0 and not _same(outcome, right[name]):
            problem = "other results, and not a word"
        yield f"{name} with {victim} {how}", problem


def damage(path, chance):
    size = os.path.getsize(path)
    how = chance.choice(["one bit flipped", "cut", "emptied", "deleted", "zeros in the middle"])
    if how == "deleted":
        os.remove(path)
    elif how == "emptied" or size == 0:
        open(path, "wb").close()
    else:
        with open(path, "r+b") as file:
            if how == "cut":
                file.truncate(chance.randrange(size))
            elif how == "zeros in the middle":
                file.seek(chance.randrange(size))
                file.write(bytes(min(64, size)))
            else:
                place = chance.randrange(size)
                file.seek(place)
                byte = file.read(1)[0]
                file.seek(place)
                file.write(bytes([byte ^ 1 << chance.randrange(8)]))
    return how


def _same(outcome, right):
    """Speeds and names differ from run to run; figures do not."""
    def figures(text):
        text = text.replace("damaged", "reference")
        return [line for line in text.splitlines() if "second" not in line]

    return figures(outcome.output) == figures(right.output)


def _picture(path):
    import struct
    import zlib

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    chance = random.Random(1)
    rows = b"".join(b"\0" + bytes(chance.randrange(256) for _ in range(24)) for _ in range(8))
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
                   + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
