"""Faults of several processes that train together: what each says, after how long, and what a resumed run ends with."""

import os
import resource
import signal
import statistics
import subprocess
import time

import attacks_on_starts
from attacks_on_runs import Reference, resumed
from group import COUNT, EPOCHS, PATIENCE, SILENCE, Group, command, judged, sent
from program import LIMIT, Outcome, files_of


def groups(program, folder, tries, chance):
    """Each fault in turn, and a table of Markdown at the end."""
    reference = Reference(program, folder, "--processes", str(COUNT), epochs=EPOCHS)
    faults = {
        "killed while it trains": (killed, []), "killed while all add up": (killed_in_collective, []),
        "killed while a checkpoint is written": (killed_in_checkpoint, []), "disk full": (full_disk, []),
        "stopped for good": (stopped, []), "no store at the port": (attacks_on_starts.no_store, []),
        "no host of that name": (attacks_on_starts.no_host, []), "port in use": (attacks_on_starts.port_in_use, []),
        "one too few started": (attacks_on_starts.one_missing, []), "groups of other sizes": (attacks_on_starts.other_sizes, []),
        "other recipe": (attacks_on_starts.other_recipe, []), "other data": (attacks_on_starts.other_data, []),
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
