#!/usr/bin/env python3
"""No claim is left out of CTest: claims_registered.py BASIN SCRIPT CLAIMS [--tier T]...

Every claim file is one that `basin list` finds, and every claim and control it lists for these tiers is a test of the
CTest script; a comparison with published means is none.
"""
import json
import pathlib
import re
import subprocess
import sys


def listed(basin, options):
    answer = subprocess.run([basin, "list", "--json", *options], capture_output=True, text=True)
    if answer.returncode != 0:
        sys.exit(f"basin list failed with {answer.returncode}: {answer.stderr.strip()}")
    return json.loads(answer.stdout)["claims"]


def test_names(claims):
    for claim in claims:
        if claim["expected"] == "compared":
            continue
        at = "" if claim["judged"] == claim["tier"] else "@" + claim["judged"]
        yield f"claim.{claim['id']}{at}"
        for control in claim["controls"]:
            yield f"control.{claim['id']}.{control['name']}{at}"


def main():
    if len(sys.argv) < 4:
        print(__doc__)
        return 2
    basin, script, folder, *options = sys.argv[1:]
    mistakes = []

    root = pathlib.Path(folder)
    files = {".".join(path.relative_to(root).with_suffix("").parts) for path in root.rglob("*.toml")}
    found = {claim["id"] for claim in listed(basin, ["--claims", folder])}
    mistakes += [f"{name}: has a file, but basin does not list it" for name in sorted(files - found)]
    mistakes += [f"{name}: is listed, but has no file" for name in sorted(found - files)]

    wanted = list(test_names(listed(basin, ["--claims", folder, *options])))
    text = pathlib.Path(script).read_text(encoding="utf-8")
    registered = re.findall(r"^add_test\(\[=*\[((?:claim|control)\..*?)\]=*\] ", text, flags=re.MULTILINE)
    mistakes += [f"{name}: is no test" for name in wanted if name not in registered]
    mistakes += [f"{name}: is a test of no claim" for name in registered if name not in wanted]
    if len(set(registered)) != len(registered):
        mistakes.append("a test is registered twice")

    for mistake in mistakes:
        print(mistake)
    print(f"{len(files)} claim files, {len(found)} claims, {len(wanted)} tests wanted, {len(registered)} registered")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
