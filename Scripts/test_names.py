#!/usr/bin/env python3
"""Checks that every @Test function is named by a sentence in backticks, and that no @Test or @Suite has a title.

    Scripts/test_names.py     exits with 1 and names each test that is named otherwise
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ["Tests", "Examples", "Benchmarks"]
# In comments and texts an attribute is only spoken of; a text becomes "" so that a title is still seen.
NOISE = re.compile(
    r'`[^`\n]*`|(#+)"""[\s\S]*?"""\1|"""[\s\S]*?"""|(#+)"(?:(?!"\2).)*"\2|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*[\s\S]*?\*/')
ATTRIBUTE = re.compile(r"@(Test|Suite)\b(?:\s*(\())?")
# The name that is declared, behind further attributes and modifiers.
DECLARATION = re.compile(r"\bfunc\s+(`[^`\n]*`|\w+)")


def blank(match):
    """What stands for a comment or a text, with as many lines; a name in backticks may hold their signs, and stays."""
    if match[0].startswith("`"):
        return match[0]
    return ('""' if not match[0].startswith("/") else "") + "\n" * match[0].count("\n")


def end_of_arguments(code, place):
    """The place behind the parenthesis that closes the one at `place`."""
    depth = 0
    for end in range(place, len(code)):
        depth += {"(": 1, ")": -1}.get(code[end], 0)
        if depth == 0:
            return end + 1
    return len(code)


def main():
    count, complaints = 0, []
    for path in sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.swift")):
        relative = path.relative_to(ROOT)
        if any(part.startswith(".") for part in relative.parts):
            continue
        text = path.read_text()
        if "@Test" not in text and "@Suite" not in text:
            continue
        code = NOISE.sub(blank, text)
        for found in ATTRIBUTE.finditer(code):
            place = f"{relative}:{code.count(chr(10), 0, found.start()) + 1}"
            end = found.end()
            if found[2]:
                end = end_of_arguments(code, found.end() - 1)
                if code[found.end():end].lstrip().startswith('""'):
                    complaints.append(f"{place}: @{found[1]} has a title; the name of what it stands at says it")
            if found[1] == "Suite":
                continue
            count += 1
            name = DECLARATION.search(code, end)
            if not name or not name[1].startswith("`"):
                complaints.append(f"{place}: {name[1] if name else 'a test'} is no sentence in backticks")
    for complaint in complaints:
        print(complaint)
    print(f"{count} tests, {len(complaints)} named otherwise")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
