"""What a case may expect of one run of the program. Each expectation gives None, or what is wrong."""

import csv
import io
import json
import math
import re


class Result:
    """What a run printed, and how it ended."""

    def __init__(self, code, output, errors):
        self.code, self.output, self.errors = code, output, errors

    @property
    def words(self):
        return self.output + "\n" + self.errors

    def __str__(self):
        text = self.errors.strip() or self.output.strip()
        return f"rc {self.code}: {' / '.join(text.splitlines())[:160]}"


def _ended_well(result):
    if result.code != 0:
        return f"ended with {result.code}"


def figures(**expected):
    """Ends well, and the JSON has these figures, to five digits."""

    def check(result):
        if (problem := _ended_well(result)) is not None:
            return problem
        found = json.loads(result.output)
        if "results" in found:
            found = found["results"][0]
        for key, value in expected.items():
            if value is None and found.get(key) is not None:
                return f"{key} is {found[key]}, no value is right"
            if value is not None and not (
                isinstance(found.get(key), (int, float))
                and math.isclose(found[key], value, rel_tol=2e-4, abs_tol=2e-5)
            ):
                return f"{key} is {found.get(key)}, {value} is right"

    check.words = ", ".join(f"{key} {value}" for key, value in expected.items())
    return check


def classes(**expected):
    """Ends well, and `data describe --format csv` has just these classes: (selected, test) of each."""
    return class_table(expected)


def class_table(expected):
    def check(result):
        if (problem := _ended_well(result)) is not None:
            return problem
        rows = csv.DictReader(io.StringIO(result.output))
        found = {row["name"]: (int(row["selected"]), int(row["test"])) for row in rows}
        if found != expected:
            return f"classes {found}"

    check.words = ", ".join(f"{name} {a}+{b}" for name, (a, b) in expected.items())
    return check


def samples(total):
    """Ends well, and the parts of `data describe --format csv` have so many samples in all."""

    def check(result):
        if (problem := _ended_well(result)) is not None:
            return problem
        rows = list(csv.DictReader(io.StringIO(result.output)))
        found = sum(int(row["selected"]) + int(row["test"]) for row in rows)
        if found != total:
            return f"{found} samples"

    check.words = f"{total} samples"
    return check


def says(*patterns):
    """Ends well, and says each of these on either stream."""

    def check(result):
        return _ended_well(result) or _missing(result, patterns)

    check.words = "says " + ", ".join(patterns)
    return check


def refused(*patterns, code=(1, 2)):
    """Ends with an error that says each of these; nothing on standard output."""
    codes = code if isinstance(code, tuple) else (code,)

    def check(result):
        if result.code not in codes:
            return f"ended with {result.code}"
        if "Error" not in result.errors:
            return "no error is told"
        return _missing(result, patterns)

    check.words = "refused: " + ", ".join(patterns)
    return check


def either(*checks):
    """One of these."""

    def check(result):
        problems = [check(result) for check in checks]
        return None if None in problems else "; ".join(problems)

    check.words = " or ".join(check.words for check in checks)
    return check


def both(*checks):
    """All of these."""

    def check(result):
        return next((problem for one in checks if (problem := one(result)) is not None), None)

    check.words = " and ".join(check.words for check in checks)
    return check


def silent_about(*patterns):
    """Says none of these."""

    def check(result):
        found = [pattern for pattern in patterns if re.search(pattern, result.words)]
        return f"says “{found[0]}”" if found else None

    check.words = "not: " + ", ".join(patterns)
    return check


def _missing(result, patterns):
    missing = [one for one in patterns if not re.search(one, result.words, re.IGNORECASE)]
    return f"does not say “{missing[0]}”" if missing else None
