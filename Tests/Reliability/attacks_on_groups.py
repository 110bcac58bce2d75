"""Faults of several processes that train together: what each says, after how long, and what a resumed run ends with."""

import os
import random
import re
import resource
import signal
import socket
import statistics
import struct
import subprocess
import time

from attacks_on_input import write_npy
from attacks_on_runs import Reference, resumed
from program import LIMIT, Outcome, files_of, training

COUNT = 2
EPOCHS = 20
# Of these, in seconds: how long processes wait for each other to come, and for a sign of life.
MEETING, SILENCE = 5, 5
# No fault may keep the others for longer once a limit of theirs is over.
PATIENCE = 30
MESSAGE = re.compile(r"(?im)^.*(error:|rank \d+ of \d+ \(process).*$")


class Group:
    """Processes that are to train together, and what they have written to standard error."""

    def __init__(self, program, folder, commands, places=None):
        self.files = [os.path.join(folder, f"errors{number}.txt") for number in range(len(commands))]
        self.processes = []
        for path, place, (arguments, environment) in zip(self.files, places or [folder] * len(commands), commands):
            with open(path, "wb") as errors:
                self.processes.append(subprocess.Popen(
                    [program.path, *arguments], cwd=place, env=program.environment | environment,
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors))

    @property
    def errors(self):
        texts = []
        for path in self.files:
            with open(path, encoding="utf-8", errors="backslashreplace") as file:
                texts.append(file.read())
        return "\n".join(texts)

    @property
    def is_over(self):
        return all(process.poll() is not None for process in self.processes)

    def ranks(self):
        """Process numbers by rank, of those that the first process has started."""
        found = {}
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
                if parent != self.processes[0].pid:
                    continue
                with open(f"/proc/{name}/environ", "rb") as file:
                    variables = dict(one.partition(b"=")[::2] for one in file.read().split(b"\0"))
                found[int(variables[b"RANK"])] = int(name)
            except (OSError, KeyError, ValueError):
                continue
        return found

    def outcome(self, since, limit):
        """How it ended, the seconds until the first message, and until the last process had ended."""
        told = None
        while not self.is_over and time.time() - since < limit:
            if told is None and MESSAGE.search(self.errors):
                told = time.time() - since
            time.sleep(0.02)
        seconds = time.time() - since
        late = not self.is_over
        if late:
            for process in self.ranks().values():
                sent(signal.SIGKILL, process)
        for process in self.processes:
            process.kill()
            process.wait()
        if told is None and MESSAGE.search(self.errors):
            told = seconds
        code = None if late else max((one.returncode for one in self.processes), key=lambda one: one != 0)
        return Outcome(code, "", self.errors), told, seconds


def groups(program, folder, tries, chance):
    """Each fault in turn, and a table of Markdown at the end."""
    reference = Reference(program, folder, "--processes", str(COUNT), epochs=EPOCHS)
    faults = {
        "killed while it trains": (killed, []), "killed while all add up": (killed_in_collective, []),
        "killed while a checkpoint is written": (killed_in_checkpoint, []), "disk full": (full_disk, []),
        "stopped for good": (stopped, []), "no store at the port": (no_store, []),
        "no host of that name": (no_host, []), "port in use": (port_in_use, []),
        "one too few started": (one_missing, []), "groups of other sizes": (other_sizes, []),
        "other recipe": (other_recipe, []), "other data": (other_data, []),
    }
    names = list(faults)
    for number in range(max(tries, len(names))):
        name = names[number % len(names)]
        attack, seen = faults[name]
        problem = attack(program, folder, f"group{number}", reference, chance, seen)
        yield name, problem
    print("\n| fault | tries | seconds until the message | until all have ended | message |\n|---|---:|---:|---:|---|")
    for name, (_, seen) in faults.items():
        if seen:
            told, ended = ([row[place] for row in seen] for place in (0, 1))
            print(f"| {name} | {len(seen)} | {_span(told)} | {_span(ended)} | {seen[-1][2]} |")
    print()


def _span(seconds):
    return f"{statistics.median(seconds):.1f}, {max(seconds):.1f} at most"


def command(name, *extra):
    return training(name, "--processes", str(COUNT), *extra, epochs=EPOCHS)


def rank(name, number, port, *extra, size=COUNT, host="127.0.0.1"):
    """A process as a launcher starts it."""
    environment = {"RANK": str(number), "WORLD_SIZE": str(size), "MASTER_ADDR": host, "MASTER_PORT": str(port)}
    return training(name, "--meeting-timeout", str(MEETING), *extra, epochs=EPOCHS), environment


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def judged(outcome, told, seconds, words, seen, limit=0.0):
    """What is wrong with how a group ended that has to fail; notes what was seen."""
    message = next((found.group(0).strip() for found in MESSAGE.finditer(outcome.errors)
                    if all(word in found.group(0) for word in words)), None)
    if outcome.code is None:
        return f"still running after {seconds:.0f} s: {outcome}"
    if outcome.code == 0:
        return "ends with 0"
    if message is None or told is None:
        return f"says nothing of {words}: {outcome}"
    if seconds > limit + PATIENCE:
        return f"takes {seconds:.0f} s to end"
    seen.append((told, seconds, "`" + re.sub(r"\s+", " ", message).replace("|", "\\|")[:160] + "`"))
    return None


def begun(group, folder, name, reference, chance):
    """Waits for a moment inside the training; the processes by rank, none when it has ended before."""
    log = os.path.join(folder, name, "log.jsonl")
    while not (os.path.exists(log) and os.path.getsize(log)):
        if group.is_over:
            return {}
        time.sleep(0.01)
    time.sleep(chance.uniform(0, 0.3 * reference.seconds))
    ranks = group.ranks()
    return ranks if len(ranks) == COUNT else {}


def attacked(program, folder, name, reference, chance, seen, strike, words, extra=(), limit=0.0):
    """A training that is struck at some moment, ends with a message, and goes on to the unbroken end."""
    group = Group(program, folder, [(command(name, *extra), {})])
    ranks = begun(group, folder, name, reference, chance)
    struck = strike(group, ranks) if ranks else None
    if struck is None:
        # It has ended before.
        outcome, _, _ = group.outcome(time.time(), LIMIT)
        return None if outcome.code == 0 else str(outcome)
    outcome, told, seconds = group.outcome(struck, limit + 2 * PATIENCE)
    problem = outcome.fault or judged(outcome, told, seconds, words, seen, limit)
    return problem or resumed(program, folder, name, reference, "--processes", str(COUNT), epochs=EPOCHS)


def sent(number, process):
    try:
        os.kill(process, number)
    except ProcessLookupError:
        pass


def killed(program, folder, name, reference, chance, seen):
    victim = chance.randrange(COUNT)

    def strike(_, ranks):
        sent(signal.SIGKILL, ranks[victim])
        return time.time()

    return attacked(program, folder, name, reference, chance, seen, strike, [f"rank {victim} of {COUNT}", "signal 9"])


def killed_in_collective(program, folder, name, reference, chance, seen):
    """While the other one is stopped, a process comes no further than the next operation that needs both."""
    victim = chance.randrange(COUNT)

    def strike(_, ranks):
        sent(signal.SIGSTOP, ranks[1 - victim])
        time.sleep(0.3)
        sent(signal.SIGKILL, ranks[victim])
        sent(signal.SIGCONT, ranks[1 - victim])
        return time.time()

    return attacked(program, folder, name, reference, chance, seen, strike, [f"rank {victim} of {COUNT}", "signal 9"])


def killed_in_checkpoint(program, folder, name, reference, chance, seen):
    checkpoints = os.path.join(folder, name, "checkpoints")

    def writes():
        try:
            return any(one.name.endswith((".new", ".old", ".partial")) for one in os.scandir(checkpoints))
        except OSError:
            return False

    def strike(group, ranks):
        while not writes():
            if group.is_over:
                return None
        sent(signal.SIGKILL, ranks[0])
        return time.time()

    return attacked(program, folder, name, reference, chance, seen, strike, [f"rank 0 of {COUNT}", "signal 9"])


def stopped(program, folder, name, reference, chance, seen):
    victim = chance.randrange(COUNT)

    def strike(_, ranks):
        sent(signal.SIGSTOP, ranks[victim])
        return time.time()

    return attacked(
        program, folder, name, reference, chance, seen, strike,
        [f"rank {victim} of {COUNT}", f"has not answered for {SILENCE} seconds"],
        extra=("--process-timeout", str(SILENCE)), limit=SILENCE)


def full_disk(program, folder, name, reference, chance, seen):
    """Files may not be larger than a part of the largest one; rank 0 alone writes."""
    whole = os.path.join(folder, "reference")
    limit = chance.randrange(200, max(os.path.getsize(os.path.join(whole, one)) for one in files_of(whole)))

    def prepare():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    began = time.time()
    # What it says comes through a pipe: a file would be full as well.
    process = subprocess.Popen(
        [program.path, *command(name)], cwd=folder, env=program.environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=prepare)
    try:
        _, errors = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        return f"still running after {LIMIT} s"
    outcome = Outcome(process.returncode, "", errors.decode("utf-8", "backslashreplace"))
    seconds = time.time() - began
    problem = outcome.fault or judged(outcome, seconds, seconds, [name], seen, limit=LIMIT)
    return problem or resumed(program, folder, name, reference, "--processes", str(COUNT), epochs=EPOCHS)


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
