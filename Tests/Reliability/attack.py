#!/usr/bin/env python3
"""Attacks the program: attack.py LONGTAIL [--seed N] [--tries N] [--only ATTACK] [--folder FOLDER]

Each kind of attack is tried at other random moments and places each time; --seed repeats a round. Prints a
table of tries and faults, and ends with 1 when there is a fault.
"""

import argparse
import os
import random
import sys
import tempfile
import time

import attacks_on_groups
import attacks_on_input
import attacks_on_runs
from program import Program

ATTACKS = {
    "kills": attacks_on_runs.kills,
    "signals": attacks_on_runs.signals,
    "full disks": attacks_on_runs.full_disks,
    "vanishing folders": attacks_on_runs.vanishing_folders,
    "damaged runs": attacks_on_runs.damaged_runs,
    "groups": attacks_on_groups.groups,
    "closed streams": attacks_on_input.closed_streams,
    "hostile recipes": attacks_on_input.hostile_recipes,
    "hostile calibrators": attacks_on_input.hostile_calibrators,
    "hostile states": attacks_on_input.hostile_states,
}
# A try of these is many times cheaper than one with a training in it.
CHEAP = {"closed streams": 3, "hostile recipes": 5, "hostile calibrators": 8, "hostile states": 5, "damaged runs": 5}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("longtail")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--tries", type=int, default=16, help="of a training; cheaper attacks are tried more often")
    parser.add_argument("--only", choices=ATTACKS, action="append")
    parser.add_argument("--folder", help="where to work; a temporary folder when not given")
    options = parser.parse_args()
    program = Program(options.longtail)
    print(f"seed {options.seed}")
    rows, faults = [], 0
    for name in options.only or ATTACKS:
        chance = random.Random(f"{options.seed} {name}")
        tries = options.tries * CHEAP.get(name, 1)
        began, count, wrong = time.time(), 0, 0
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            for words, problem in ATTACKS[name](program, folder, tries, chance):
                count += 1
                if problem is not None:
                    wrong += 1
                    print(f"FAULT  {name}: {words}: {problem}", flush=True)
        faults += wrong
        rows.append((name, count, wrong, time.time() - began))
        print(f"{name}: {count} tries, {wrong} faults", flush=True)
    print("\n| attack | tries | faults | seconds |\n|---|---:|---:|---:|")
    for name, count, wrong, seconds in rows:
        print(f"| {name} | {count} | {wrong} | {seconds:.0f} |")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    sys.exit(main())
