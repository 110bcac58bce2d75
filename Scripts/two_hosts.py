#!/usr/bin/env python3
"""Two network namespaces as two machines: what they train together is what one process trains.

    Scripts/two_hosts.py LONGTAIL [--folder FOLDER] [--tolerance 1e-4]

As root on Linux. Two namespaces get a network of their own, joined by a cable (a veth pair); `longtail train` runs as rank 0 in
one and as rank 1 in the other, with the variables that torchrun would set, three times: rank 0's machine is told by its
address, by a name that means its loopback on that machine itself (as Debian writes it into /etc/hosts), and by the network
interface. Losses, weights and figures have to be those of one process, relatively to the tolerance. Then the cable is pulled
while they train: both have to end, and to name the rank that was lost.

Nothing of the machine's own network is touched, and nothing stays. Where namespaces are not permitted it says so and ends
with 0; with 1 when something differs.
"""
import argparse
import json
import math
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from compare_steps import distance, tensors
from two_machines import ADDRESSES, NAME, Skipped, TwoMachines

LIMIT = 60
PORT = 29500
# Of the try with the cable: how long a machine may be silent, and how much later all has to be over, in seconds.
SILENCE, PATIENCE = 5, 30

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def training(longtail, output, epochs, *extra):
    return [longtail, "train", "balanced-softmax", "--data", "synthetic:classes=4,per-class=60,test=40,size=8",
            "--imbalance-factor", "4", "--epochs", str(epochs), "--set", "model.backbone=two-layer",
            "--set", "batchSize=16", "--set", "selection=last", "--threads", "1", "--device", "cpu", "--quiet",
            "--output", output, *extra]


class Together:
    """A training by both machines, and what each has written to standard error."""

    def __init__(self, machines, longtail, folder, name, host, epochs, *extra, environment=None):
        self.output = os.path.join(folder, name)
        self.files = [os.path.join(folder, f"{name}-{rank}.txt") for rank in range(2)]
        self.processes = []
        for rank, path in enumerate(self.files):
            variables = {
                "RANK": str(rank), "WORLD_SIZE": "2", "LOCAL_RANK": "0", "LOCAL_WORLD_SIZE": "1", "GROUP_RANK": str(rank),
                "MASTER_ADDR": host, "MASTER_PORT": str(PORT)}
            if environment:
                variables |= environment(rank)
            with open(path, "w") as errors:
                self.processes.append(machines.start(
                    rank, training(longtail, self.output, epochs, "--meeting-timeout", "20", *extra), variables, errors))

    def ended(self, limit):
        """Whether both end within some seconds."""
        end = time.monotonic() + limit
        while any(one.poll() is None for one in self.processes):
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def problem(self):
        """What keeps them from ending well; None when nothing does."""
        late = not self.ended(LIMIT)
        if late or any(one.returncode for one in self.processes):
            return (f"still running after {LIMIT} s; " if late else "") + self.words()
        return None

    def errors(self, rank):
        with open(self.files[rank], encoding="utf-8", errors="backslashreplace") as file:
            return file.read()

    def words(self):
        return " / ".join(line for rank in range(2) for line in self.errors(rank).strip().splitlines()[-3:])


def losses(run):
    with open(os.path.join(run, "log.jsonl")) as log:
        return [json.loads(line)["loss"] for line in log]


def relative(own, other):
    return max((abs(a - b) / max(abs(b), 1e-12) for a, b in zip(own, other, strict=True)), default=0.0)


def numbers(value, place=""):
    """Every number of an object of JSON, with its place; speeds, times and memory aside."""
    if isinstance(value, dict):
        for key, part in value.items():
            if not re.search("second|speed|memory", key, re.IGNORECASE):
                yield from numbers(part, f"{place}.{key}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from numbers(part, f"{place}.{number}")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield place, value


def figures(run):
    with open(os.path.join(run, "evaluation.json")) as file:
        return dict(numbers(json.load(file)))


def compared(run, single):
    """How far losses, weights and figures are from those of one process."""
    own, other = ({name: values for name, values in tensors(f"{one}/checkpoints/last/model.safetensors")
                   if "num_batches" not in name} for one in (run, single))
    if own.keys() != other.keys():
        return {"weights": math.inf}
    parts = [distance(own[name], other[name]) for name in other]
    measured, expected = figures(run), figures(single)
    return {
        "losses": relative(losses(run), losses(single)),
        "weights": math.sqrt(sum(apart for apart, _ in parts) / sum(whole for _, whole in parts)),
        "figures": max((abs(measured.get(place, math.inf) - value) / max(1, abs(value))
                        for place, value in expected.items()), default=math.inf)}


def pulled(machines, longtail, folder):
    """What is wrong with how a training ends whose machines lose each other; the seconds that it took."""
    together = Together(
        machines, longtail, folder, "cut", ADDRESSES[0], 100_000, "--process-timeout", str(SILENCE))
    log = os.path.join(together.output, "log.jsonl")
    begin = time.monotonic()
    while not (os.path.exists(log) and os.path.getsize(log)):
        if together.ended(0) or time.monotonic() - begin > LIMIT:
            return f"does not begin: {together.words()}", 0
        time.sleep(0.02)
    machines.pull_cable()
    begin = time.monotonic()
    if not together.ended(SILENCE + PATIENCE):
        return f"still running after {SILENCE + PATIENCE} s: {together.words()}", 0
    seconds = time.monotonic() - begin
    for rank, process in enumerate(together.processes):
        if process.returncode == 0 or f"rank {1 - rank} of 2" not in together.errors(rank):
            return f"rank {rank} ended with {process.returncode}: {together.errors(rank).strip()}", seconds
    return None, seconds


def end(number, _):
    """Ends the script, once: a second signal does not keep it from tidying up."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("longtail")
    parser.add_argument("--folder", help="where to work; a temporary folder when not given")
    parser.add_argument("--tolerance", type=float, default=1e-4)
    options = parser.parse_args()
    longtail = os.path.abspath(options.longtail)
    for number in SIGNALS:
        signal.signal(number, end)
    wrong = 0
    try:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder, TwoMachines() as machines:
            single = os.path.join(folder, "single")
            subprocess.run(training(longtail, single, 4), check=True, stdout=subprocess.DEVNULL, timeout=LIMIT)
            print("| rank 0 is told by | losses | weights | figures | |\n|---|---:|---:|---:|---|")
            tries = {"its address": (ADDRESSES[0], None), "its name": (NAME, None),
                     "the interface": (NAME, lambda rank: {"GLOO_SOCKET_IFNAME": machines.links[rank]})}
            for number, (words, (host, environment)) in enumerate(tries.items()):
                together = Together(machines, longtail, folder, f"run{number}", host, 4, environment=environment)
                problem = together.problem()
                machines.end_processes()
                if problem is not None:
                    wrong += 1
                    print(f"| {words} | | | | **failed**: {problem} |", flush=True)
                    continue
                found = compared(together.output, single)
                differs = not all(value <= options.tolerance for value in found.values())
                wrong += differs
                print(f"| {words} | {' | '.join(f'{value:.1e}' for value in found.values())} | "
                      f"{'**differs**' if differs else ''} |", flush=True)
            problem, seconds = pulled(machines, longtail, folder)
            wrong += problem is not None
            print(f"\nthe cable is pulled: {problem or f'both say so and end after {seconds:.1f} s'}")
    except Skipped as reason:
        print(f"two-hosts: skipped: {reason}", file=sys.stderr)
        return 0
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
