#!/usr/bin/env python3
"""What is written for other programs is what OUTPUT.md says: output_schema.py PROGRAM OUTPUT.md CLAIMS

Takes real output (list --json of the library; verify --json and --junit of a few cheap claims: with published numbers, a
comparison, recorded as contradicted, skipped, made to fail; run --csv and --series) and is red where a key is written
that the page lacks, where a documented key is never written, or where a type is wrong. The results of benchmarks, which are
read, are the other way round: the program must take what the page allows and refuse everything else. Spoilt pages and
documents then prove that it can be red.
"""
import copy
import csv
import io
import json
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import bad_benchmarks
import results_schema

CLAIMS = [
    "jiang2020/linear_region/five_examples",           # published numbers, two controls
    "syde2024/preconditioning/responses_to_s1",        # a comparison
    "syde2024/preconditioning/well_above_neither",     # contradicted, with its reason
    "strandqvist2020/pictures/darkest_is_85",          # skipped: there is no CIFAR-10 without --data
    "syde2024/hopfield/capacity_is_41",                # exact; made to fail
]
EXPERIMENT = "syde2024.preconditioning"  # with series, and cheap
MADE_TO_FAIL = "syde2024/hopfield/capacity_is_41"
# Settings by name: their keys are not the format's.
FREE = re.compile(r"\.(set|levels|seconds|peak_memory_mib)\.[^.]+$")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?$")
TYPES = {
    "text": lambda v: isinstance(v, str),
    "whole": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool) and math.isfinite(v),
    "flag": lambda v: isinstance(v, bool),
    "list": lambda v: isinstance(v, list),
    "table": lambda v: isinstance(v, dict),
    "value": lambda v: isinstance(v, str) or TYPES["number"](v),
}


def documented(page, heading):
    """The rows of the table under a heading, the last column left out."""
    section = re.split(r"^## ", page, flags=re.M)
    section = next((part for part in section if part.startswith(heading + "\n")), None)
    assert section, f"OUTPUT.md has no section '{heading}'"
    rows = [[cell.strip() for cell in line.split("|")[1:-2]] for line in section.splitlines() if line.startswith("| ")]
    assert len(rows) > 1, f"OUTPUT.md: '{heading}' has no table"
    return rows[1:]


def flattened(value, path=""):
    """(path, value) of everything in a JSON document; of a list's entries the path is the same."""
    path = FREE.sub(r".\1.*", path)
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, one in value.items():
            yield from flattened(one, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for one in value:
            entry = list(flattened(one, path + "[]"))
            yield from entry[1:] if isinstance(one, dict) else entry  # a table is its keys


def objections_json(name, keys, document):
    """`keys`: path -> type, as documented."""
    seen, found = set(), []
    for path, value in flattened(document):
        seen.add(path)
        if path not in keys:
            found.append(f"{name}: {path} is written and not documented")
            continue
        kind = keys[path].removesuffix(", optional")
        nullable = kind.endswith(" or null")
        kind = kind.removesuffix(" or null")
        if kind not in TYPES:
            found.append(f"{name}: {path} has the unknown type '{kind}'")
        elif not (nullable and value is None) and not TYPES[kind](value):
            found.append(f"{name}: {path} is {json.dumps(value)[:60]}, which is no {keys[path]}")
    found += [f"{name}: {path} is documented and never written" for path in keys if path not in seen]
    found += required(name, keys, document)
    return sorted(set(found))


def required(name, keys, document):
    """Keys that are not optional stand in every table that they belong to."""
    found = []
    for path, kind in keys.items():
        if "optional" in kind or path.endswith(("*", "[]")):
            continue
        parents, key = ("", path) if "." not in path else path.rsplit(".", 1)
        tables = [document]
        for part in filter(None, parents.split(".")):
            tables = [table[part.removesuffix("[]")] for table in tables if part.removesuffix("[]") in table]
            if part.endswith("[]"):
                tables = [entry for table in tables for entry in table]
        if any(key not in table for table in tables):
            found.append(f"{name}: {path} is left out somewhere and not documented as optional")
    return found


def objections_xml(keys, root):
    """`keys`: (element, attribute or property) -> type, as documented."""
    name, seen, found = "junit", set(), []

    def take(element, key, value):
        key = re.sub(r"\[.*\]$", "", key)
        seen.add((element, key))
        kind = keys.get((element, key), "").removesuffix(", optional")
        if not kind:
            found.append(f"{name}: {key} of {element} is written and not documented")
        elif kind != "text" and not (NUMBER.match(value) and (kind != "whole" or value.isdigit())):
            found.append(f"{name}: {key} of {element} is '{value}', which is no {kind}")

    for element in root.iter():
        for key, value in element.attrib.items():
            if element.tag not in ("property", "properties"):
                take(element.tag, "@" + key, value)
        for one in element.findall("properties/property"):
            take(element.tag, one.get("name"), one.get("value"))
    for (element, key), kind in keys.items():
        if (element, key) not in seen:
            found.append(f"{name}: {key} of {element} is documented and never written")
        if key.startswith("@") and any(key[1:] not in one.attrib for one in root.iter(element)):
            found.append(f"{name}: {key} of {element} is left out somewhere")
    return sorted(set(found)) + sums(root)


def sums(root):
    """The counts that viewers show are those of the cases."""
    found = []
    suites = root.findall("testsuite")
    for suite in suites:
        cases = suite.findall("testcase")
        for key, count in [("tests", len(cases)), ("failures", len(suite.findall("testcase/failure"))),
                           ("skipped", len(suite.findall("testcase/skipped")))]:
            if int(suite.get(key)) != count:
                found.append(f"junit: {key} of the suite {suite.get('name')} is {suite.get(key)} of {count}")
    for key in ("tests", "failures", "skipped", "errors"):
        if int(root.get(key)) != sum(int(suite.get(key)) for suite in suites):
            found.append(f"junit: {key} of all is not the sum over the suites")
    names = [case.get("name") for case in root.iter("testcase")]
    if len(names) != len(set(names)):
        found.append("junit: a name occurs twice")
    return found


def call(program, arguments, codes, folder):
    environment = {key: value for key, value in os.environ.items() if key != "BASIN_DATA"}
    answer = subprocess.run([program, *arguments, "--store", str(folder / "store.sqlite")], cwd=folder,
                            capture_output=True, text=True, env=environment)
    assert answer.returncode in codes, f"{arguments}: exit code {answer.returncode}: {answer.stderr.strip()}"
    return answer.stdout


def real_output(program, claims, folder):
    """Every document of the formats, by name."""
    for claim in CLAIMS:
        text = (claims / f"{claim}.toml").read_text(encoding="utf-8")
        if claim == MADE_TO_FAIL:
            changed = re.sub(r"^equals\s*=\s*41\b", "equals = 42", text, flags=re.M)
            assert changed != text, f"{claim} has no 'equals = 41' to spoil"
            text = changed
        file = folder / "claims" / f"{claim}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    call(program, ["verify", "--claims", str(folder / "claims"), "--golden", str(claims.parent / "golden"), "--json",
                   "verdicts.json", "--junit", "verdicts.xml", "--quiet", "--jobs", "1"], [1], folder)
    # json.loads takes NaN, which is no JSON.
    strict = {"parse_constant": lambda word: sys.exit(f"{word} is no JSON")}
    return {
        "list": json.loads(call(program, ["list", "--json", "--claims", str(claims)], [0], folder), **strict),
        "verify": json.loads((folder / "verdicts.json").read_text(encoding="utf-8"), **strict),
        "junit": xml.parse(folder / "verdicts.xml").getroot(),
    }


def objections_csv(program, listed, folder):
    """Headers of --csv and --series against the experiment as listed."""
    experiment = next(one for one in listed["experiments"] if one["name"] == EXPERIMENT)
    setting = experiment["parameters"][0]
    starts = [setting["name"], "seed"]
    wanted = {"--csv": starts + [column["name"] for column in experiment["columns"]],
              "--series": starts + [one["name"] for one in [experiment["series_x"], *experiment["series"]]]}
    found = []
    for option, header in wanted.items():
        text = call(program, ["run", EXPERIMENT, "--set", f"{setting['name']}={setting['default']}", option, "-"], [0],
                    folder)
        rows = list(csv.reader(io.StringIO(text)))
        if rows[0] != header or len(rows) < 2 or any(len(row) != len(header) for row in rows):
            found.append(f"{option}: {EXPERIMENT} has the header {rows[0]}, not {header}, or a row of another length")
    return found


def reader_of_results(program, folder):
    """Whether basin report takes results of benchmarks; it is asked once for each document."""
    file, empty, known = folder / "results.json", folder / "no_figures", {}
    empty.mkdir(exist_ok=True)

    def accepts(text):
        if text not in known:
            file.write_text(text, encoding="utf-8")
            answer = subprocess.run([program, "report", "--dry-run", "--benchmarks", str(file), "--figures", str(empty),
                                     "--claims", str(folder / "claims"), "--store", str(folder / "store.sqlite")],
                                    cwd=folder, capture_output=True, text=True)
            assert answer.returncode in (0, 2), answer.stderr
            assert answer.returncode == 0 or file.name in answer.stderr, answer.stderr
            known[text] = answer.returncode == 0
        return known[text]

    return accepts


def objections_results(page, accepts):
    keys = dict(documented(page, "basin report --benchmarks"))
    return objections_json("results", keys, bad_benchmarks.RESULTS) or results_schema.objections(keys, accepts)


def pages(page):
    """What the page documents: of both JSON documents path -> type, of the XML (element, key) -> type."""
    return ({path: kind for path, kind in documented(page, "basin list --json")},
            {path: kind for path, kind in documented(page, "basin verify --json")},
            {(element, key): kind for element, key, kind in documented(page, "basin verify --junit")})


def objections(page, output):
    listed, verified, junit = pages(page)
    return (objections_json("list", listed, output["list"]) + objections_json("verify", verified, output["verify"]) +
            objections_xml(junit, output["junit"]))


def self_test(page, output, accepts):
    """Names of spoilt pages and documents that would pass."""
    def dropped(line_start):
        lines = [line for line in page.splitlines() if not line.startswith(line_start)]
        assert len(lines) < len(page.splitlines()), line_start
        return "\n".join(lines) + "\n"

    def added(after, line):
        assert after in page, after
        return page.replace(after, line + "\n" + after, 1)

    def spoilt(name, change):
        copied = copy.deepcopy(output)
        change(copied[name])
        return copied

    cases = {
        "a key that is not documented": (dropped("| claims[].repeat |"), output),
        "a key that is never written": (added("| claims[].repeat |", "| claims[].colour | text | none |"), output),
        "a key of another type": (page.replace("| claims[].seeds | whole |", "| claims[].seeds | text |"), output),
        "null where there is none": (page, spoilt("verify", lambda v: v["claims"][0].update(evidence=None))),
        "a key left out once": (page, spoilt("verify", lambda v: v["claims"][0].pop("evidence"))),
        "a new key": (page, spoilt("list", lambda v: v["claims"][0].update(colour="red"))),
        "a property that is not documented": (dropped("| testcase | power |"), output),
        "a property that is never written": (added("| testcase | power |", "| testcase | colour | text | none |"),
                                             output),
        "a number that is none": (page, spoilt("junit", lambda v: v.set("time", "nan"))),
        "a wrong count": (page, spoilt("junit", lambda v: v.find("testsuite").set("failures", "7"))),
    }
    missed = [name for name, (spoilt_page, document) in cases.items() if not objections(spoilt_page, document)]
    read_cases = {
        "a key that is read and not documented": dropped("| comparisons[].rounds |"),
        "a key that is not read": added("| growth[].theory |", "| growth[].colour | text, optional | none |"),
        "a key that must be there": page.replace("| growth[].title | text |", "| growth[].title | text, optional |"),
        "a number that may be null": page.replace("| tier.claims | whole or null |", "| tier.claims | whole |"),
        "a number that may not": page.replace("| growth[].points[][] | number |",
                                              "| growth[].points[][] | number or null |"),
    }
    return missed + [name for name, spoilt_page in read_cases.items() if not objections_results(spoilt_page, accepts)]


def main():
    if len(sys.argv) != 4:
        print(__doc__)
        return 2
    program, page = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).read_text(encoding="utf-8")
    claims = pathlib.Path(sys.argv[3]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        output = real_output(program, claims, folder)
        accepts = reader_of_results(program, folder)
        found = (objections(page, output) + objections_csv(program, output["list"], folder) +
                 objections_results(page, accepts))
        unseen = [] if found else self_test(page, output, accepts)
    if not output["junit"].findall(".//failure") or not output["junit"].findall(".//skipped"):
        found.append("the claims of this check show no failure or nothing skipped")
    for objection in found:
        print(objection)
    for name in unseen:
        found.append(f"this check would not see {name}")
        print(found[-1])
    if not found:
        listed, verified, junit = pages(page)
        results = documented(page, "basin report --benchmarks")
        print(f"{len(listed)} + {len(verified)} keys and {len(junit)} attributes and properties as documented; "
              f"{len(results)} keys are read")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
