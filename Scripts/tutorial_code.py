#!/usr/bin/env python3
"""Checks that the code of each tutorial (Sources/*/*.docc) is code that a test compiles and runs.

The lines of all ```swift blocks of an article must stand, in order and apart from their indentation, in the test
file that names the article in a comment: `// Tutorial: NAME`.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARK = re.compile(r"// Tutorial: (\w+)")


def code(article):
    blocks = re.findall(r"```swift\n(.*?)```", article.read_text(), re.S)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def main():
    tests = {}
    for file in (ROOT / "Tests").rglob("*.swift"):
        text = file.read_text()
        for name in MARK.findall(text):
            tests[name] = [line.strip() for line in text.splitlines() if line.strip()]
    problems = []
    articles = [a for a in (ROOT / "Sources").glob("*/*.docc/*.md") if code(a)]
    for article in articles:
        lines = tests.get(article.stem)
        if lines is None:
            problems.append(f"{article.relative_to(ROOT)}: no test has “// Tutorial: {article.stem}”")
            continue
        place = 0
        for line in code(article):
            if line not in lines[place:]:
                problems.append(f"{article.relative_to(ROOT)}: not in its test, or elsewhere: {line}")
                break
            place += lines[place:].index(line) + 1
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(articles)} tutorials, {len(problems)} problems")
    return 1 if problems else 0


sys.exit(main())
