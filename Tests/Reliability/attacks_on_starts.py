"""Processes that cannot train together: what each says, after how long, and that nothing begins."""

import os
import random
import socket
import struct
import time

from attacks_on_input import write_npy
from group import COUNT, MEETING, PATIENCE, Group, free_port, judged, rank


def refused(program, folder, name, seen, commands, words, places=None):
    """Processes that cannot train together say so, and begin nothing."""
    began = time.time()
    outcome, told, seconds = Group(program, folder, commands, places).outcome(began, MEETING + 2 * PATIENCE)
    problem = outcome.fault or judged(outcome, told, seconds, words, seen, MEETING)
    if problem is None and os.path.exists(os.path.join(folder, name)):
        problem = "leaves a folder behind"
    return problem


def no_store(program, folder, name, reference, chance, seen):
    port = free_port()
    return refused(program, folder, name, seen, [rank(name, 1, port)], [f"127.0.0.1:{port}", "rank 1 of 2"])


def no_host(program, folder, name, reference, chance, seen):
    commands = [rank(name, 1, free_port(), host="nowhere.invalid")]
    return refused(program, folder, name, seen, commands, ["nowhere.invalid", "rank 1 of 2"])


def port_in_use(program, folder, name, reference, chance, seen):
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        return refused(program, folder, name, seen, [rank(name, 0, port)], [str(port), "in use"])


def one_missing(program, folder, name, reference, chance, seen):
    port = free_port()
    commands = [rank(name, number, port, size=COUNT + 1) for number in range(COUNT)]
    return refused(program, folder, name, seen, commands, ["does not meet the others"])


def other_sizes(program, folder, name, reference, chance, seen):
    port = free_port()
    commands = [rank(name, number, port, size=COUNT + number) for number in range(COUNT)]
    return refused(program, folder, name, seen, commands, ["was started as one of"])


def other_recipe(program, folder, name, reference, chance, seen):
    port = free_port()
    commands = [rank(name, 0, port), rank(name, 1, port, "--set", "batchSize=8")]
    return refused(program, folder, name, seen, commands, ["the recipe", "rank 1 has"])


def other_data(program, folder, name, reference, chance, seen):
    """Processes on machines whose files differ, here by the folder that each of them is in."""
    port, commands, places = free_port(), [], []
    for number in range(COUNT):
        places.append(os.path.join(folder, f"{name}-{number}"))
        for part in ("train", "test"):
            write_features(os.path.join(places[-1], "data", part), random.Random(number))
        arguments, environment = rank(os.path.join(folder, name), number, port)
        arguments[arguments.index("--data") + 1] = "features:/proc/self/cwd/data"
        commands.append((arguments, environment))
    return refused(program, folder, name, seen, commands, ["differs between the processes"], places)


def write_features(folder, chance, count=80, classes=4, width=3):
    os.makedirs(folder)
    labels = [number % classes for number in range(count)]
    values = [chance.gauss(label, 1) for label in labels for _ in range(width)]
    write_npy(os.path.join(folder, "features.npy"), "<f4", (count, width), struct.pack(f"<{len(values)}f", *values))
    write_npy(os.path.join(folder, "labels.npy"), "<i8", (count,), struct.pack(f"<{count}q", *labels))
