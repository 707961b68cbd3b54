#!/usr/bin/env python3
"""The suite's own false-alarm rate: alpha_ledger.py BASIN [--tier T]...

Adds up P(verdict differs from expected) on correct code over every gating test, controls included. The sum must stay at
or below 1e-4, so that a red suite means something. Comparisons gate nothing and have no such rate.
"""
import json
import subprocess
import sys

LIMIT = 1e-4


def rates(claims):
    for claim in claims:
        if claim["expected"] == "compared":
            continue
        yield f"claim.{claim['id']}", claim["false_alarm"]
        for control in claim["controls"]:
            yield f"control.{claim['id']}.{control['name']}", control["false_alarm"]


def main():
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    answer = subprocess.run([sys.argv[1], "list", "--json", *sys.argv[2:]], capture_output=True, text=True)
    if answer.returncode != 0:
        print(answer.stderr.strip())
        return 1
    ledger = list(rates(json.loads(answer.stdout)["claims"]))
    unknown = [name for name, rate in ledger if not isinstance(rate, (int, float)) or not 0 <= rate <= 1]
    total = sum(rate for name, rate in ledger if name not in unknown)
    for name in unknown:
        print(f"{name}: its false-alarm rate is not known")
    for name, rate in sorted((entry for entry in ledger if entry[0] not in unknown), key=lambda e: -e[1])[:10]:
        print(f"{rate:.2e}  {name}")
    print(f"{total:.2e}  sum of {len(ledger)} tests; at most {LIMIT:.0e}")
    return 1 if unknown or total > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
