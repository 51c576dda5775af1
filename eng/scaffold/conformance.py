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

Upstream's suite of v1.36 has not been run. That of v1.20, the newest whose sources the distribution has whole, was: of its 290 conformance
tests that are neither serial nor disruptive (without "Kubectl version", which wants an old client) 281 passed at first on two nodes of one
busy machine, and six more when run again: what they had shown was mended (a quota that was counted too low; `COPY` of an empty folder), or the
machine had been too busy for an exec probe of one second. The other three cannot pass: two want the token secrets that v1.24 gave up, one a
line that kubectl's describe no longer prints. Of the 20 serial ones 19
passed; the twentieth (a daemon set's revision by its bytes) showed that objects were not answered as upstream's types hold them. That was mended.
The bytes are now those of v1.36, without the empty time that v1.20 wants there.
"""
summary = ", ".join(f"{counts.get(s, 0)} {s}" for s in ("shown", "part", "open"))
out = here.parent.parent / "docs" / "conformance.md"
out.write_text(f"{head}\n{len(rows)} behaviours: {summary}.\n\n| behaviour | test | state |\n|---|---|---|\n" + "\n".join(rows) + "\n")
print(summary)
