"""Closed streams, hostile recipes, calibrators and states."""

import json
import math
import os
import struct

from program import training

BEYOND_SENSE = ["-1", "0", "-0.5", "1e300", "1e308", "-1e308", "9223372036854775807", "4611686018427387904",
                "18446744073709551615", "1000000000000", "100000", "1e18", "nan", "inf", "-inf", "none", "''", "0.5",
                "1e-320", "text", "[]", "{}", "true"]


def write_predictions(folder, chance, samples=120, classes=4):
    os.makedirs(folder)
    labels = [chance.randrange(classes) for _ in range(samples)]
    logits = [[chance.gauss(0, 1) + (2 if column == label else 0) for column in range(classes)] for label in labels]
    write_npy(os.path.join(folder, "logits.npy"), "<f4", (samples, classes),
         b"".join(struct.pack(f"<{classes}f", *row) for row in logits))
    write_npy(os.path.join(folder, "labels.npy"), "<i8", (samples,), struct.pack(f"<{samples}q", *labels))


def write_npy(path, kind, shape, content):
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + content)


def closed_streams(program, folder, tries, chance):
    write_predictions(os.path.join(folder, "validation"), chance)
    write_predictions(os.path.join(folder, "test"), chance)
    outcome = program.run(training("run", epochs=2), folder)
    assert outcome.code == 0, str(outcome)
    commands = [
        ["list", "methods"], ["--help"], ["metrics", "--predictions", "test"], ["evaluate", "run"],
        ["calibrate", "compare", "--validation", "validation", "--test", "test", "--methods", "temperature"],
        ["data", "describe", "--data", "synthetic:classes=4,per-class=10,test=2,size=8"],
        ["checkpoint", "list", "run/checkpoints/last/model.safetensors"], ["doctor"],
        ["metrics", "--logits", "nowhere.npy", "--labels", "nowhere.npy"], ["lists"],
    ]
    for number in range(tries):
        command = commands[number % len(commands)]
        way = chance.choice(["full", "stdout closed", "stderr closed", "all closed", "broken pipe"])
        fails = command[0] == "lists" or "nowhere.npy" in command
        if number % 7 == 0:
            command = training(f"closed{number}", epochs=2)
        if way == "full":
            with open("/dev/full", "wb") as full:
                outcome = program.run(command, folder, stdout=full)
        elif way == "broken pipe":
            reading, writing = os.pipe()
            os.close(reading)
            outcome = program.run(command, folder, stdout=writing)
            os.close(writing)
        else:
            closed = {"stdout closed": (1,), "stderr closed": (2,), "all closed": (0, 1, 2)}[way]
            outcome = program.run(command, folder, close=closed)
        problem = outcome.fault
        if problem is None and way in ("full", "stdout closed") and outcome.code == 0:
            problem = "ends with 0 although nothing could be written"
        if problem is None and way == "broken pipe" and "Error" in outcome.errors and not fails:
            problem = f"is not quiet: {outcome}"
        yield f"{' '.join(command[:2])}, {way}", problem


def hostile_recipes(program, folder, tries, chance):
    """A method's recipe with one setting beyond sense: refused with its key, or trained to its end."""
    keys = {}
    # The small network has no stages that shike's and bbn's experts could share.
    for method in ("balanced-softmax", "mislas", "ride", "balpoe"):
        outcome = program.run(["list", "methods", "--method", method, "--yaml"], folder)
        assert outcome.code == 0, str(outcome)
        keys[method] = _leaves(outcome.output)
    for number in range(tries):
        method = chance.choice(list(keys))
        key = chance.choice(keys[method])
        value = chance.choice(BEYOND_SENSE)
        setting = f"{key}={value}"
        outcome = program.run(
            training(f"hostile{number}", "--set", setting, epochs=1, method=method), folder)
        problem = outcome.fault
        if problem is None and outcome.code not in (0, 1, 2):
            problem = str(outcome)
        if problem is None and outcome.code == 1 and "finite" not in outcome.errors:
            problem = f"is not refused as wrong usage: {outcome}"
        # An unknown name is told with the names that there are.
        named = key.split(".")[-1] in outcome.errors or "unknown" in outcome.errors
        if problem is None and outcome.code == 2 and not named:
            problem = f"does not name the key: {outcome}"
        yield f"{method} --set {setting}", problem


def _leaves(recipe):
    """Dotted keys of a recipe in YAML as the program writes it: two spaces a level, lists with a dash."""
    keys, path, counts = [], [], {}
    for line in recipe.splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        depth = len(line) - len(line.lstrip())
        if text.startswith("- "):
            while path and path[-1][0] > depth:
                path.pop()
            place = ".".join(name for _, name in path if not name.isdigit() or _ < depth)
            path = [one for one in path if not (one[0] == depth and one[1].isdigit())]
            counts[place] = counts.get(place, -1) + 1
            path.append((depth, str(counts[place])))
            text, depth = text[2:], depth + 2
        else:
            while path and path[-1][0] >= depth:
                path.pop()
        name, _, value = text.partition(":")
        if value.strip():
            keys.append(".".join([one for _, one in path] + [name]))
        else:
            path.append((depth, name))
    return [key for key in keys if not key.startswith(("data.source", "method", "device"))]


def hostile_calibrators(program, folder, tries, chance):
    write_predictions(os.path.join(folder, "validation"), chance)
    methods = ["temperature", "vector", "isotonic", "histogram-binning", "beta", "ensemble-temperature", "scaling-binning",
               "dirichlet", "class-wise-temperature"]
    files = {}
    for method in methods:
        path = f"{method}.json"
        outcome = program.run(["calibrate", "fit", "--method", method, "--validation", "validation", "--output", path],
                              folder)
        assert outcome.code == 0, str(outcome)
        with open(os.path.join(folder, path)) as file:
            files[method] = file.read()
    for number in range(tries):
        method = chance.choice(methods)
        tree = json.loads(files[method])
        place, value = _disturb(tree, chance)
        hostile, output = f"hostile{number}.json", f"probabilities{number}.npy"
        with open(os.path.join(folder, hostile), "w") as file:
            json.dump(tree, file)
        outcome = program.run(["calibrate", "apply", "--calibrator", hostile, "--logits", "validation/logits.npy",
                               "--output", output], folder)
        problem = outcome.fault
        written = os.path.join(folder, output)
        if problem is None and outcome.code == 0:
            problem = _improbable(written)
        if problem is None and outcome.code != 0 and os.path.exists(written):
            problem = "leaves an output behind"
        yield f"{method}: {place} = {value}", problem


def hostile_states(program, folder, tries, chance):
    write_predictions(os.path.join(folder, "validation"), chance)
    for name in ("a", "b"):
        outcome = program.run(["metrics", "--predictions", "validation", "--state", f"{name}.json"], folder)
        assert outcome.code == 0, str(outcome)
    with open(os.path.join(folder, "a.json")) as file:
        text = file.read()
    for number in range(tries):
        tree = json.loads(text)
        place, value = _disturb(tree, chance)
        with open(os.path.join(folder, "hostile.json"), "w") as file:
            json.dump(tree, file)
        outcome = program.run(["metrics", "merge", "hostile.json", "--format", "json"], folder)
        problem = outcome.fault
        if problem is None and outcome.code == 0:
            figures = json.loads(outcome.output)
            wrong = [key for key in ("accuracy", "ece", "mce") if isinstance(figures.get(key), float)
                     and not 0 <= figures[key] <= 1]
            problem = f"{wrong[0]} is {figures[wrong[0]]}" if wrong else None
        yield f"{place} = {value}", problem


def _disturb(tree, chance):
    """Replaces one number somewhere in a tree; gives its place and the new value."""
    places = []

    def walk(node, path):
        items = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in items:
            if isinstance(value, (dict, list)):
                walk(value, path + [key])
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                places.append((node, key, path + [key]))

    walk(tree, [])
    node, key, path = chance.choice(places)
    node[key] = chance.choice([-1, 0, 1e308, -1e308, 1e-320, 5, -0.5, 2**63, 1.5, 1e18])
    return ".".join(map(str, path)), node[key]


def _improbable(path):
    with open(path, "rb") as file:
        content = file.read()
    length = struct.unpack("<H", content[8:10])[0]
    header = eval(content[10:10 + length])  # written by the program that is under test
    kind = {"<f4": "f", "<f8": "d"}[header["descr"]]
    count = math.prod(header["shape"])
    values = struct.unpack(f"<{count}{kind}", content[10 + length:])
    classes = header["shape"][1]
    for start in range(0, count, classes):
        row = values[start:start + classes]
        if not all(0 <= one <= 1 for one in row) or abs(sum(row) - 1) > 1e-3:
            return f"row {start // classes} of the output is {row}"
    return None
