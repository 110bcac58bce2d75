#!/usr/bin/env python3
"""Counts public declarations of Sources without a documentation comment, and fails when there are any.

    Scripts/public_documentation.py [--list]

What DocC shows with another declaration's text needs none of its own: what a protocol of this package or of the
standard library asks for (`name`, `validate()`, `encode(to:)`, …), and initialisers whose parameters are all
properties of their type.
"""
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "Sources"
MODIFIERS = r"(?:@\w+(?:\([^)]*\))?\s+|static\s+|final\s+|indirect\s+|mutating\s+|convenience\s+|override\s+|nonisolated\s+|private\(set\)\s+|internal\(set\)\s+|package\(set\)\s+|lazy\s+)*"
DECLARATION = re.compile(rf"^\s*{MODIFIERS}public\s+{MODIFIERS}(var|let|func|struct|enum|class|protocol|init|subscript|typealias|actor)\b\s*([\w`]*|==|<)")
REQUIREMENT = re.compile(r"^\s*(?:static\s+|mutating\s+)*(var|func|init|subscript)\b\s*(\w*)")
STANDARD = {"==", "<", "hash", "encode", "description", "debugDescription", "rawValue", "next", "makeIterator", "allCases", "errorDescription", "callAsFunction"}
TYPE = re.compile(rf"^(\s*){MODIFIERS}(?:public\s+|package\s+|private\s+|fileprivate\s+)?{MODIFIERS}(struct|class|enum|extension|actor|protocol)\s+([\w.]+)")
PROPERTY = re.compile(r"^\s*(?:@\w+\s+)?(?:\w+(?:\(set\))?\s+)*(?:var|let)\s+(\w+)")


def main():
    files = sorted(p for p in ROOT.rglob("*.swift") if not p.name.endswith(".pb.swift"))
    texts = {p: p.read_text().splitlines() for p in files}
    required, properties = set(STANDARD), {}
    for lines in texts.values():
        protocol, kind = None, None
        for line in lines:
            if found := TYPE.match(line):
                if not found[1]:
                    kind = found[3].split(".")[-1]
                protocol = len(found[1]) if found[2] == "protocol" else protocol
                if found[1]:
                    kind = found[3].split(".")[-1]
            elif protocol is not None:
                if line.startswith(" " * protocol + "}"):
                    protocol = None
                elif found := REQUIREMENT.match(line):
                    required.add(found[2] if found[1] in ("var", "func") else found[1] + line.strip()[len(found[1]):])
            if found := PROPERTY.match(line):
                properties.setdefault(kind, set()).add(found[1])
    lacking = []
    for path, lines in texts.items():
        kind = None
        for number, line in enumerate(lines):
            if found := TYPE.match(line):
                kind = found[3].split(".")[-1]
            found = DECLARATION.match(line)
            if not found:
                continue
            above = number - 1
            while above >= 0 and re.match(r"^\s*@\w+", lines[above]):
                above -= 1
            if lines[above].strip().startswith("///"):
                continue
            what, name = found[1], found[2].strip("`")
            if what in ("var", "let", "func") and name in required:
                continue
            if what == "init":
                signature = line
                rest = number
                while signature.count("(") > signature.count(")") and rest + 1 < len(lines):
                    rest += 1
                    signature += lines[rest]
                if re.match(r"\s*public\s+(?:required\s+)?init\(from decoder", line):
                    continue
                labels = re.findall(r"[(,]\s*(?:_\s+)?(\w+)(?:\s+\w+)?\s*:", signature)
                inner = re.findall(r"[(,]\s*(?:_|\w+)\s+(\w+)\s*:", signature)
                known = properties.get(kind, set())
                if all(label in known for label in labels if label not in inner) or set(labels) <= {"from"}:
                    if all(i in known or l in known for l, i in zip(labels, inner + labels)):
                        continue
            lacking.append((path, number + 1, line.strip()))
    if "--list" in sys.argv:
        for path, number, line in lacking:
            print(f"{path.relative_to(ROOT.parent)}:{number}: {line}")
    counts = Counter(path.relative_to(ROOT).parts[0] for path, _, _ in lacking)
    print(f"{len(lacking)} public declarations without documentation", dict(counts) or "")
    return 1 if lacking else 0


sys.exit(main())
