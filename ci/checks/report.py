#!/usr/bin/env python3
"""The page says what verify says: report.py PROGRAM OUT GOLDEN

Writes the page to OUT from the runs that the tests have computed (and the few, cheap ones of comparisons and of some
figures), then holds it against `basin verify --json`: every claim once, with its verdict; every figure with its table, CSV and SVG. At last a
published number is changed in a copy: the page must show it, and call the claim that it breaks unexpected; on this page stand
results of benchmarks too.
"""
import csv
import html.parser
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import bad_benchmarks

# Figures whose runs no claim has, but seconds: the others show what is in the store.
CHEAP = ["kuehn2024.*", "sange2024.*", "syde2024.recall_random", "jiang2020.linear_region"]
CHANGED = "jiang2020/published/radius_sweep.csv"
BEFORE, AFTER = "5,1000,5,spectral_radius_mean,0.98,", "5,1000,5,spectral_radius_mean,0.58,"
BROKEN = "jiang2020.radius_sweep.curve_five_examples_width_1e3"

mistakes = []


def expect(holds, message):
    if not holds:
        mistakes.append(message)


class Page(html.parser.HTMLParser):
    """Claims by id with their data attributes, figures by id with what they hold."""

    def __init__(self, text):
        super().__init__()
        self.claims, self.figures, self.links = {}, {}, []
        self.figure = None
        self.feed(text)

    def handle_starttag(self, tag, pairs):
        given = dict(pairs)
        if tag == "tbody" and given.get("id", "").startswith("claim-"):
            name = given["id"].removeprefix("claim-")
            expect(name not in self.claims, f"{name} stands twice on the page")
            self.claims[name] = given
        if tag == "figure":
            self.figure = self.figures[given.get("id", "")] = {"pictures": 0, "rows": 0, "links": [], "explained": False}
        if self.figure is not None:
            if tag == "img":
                expect(given.get("src", "").startswith("data:image/svg+xml;base64,"), "a picture is not in the page")
                expect(given.get("alt", "") != "", "a picture has no words")
                self.figure["pictures"] += 1
            if "note" in given.get("class", "").split():
                self.figure["explained"] = True
            if tag == "tr":
                self.figure["rows"] += 1
            if tag == "a":
                self.figure["links"].append(given.get("href", ""))
        expect(tag not in ("iframe", "object", "embed", "link"), f"<{tag}> may load something")
        expect(tag != "script" or "src" not in given, "a script is loaded")

    def handle_endtag(self, tag):
        if tag == "figure":
            self.figure = None


def call(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"basin {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def page_in(folder):
    return Page((folder / "index.html").read_text())


def verdicts_of(program):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "verdicts.json"
        # Exit 1 is a verdict's business and 77 the data's; the page is judged here.
        subprocess.run([program, "verify", "--tier", "quick", "--quiet", "--json", str(file)], capture_output=True)
        return json.loads(file.read_text())["claims"]


def compare_verdicts(judged, page):
    expect(len(judged) > 100, f"verify knows {len(judged)} claims only")
    for claim in judged:
        there = page.claims.get(claim["id"])
        expect(there is not None, f"{claim['id']} is not on the page")
        if there is None:
            continue
        expect(there["data-standing"] == claim["verdict"], f"{claim['id']}: the page says {there['data-standing']}, verify {claim['verdict']}")
        unexpected = not claim["as_expected"] and claim["verdict"] not in ("skipped", "compared")
        expect((there["data-unexpected"] == "yes") == unexpected, f"{claim['id']}: the page takes it for {'' if unexpected else 'un'}expected")


def compare_with_list(program, page):
    listed = {claim["id"] for claim in json.loads(call(program, "list", "--json"))["claims"]}
    expect(listed == set(page.claims), f"{len(listed ^ set(page.claims))} claims are listed or on the page, not both")


def look_at_figures(out, page):
    expect(len(page.figures) > 20, f"{len(page.figures)} figures only")
    for name, figure in page.figures.items():
        files = [link for link in figure["links"] if link.startswith("figures/")]
        expect(figure["pictures"] == 1, f"{name}: {figure['pictures']} pictures")
        # What was not run has no rows, but says so.
        expect(figure["rows"] > 1 or figure["explained"], f"{name}: neither a table nor a note why there is none")
        expect({pathlib.PurePath(file).suffix for file in files} == {".csv", ".svg"}, f"{name}: links to {files}")
        for file in files:
            expect((out / file).stat().st_size > 0, f"{file} is empty")
        for file in (file for file in files if file.endswith(".csv")):
            with open(out / file, newline="") as text:
                rows = list(csv.reader(text))
            expect(len(rows) > 1 or figure["explained"], f"{file}: no rows")
            expect(len({len(row) for row in rows}) == 1, f"{file}: rows of several lengths")


def change_a_published_number(program, golden):
    with tempfile.TemporaryDirectory() as folder:
        copy, out = pathlib.Path(folder) / "golden", pathlib.Path(folder) / "page"
        shutil.copytree(golden, copy)
        text = (copy / CHANGED).read_text()
        expect(text.count(BEFORE) == 1, f"{CHANGED} has no line '{BEFORE}'")
        (copy / CHANGED).write_text(text.replace(BEFORE, AFTER))
        results = pathlib.Path(folder) / "results.json"
        results.write_text(json.dumps(bad_benchmarks.RESULTS))
        call(program, "report", "--stored", "--quiet", "--golden", str(copy), "--out", str(out), "--benchmarks", str(results),
             "--source", "jiang2020", "--figure", "jiang2020.fig_3")
        claim = page_in(out).claims[BROKEN]
        expect(claim["data-standing"] == "contradicted" and claim["data-unexpected"] == "yes",
               f"{BROKEN} with another published number: {claim['data-standing']}")
        # They are the program's own: a choice of sources does not leave them out.
        text = (out / "index.html").read_text()
        for words in ("Gradient flow to loss 1e-7", "loss equal to 0.01", "On 2 cores 1.875 times as fast as on one"):
            expect(words in text, f"the page does not say '{words}' of the benchmarks")
        figure = (out / "figures" / "jiang2020.fig_3.csv").read_text()
        expect(",0.58," in figure and ",0.98," not in figure.splitlines()[1], "Fig. 3 does not show the changed number")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    program, out, golden = sys.argv[1], pathlib.Path(sys.argv[2]).absolute(), pathlib.Path(sys.argv[3])
    judged = verdicts_of(program)
    call(program, "report", "--quiet", "--out", str(out), *[word for figure in CHEAP for word in ("--figure", figure)])
    printed = call(program, "report", "--stored", "--quiet", "--out", str(out))
    expect(printed.startswith(str(out / "index.html")), f"basin report prints '{printed}' and not where the page is")
    page = page_in(out)
    compare_verdicts(judged, page)
    compare_with_list(program, page)
    look_at_figures(out, page)
    change_a_published_number(program, golden)
    for mistake in mistakes:
        print(mistake)
    print(f"{len(page.claims)} claims, {len(page.figures)} figures, {len(mistakes)} mistakes")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
