#!/usr/bin/env python3
"""Writes docs/conformance.md: one row a behaviour of the conformance list, the test that shows it, its state.

What is shown is in conformance-shown.txt beside this file: STATE <tab> TEST <tab> the behaviour's name as the list has it.
Usage: conformance.py LIST.json
"""
import json
import pathlib
import sys

here = pathlib.Path(__file__).parent
shown = {}
for line in (here / "conformance-shown.txt").read_text().splitlines():
    state, test, name = line.split("\t")
    shown[name] = (state, test)
behaviours = json.load(open(sys.argv[1]))
names = {b["test"] for b in behaviours}
strange = set(shown) - names
if strange:
    sys.exit(f"no such behaviour: {sorted(strange)}")
counts = {}
rows = []
for b in sorted(behaviours, key=lambda b: b["test"]):
    state, test = shown.get(b["test"], ("open", ""))
    counts[state] = counts.get(state, 0) + 1
    rows.append(f"| {b['test'].replace('|', '/')} | {test} | {state} |")
head = """# Conformance

The behaviours of the v1.36 conformance list and the tests here that show them. *shown*: a test demands what the text demands, and passes.
*part*: a test demands some of it. *open*: nothing here shows it yet; it may work or not.
Made by `eng/scaffold/conformance.py` from `eng/scaffold/conformance-shown.txt`.

Upstream's own suite of v1.36.2, built from its sources with Go, was run against a cluster of two nodes on one machine with the stock kubectl
(`docs/decisions/0064`). The 29 serial and disruptive tests all passed, and of the 417 others 415, run last on the evening of 28 November,
before that evening's last changes; the other two are not shown to be ours: an image volume with the pull policy Always needs a registry that could not be reached, and one compares words
of a shell that was another in our image (with an older one it passed, and four others did not).
The images of the tests were built here from their sources or after them, as registries could not be reached; the sample API server is upstream's.
"""
summary = ", ".join(f"{counts.get(s, 0)} {s}" for s in ("shown", "part", "open"))
out = here.parent.parent / "docs" / "conformance.md"
out.write_text(f"{head}\n{len(rows)} behaviours: {summary}.\n\n| behaviour | test | state |\n|---|---|---|\n" + "\n".join(rows) + "\n")
print(summary)
