#!/usr/bin/env python3
"""Checks that the folders of Sources/LongTail know each other in one direction only.

A file may use what is declared in its own folder and in folders before it in ORDER, and nothing of later ones.
Types are found by their declarations and by their names in code; comments and texts do not count.

    Scripts/folder_order.py [--list]     exits with 1 and names each use that goes upwards
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "Sources" / "LongTail"
# From the ground up. Folders of one line do not know each other.
ORDER = [
    ["Numerics", "Settings"],
    ["Datasets", "Samplers", "Models"],
    ["Augmentations"],
    ["Corruptions", "Foregrounds"],
    ["Loading"],
    ["Steps"],
    ["Mixing", "Schedules", "Optimizers"],
    ["Companions"],
    ["Objectives"],
    ["Hooks"],
    ["Recipes"],
    ["Methods"],
    ["Tables"],
    ["Evaluation"],
    ["Training"],
    ["Runs"],
    ["Export"],
]
DECLARATION = re.compile(
    r"^(?:(?:public|package|internal|final|indirect|fileprivate|private)\s+)*"
    r"(class|struct|enum|protocol|actor|typealias)\s+([A-Z]\w*)", re.M)
NOISE = re.compile(r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*(?:.|\n)*?\*/')


def folder(path):
    return path.relative_to(ROOT).parts[0]


def main():
    level = {name: place for place, names in enumerate(ORDER) for name in names}
    sources = {path: NOISE.sub('""', path.read_text()) for path in sorted(ROOT.rglob("*.swift"))}
    unknown = {folder(path) for path in sources} - set(level)
    if unknown:
        sys.exit(f"folders without a place in ORDER: {', '.join(sorted(unknown))}")
    home = {}
    for path, code in sources.items():
        for match in DECLARATION.finditer(code):
            if "private" not in match.group(0).split(match.group(1))[0]:
                home.setdefault(match.group(2), set()).add(folder(path))
    upward = []
    for path, code in sources.items():
        own = folder(path)
        for name in sorted(set(re.findall(r"\b[A-Z]\w*\b", code))):
            for other in home.get(name, ()):
                if own not in home[name] and level[other] >= level[own]:
                    upward.append((own, other, path.relative_to(ROOT), name))
    for own, other, path, name in upward:
        print(f"{own} → {other}: {path} uses {name}")
    print(f"{len(sources)} files in {len(level)} folders, {len(upward)} uses that go upwards")
    sys.exit(1 if upward else 0)


if __name__ == "__main__":
    main()
