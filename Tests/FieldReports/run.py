#!/usr/bin/env python3
"""Runs the field reports: run.py LONGTAIL FOLDER [REPORT…]"""

import os
import shutil
import subprocess
import sys
import tempfile

from cases import CASES
from expectations import Result
import pictures
import trained_runs

# A hang is a fault too.
LIMIT = 120


def run(longtail, arguments, folder):
    try:
        done = subprocess.run(
            [longtail, *arguments], cwd=folder, capture_output=True, timeout=LIMIT, stdin=subprocess.DEVNULL,
            env=os.environ | {"OMP_WAIT_POLICY": "passive"})
    except subprocess.TimeoutExpired:
        return Result(None, "", f"still running after {LIMIT} s")
    decoded = (stream.decode("utf-8", "backslashreplace") for stream in (done.stdout, done.stderr))
    return Result(done.returncode, *decoded)


def main(longtail, source, *wanted):
    longtail = os.path.abspath(longtail)
    counts = {"right": 0, "WRONG": 0, "skipped": 0}

    def row(report, command, verdict, words):
        counts[verdict] += 1
        print(f"{report:>3}  {verdict:<7}  {command[:76]:<76}  {words}", flush=True)

    with tempfile.TemporaryDirectory() as copy:
        for folder in sorted(os.listdir(source)):
            # cp keeps links that lead in a loop, and names that are no text.
            subprocess.run(["cp", "-a", os.path.join(source, folder), copy], check=True)
        for report, folder, arguments, right in CASES:
            if wanted and str(report) not in wanted:
                continue
            command = " ".join(arguments)
            place = os.path.join(copy, folder)
            if not os.path.isdir(place):
                row(report, command, "skipped", f"{folder} is not there")
                continue
            result = run(longtail, arguments, place)
            problem = right(result)
            if problem is None:
                row(report, command, "right", right.words[:100])
            else:
                row(report, command, "WRONG", f"{problem} ({right.words[:100]}); {result}")
        for group in (pictures, trained_runs):
            for report, command, problem, words in group.cases(
                    lambda arguments, folder: run(longtail, arguments, folder), copy, wanted):
                row(report, command, {None: "right", "skipped": "skipped"}.get(problem, "WRONG"),
                    words if problem in (None, "skipped") else f"{problem}; {words}")
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    return 1 if counts["WRONG"] else 0


if __name__ == "__main__":
    if len(sys.argv) < 3 or not shutil.which(sys.argv[1]):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
