#!/usr/bin/env python3
"""Bad input is answered in one sentence: bad_input.py PROGRAM

Every case calls the program wrongly, on a folder of its own. It must exit with the code of the case, say one line on
stderr that names what is wrong, print nothing on stdout, end within seconds, and leave every file as it was.
"""
import hashlib
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import bad_benchmarks
import bad_figures
import bad_pictures

SECONDS = 5  # a refusal that takes longer has begun to work on what it should refuse
LONGEST_LINE = 2000

CLAIM = """\
schema    = 1
where     = "Table 1"
statement = "There are examples - 1 eigenvalues 1."
kind      = "table"
tier      = "quick"
expected  = "reproduced"
declared  = "2026-11-21"
[sample]
experiment = "jiang2020.linear_region"
set        = { examples = 2 }
seeds      = 43
[rule]
name  = "proportion"
where = "unit_eigenvalues == examples - 1"
good  = 0.95
bad   = 0.50
[published]
file = "numbers.csv"
[control.untrained]
set = { train = "none" }
"""
PUBLISHED = "column,value,spread,spread_kind,runs\nunit_eigenvalues,1,,none,\n"
RUN = ["run", "jiang2020.radius_sweep"]
CASES = []


class Case:
    def __init__(self, name, arguments, says, code=2, prepare=None, environment=None):
        self.name, self.arguments, self.says, self.code = name, arguments, says, code
        self.prepare = prepare or (lambda folder: None)
        self.environment = environment or {}


def case(name, arguments, *says, **more):
    CASES.append(Case(name, arguments, says, **more))


def run_case(name, arguments, *says, **more):
    case(f"run, {name}", [*RUN, *arguments], *says, **more)


def setting_case(text, *says):
    case(f"setting {text[:40]}", [*RUN, "--set", text], *says)


def replaced(text, old, new):
    assert text.count(old) >= 1, f"the claim has no {old!r}"
    return text.replace(old, new, 1)


def claim_case(name, old, new, *says, line=None):
    """The claim with one text replaced; `line` is where the mistake is."""
    text = replaced(CLAIM, old, new)
    place = [f"bad.toml:{line}: "] if line else ["bad.toml"]

    def prepare(folder):
        (folder / "claims/demo2024/bad.toml").write_text(text, encoding="utf-8")

    case(f"claim, {name}", ["list"], *place, *says, prepare=prepare)


def file_case(name, prepare, *says):
    case(f"claim file, {name}", ["list"], *says, prepare=prepare)


def store_case(name, change, *says):
    """A store that is spoilt, for every command that opens one."""
    for words in (["judge", "demo2024.good"], ["verify", "demo2024.good"], ["verify", "--dry-run"], RUN):
        case(f"store, {name}, {words[0]}", words, "store.sqlite", *says,
             prepare=lambda folder: change(folder / "store.sqlite"))


def predicate_case(name, predicate, *says):
    claim_case(f"predicate, {name}", '"unit_eigenvalues == examples - 1"', f'"{predicate}"', *says)


# The command line.
case("no command", [], "no command")
case("unknown command", ["verfy"], "'verfy'", "known: verify")
case("unknown option", ["list", "--tire", "quick"], "'--tire'", "known: --tier")
case("unknown common option", ["--stroe", "x", "list"], "'--stroe'", "known: --store")
case("one argument too many", ["show", "demo2024.good", "more"], "'more'")
case("option without value", [*RUN, "--csv"], "--csv")
case("option in place of a value", [*RUN, "--csv", "--quiet"], "--csv")
case("unknown experiment", ["run", "jiang2020.radius_swep"], "'jiang2020.radius_swep'", "known: jiang2020.radius_sweep")
case("two lines for a name", ["run", "jiang2020\nbasin: all is well"], "jiang2020")
case("escapes for a name", ["run", "\x1b[2Jjiang2020\x07"], "jiang2020")
case("a name that is not UTF-8", ["run", b"jiang\xff\xfe2020"], "jiang")
case("two lines for an option", ["list", "--no\nsuch"], "--no")
case("two lines for a command", ["li\nst"], "li")
case("very long name", ["run", "x" * 100000], "experiment", "known")
case("unknown claim to show", ["show", "demo2024.godo"], "'demo2024.godo'", "known: demo2024.good")
case("unknown claim to judge", ["judge", "demo2024.godo"], "'demo2024.godo'", "known: demo2024.good")
case("unknown claim to verify", ["verify", "demo2024.godo"], "'demo2024.godo'", "known: demo2024.good")
case("claim outside the folder", ["judge", "../../etc/passwd"], "is unknown")
case("unknown control", ["judge", "demo2024.good", "--control", "untraned"], "'untraned'", "known: untrained")
case("unknown source", ["verify", "--source", "demo2023"], "'demo2023'", "known: demo2024")
case("unknown tier", ["verify", "--tier", "quik"], "'quik'", "known: quick")
case("unknown golden work", ["golden", "chek"], "'chek'", "known: check")
case("golden update where CI is set", ["golden", "update"], "CI is set", environment={"CI": "true"})
case("unknown reuse", ["list", "--reuse", "all"], "all", "known: any, same")
case("claims folder missing", ["list", "--claims", "no_such_folder"], "no_such_folder", "--claims")
case("golden folder missing", ["list", "--golden", "no_such_folder"], "no_such_folder", "--golden")
case("data folder missing", ["list", "--data", "no_such_folder"], "no_such_folder", "--data")
case("data folder of the environment missing", ["list"], "no_such_folder", "BASIN_DATA",
     environment={"BASIN_DATA": "no_such_folder"})
for option in ("--store", "--claims", "--golden", "--data", "--jobs", "--seed-epoch", "--reuse"):
    case(f"empty {option}", [*RUN, option, ""], option)
    case(f"empty assignment of {option}", [f"{option}=", "list"], f"{option}: needs a value")
for option in ("--csv", "--series", "--seeds"):
    case(f"empty {option}", [*RUN, option, ""], option)
for option in ("--json", "--junit", "--tier"):
    case(f"empty {option}", ["verify", option, ""], option)
for jobs in ("0", "-1", "many", "1.5", "1e30", "99999999999999999999"):
    case(f"jobs {jobs}", [*RUN, "--jobs", jobs], "--jobs", jobs)
for seeds in ("5..1", "0..3", "a..b", "-1..2", "1..99999999999999999999", "0", "..", "1..", "1...3", "1.5", "1..2..3"):
    case(f"seeds {seeds}", [*RUN, "--seeds", seeds], "--seeds")

# Settings.
for radius in ("0", "-1", "nan", "inf", "1e400", "", "ten", "1 ", "0x10"):
    setting_case(f"radius={radius}", "'radius'", "norm of every example")
for examples in ("0", "1.5", "1e30", "-3"):
    setting_case(f"examples={examples}", "'examples'", "whole number")
setting_case("width=1e12", "parameters need", "lower width")
setting_case("width=1e9", "parameters need", "lower width")
setting_case("examples=1e7", "lower width or examples")
setting_case("dim=1e15", "parameters need")
run_case("a radius whose learning rate is no number", ["--set", "radius=1e300", "--set", "engine=descent"],
         "radius=1e+300", "learning rate")
setting_case("radus=1", "'radus'", "known: radius")
setting_case("activation=sigmod", "'sigmod'", "known: sigmoid")
setting_case("activation=1", "'1'", "known: ")
setting_case("engine=", "'engine'", "known: ")
setting_case("radius", "name=value")
setting_case("=1", "name=value")
setting_case("", "--set")
run_case("the same setting twice", ["--set", "radius=1", "--set", "radius=1"], "'radius'", "twice")
case("flow through three layers", ["run", "jiang2020.single_example", "--set", "layers=3", "--set", "engine=flow"],
     "engine=flow", "2 layers")
case("a million layers", ["run", "jiang2020.single_example", "--set", "layers=1e6"], "'layers'", "at most 16")
case("no learning rate for three layers", ["run", "jiang2020.single_example", "--set", "layers=3", "--set", "lr=0"],
     "lr=0", "give lr")

bad_pictures.add_cases(case)
bad_figures.add_cases(case)
bad_benchmarks.add_cases(case)

# Files that cannot be written.
run_case("csv to a folder", ["--csv", "claims"], "claims", "folder")
run_case("csv over the run store", ["--csv", "store.sqlite"], "store.sqlite", "SQLite")
case("json over the run store", ["verify", "--json", "store.sqlite"], "store.sqlite", "SQLite")
case("two documents in one file", ["verify", "--json", "x", "--junit", "x"], "--json", "--junit")
case("documents of a dry run", ["verify", "--dry-run", "--json", "x"], "--dry-run", "--json")
run_case("csv below a file", ["--csv", "golden/file/x.csv"], "golden/file/x.csv", "cannot be written",
         prepare=lambda folder: (folder / "golden/file").write_text("a file"))
run_case("csv into no folder", ["--csv", "none/x.csv"], "none/x.csv", "cannot be written")
SERIES = ["run", "orujlu2023.generalisation"]
case("series to a folder", [*SERIES, "--series", "claims"], "claims", "folder")
case("series over the run store", [*SERIES, "--series", "store.sqlite"], "store.sqlite", "SQLite")
case("series and rows in one file", [*SERIES, "--series", "x", "--csv", "x"], "--csv", "--series")
case("series where there are none", [*RUN, "--series", "x"], "jiang2020.radius_sweep", "orujlu2023.generalisation")
case("json to a folder", ["verify", "--json", "claims"], "claims", "folder")
case("junit into no folder", ["verify", "--junit", "none/x.xml"], "none/x.xml", "cannot be written")
for words in (RUN, ["verify"], ["judge", "demo2024.good"]):
    case(f"store is a folder, {words[0]}", [*words, "--store", "claims"], "claims", "folder")
for words in (RUN, ["verify"]):
    case(f"store in no folder, {words[0]}", [*words, "--store", "none/x.sqlite"], "none/x.sqlite", "folder")
    case(f"store below a file, {words[0]}", [*words, "--store", "store.sqlite/x.sqlite"], "store.sqlite/x.sqlite")
case("store is a pipe", [*RUN, "--store", "pipe"], "pipe", prepare=lambda folder: os.mkfifo(folder / "pipe"))
OTHER = replaced(CLAIM, "examples = 2", "examples = 3")
case("runs missing in judge", ["judge", "demo2024.other"], "demo2024.other", "basin verify", code=3,
     prepare=lambda folder: (folder / "claims/demo2024/other.toml").write_text(OTHER))


# Stores.
def other_application(path):
    path.unlink()
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE recipe(name TEXT)")
    database.commit()
    database.close()


def executed(*statements):
    def change(path):
        database = sqlite3.connect(path)
        for statement in statements:
            database.execute(statement)
        database.commit()
        database.close()
    return change


store_case("random bytes", lambda path: path.write_bytes(random.Random(1).randbytes(20000)), "not a run store")
store_case("text", lambda path: path.write_text("seed,value\n1,2\n" * 100), "not a run store")
store_case("truncated", lambda path: path.write_bytes(path.read_bytes()[:path.stat().st_size * 2 // 3]), "damaged")
store_case("torn", lambda path: path.write_bytes(path.read_bytes()[:5000]), "damaged")
store_case("of another application", other_application, "another program")
store_case("of a newer schema", executed("PRAGMA user_version = 99"), "newer basin")
store_case("of an older schema", executed("PRAGMA user_version = 0"), "schema 0")
store_case("with a table too many", executed("CREATE TABLE recipe(name TEXT)"), "tables")
store_case("with a trigger", executed("CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM run; END"), "tables")

# Claims.
claim_case("unknown rule", '"proportion"', '"proporton"', "'proporton'", "known: proportion", line=13)
claim_case("unknown key", "tier ", "teir ", "'teir'", line=5)
claim_case("unknown key of the sample", "seeds ", "sedes ", "'sedes'", line=11)
claim_case("unknown key of the rule", "good  = 0.95", "good  = 0.95\nbeter = 1", "'beter'", line=16)
claim_case("unknown table", "[published]", "[publised]", "'publised'", line=17)
claim_case("repeated key", "seeds      = 43", "seeds      = 43\nseeds      = 44", "seeds", line=12)
claim_case("repeated table", "[published]", "[rule]\n[published]", "rule", line=17)
claim_case("missing key", 'kind      = "table"\n', "", "'kind'")
claim_case("unknown kind", '"table"', '"tabel"', "'tabel'", "known: table", line=4)
claim_case("unknown tier", '"quick"', '"quik"', "'quik'", "known: quick", line=5)
claim_case("expected invalid", '"reproduced"', '"invalid"', "'invalid'", line=6)
claim_case("contradicted without a reason", '"reproduced"', '"contradicted"', "'reason'")
claim_case("compared without comparing", '"reproduced"', '"compared"', "published_mean", line=6)
claim_case("comparing without compared", '"proportion"', '"published_mean"', "write compared", line=6)
claim_case("no such day", "2026-11-21", "2026-02-30", "YYYY-MM-DD", line=7)
claim_case("newer schema", "schema    = 1", "schema    = 2", "'schema'", line=1)
claim_case("number too large", "seeds      = 43", "seeds      = 99999999999999999999", line=11)
claim_case("seeds below 1", "seeds      = 43", "seeds      = -43", "'seeds'", line=11)
claim_case("no control", '[control.untrained]\nset = { train = "none" }\n', "", "'control'")
claim_case("control that changes nothing", '{ train = "none" }', '{ train = "full" }', "[control.untrained]",
           "changes no")
claim_case("control with an unknown setting", '{ train = "none" }', '{ tain = "none" }', "'tain'", "known: train",
           line=20)
claim_case("missing published file", '"numbers.csv"', '"nubmers.csv"', "nubmers.csv", line=18)
claim_case("published file elsewhere", '"numbers.csv"', '"../../secret.csv"', "bare name", line=18)
claim_case("too little power", "seeds      = 43", "seeds      = 12", "12 seeds cannot tell 0.95 from 0.5",
           "43 seeds are enough", line=11)
claim_case("too little power in a control", '{ train = "none" }', '{ train = "none" }\nseeds = 1',
           "10 seeds are enough", line=21)
claim_case("good below bad", "good  = 0.95", "good  = 0.40", "good")
claim_case("good above 1", "good  = 0.95", "good  = 1.5", "good", line=15)
claim_case("good a word", "good  = 0.95", 'good  = "often"', "'good'", line=15)
claim_case("good nan", "good  = 0.95", "good  = nan", "'good'", line=15)
claim_case("unknown experiment", "jiang2020.linear_region", "jiang2020.linear_regoin",
           "known: jiang2020.linear_region", line=9)
claim_case("unknown setting", "examples = 2", "exampels = 2", "'exampels'", "known: examples", line=10)
claim_case("setting out of range", "examples = 2", "examples = 0", "'examples'", line=10)
claim_case("setting in a list", "examples = 2", "examples = [2]", "'examples'", line=10)
claim_case("setting beyond memory", "examples = 2", "width = 1e12", "parameters need")
LEVELS = str(list(range(1, 400)))
claim_case("too many arms", "set        = { examples = 2 }", f"vary = {{ examples = {LEVELS}, width = {LEVELS} }}")
claim_case("the same level twice", "set        = { examples = 2 }", "vary = { examples = [2, 3, 2] }", "twice", line=10)
claim_case("set and varied", "examples = 2 }", "examples = 2 }\nvary = { examples = [2, 3] }", "'examples'", line=11)
claim_case("several lines of text", '"Table 1"', '"""Table\n1"""', "'where'", line=2)

# Predicates.
predicate_case("empty", "", "'where'")
predicate_case("unknown column", "unit_eigenvalue == 1", "'unit_eigenvalue'", "known: unit_eigenvalues")
predicate_case("no predicate", "unit_eigenvalues + 1")
predicate_case("cut short", "unit_eigenvalues ==")
predicate_case("one equals sign", "unit_eigenvalues = 1")
predicate_case("unknown function", "system(1) == 0", "system")
predicate_case("unbalanced", "(unit_eigenvalues == 1")
predicate_case("thousands of parentheses", "(" * 20000 + "1" + ")" * 20000 + " == 1")
predicate_case("thousands of minus signs", "-" * 40000 + "1 == 1")
predicate_case("thousands of nots", "not " * 10000 + "1 == 1")
predicate_case("thousands of powers", "2^" * 20000 + "1 == 1")
predicate_case("a very long name", "x" * 50000 + " == 1")
predicate_case("number too large", "unit_eigenvalues == 1e400")
predicate_case("a statement", "1 == 1; drop table run")
predicate_case("not ASCII", "unit_eigenvalues ≥ 1")


# Claim files.
def written(name, data):
    def prepare(folder):
        path = folder / "claims/demo2024" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return prepare


def linked(folder):
    (folder / "elsewhere.toml").write_text(CLAIM)
    (folder / "claims/demo2024/bad.toml").symlink_to("../../elsewhere.toml")


def linked_folder(folder):
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere/bad.toml").write_text(CLAIM)
    (folder / "claims/demo2024/more").symlink_to("../../elsewhere")


DATA = CLAIM.encode()
file_case("empty", written("bad.toml", b""), "bad.toml:1: ")
file_case("not UTF-8", written("bad.toml", DATA.replace(b"Table", b"T\xe4ble")), "bad.toml:2: ")
file_case("NUL bytes", written("bad.toml", DATA.replace(b"Table", b"T\0ble")), "bad.toml:2: ", "0x00")
file_case("UTF-16", written("bad.toml", CLAIM.encode("utf-16")), "bad.toml:1: ")
file_case("100 KiB", written("bad.toml", DATA + b"#" * 102400), "bad.toml", "at most 65536")
file_case("deep lists", written("bad.toml", DATA + b"x = " + b"[" * 30000), "bad.toml:")
file_case("deep tables", written("bad.toml", DATA + b"[" + b".".join([b"a"] * 30000) + b"]"), "bad.toml:")
file_case("deep inline tables", written("bad.toml", DATA + b"x = " + b"{a=" * 15000), "bad.toml:")
file_case("an id with capitals", written("Bad.toml", DATA), "Bad.toml", "a-z, 0-9 and _")
file_case("an id with a space", written("b d.toml", DATA), "b d.toml", "a-z, 0-9 and _")
file_case("an id with two lines", written("b\nd.toml", DATA), "a-z, 0-9 and _")
file_case("an id that is not UTF-8", written(os.fsdecode(b"b\xff.toml"), DATA), "a-z, 0-9 and _")
file_case("in no source", written("../bad.toml", DATA), "bad.toml", "<source>")
file_case("a folder", lambda folder: (folder / "claims/demo2024/bad.toml").mkdir(), "bad.toml")
file_case("a pipe", lambda folder: os.mkfifo(folder / "claims/demo2024/bad.toml"), "bad.toml")
file_case("a link out of the folder", linked, "bad.toml", "link")
file_case("a link to a folder", linked_folder, "more", "link")
file_case("a link to nothing", lambda folder: (folder / "claims/demo2024/bad.toml").symlink_to("nowhere"), "bad.toml")
file_case("two lines in a key", written("bad.toml", DATA.replace(b"tier ", b'"te\\nir" = 1\ntier ')), "bad.toml:5: ",
          "te\\nir")
file_case("two lines in a word", written("bad.toml", DATA.replace(b'"table"', b'"ta\\nble"')), "bad.toml:4: ")
file_case("published numbers that are none", lambda folder: (written("bad.toml", DATA)(folder), (
    folder / "golden/demo2024/published/numbers.csv").write_text(PUBLISHED.replace(",1,", ",one,"))),
    "numbers.csv:2: ", "'one'")
file_case("published numbers of another experiment", lambda folder: (written("bad.toml", DATA)(folder), (
    folder / "golden/demo2024/published/numbers.csv").write_text(PUBLISHED.replace("unit_eigenvalues", "height"))),
    "numbers.csv:2: ", "'height'")


def call(program, folder, arguments, environment, seconds=SECONDS):
    kept = {name: value for name, value in os.environ.items() if name not in ("BASIN_DATA", "CI", "NO_COLOR")}
    common = []
    for option, value in (("--store", "store.sqlite"), ("--claims", "claims"), ("--golden", "golden")):
        if option not in arguments:
            common += [option, value]
    return subprocess.run([program, *arguments, *common], cwd=folder, env={**kept, **environment}, timeout=seconds,
                          stdin=subprocess.DEVNULL, capture_output=True)


def picture(folder):
    """Every file below the folder and what is in it, but for what SQLite keeps beside a store that is read."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.name.endswith("-shm") or path.name.endswith("-wal") and path.stat().st_size == 0:
            continue
        if path.is_symlink():
            files[path] = os.readlink(path)
        elif path.is_file():
            files[path] = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            files[path] = "no file"
    return files


def mistakes(one, answer, before, after):
    code = answer.returncode
    if code != one.code:
        yield f"died by signal {-code}" if code < 0 else f"exits {code} and not {one.code}"
    if answer.stdout:
        yield f"prints {answer.stdout[:80]!r} on stdout"
    try:
        said = answer.stderr.decode("utf-8")
    except UnicodeDecodeError:
        said = answer.stderr.decode("utf-8", "replace")
        yield "its sentence is not UTF-8"
    if not said.startswith("basin: ") or not said.endswith("\n") or len(said.splitlines()) != 1:
        yield "says no single line that starts with 'basin: '"
    elif not said[:-1].isprintable():
        yield "its sentence has control characters"
    if len(said) > LONGEST_LINE:
        yield f"its sentence has {len(said)} characters"
    for word in one.says:
        if word not in said:
            yield f"does not say {word!r}"
    for path in sorted(set(before) | set(after)):
        if before.get(path) != after.get(path):
            change = "made" if path not in before else "removed" if path not in after else "changed"
            yield f"{path.name!r} was {change}"


def lay_out(folder):
    (folder / "claims/demo2024").mkdir(parents=True)
    (folder / "golden/demo2024/published").mkdir(parents=True)
    (folder / "claims/demo2024/good.toml").write_text(CLAIM)
    (folder / "golden/demo2024/published/numbers.csv").write_text(PUBLISHED)


def check_good(program, folder):
    """What the bad cases are made from must be good, or they would be refused for another reason."""
    (folder / "claims/demo2024/divides.toml").write_text(replaced(CLAIM, "examples - 1", "examples - 1 or 1/0 < 0"))
    answer = call(program, folder, ["list"], {})
    if answer.returncode != 0:
        sys.exit(f"the good claims are refused: {answer.stderr.decode(errors='replace').strip()}")
    (folder / "claims/demo2024/divides.toml").unlink()
    answer = call(program, folder, ["verify", "--jobs", "1"], {}, seconds=60)
    if answer.returncode != 0:
        sys.exit(f"the good claim is not verified: {answer.stderr.decode(errors='replace').strip()}")


def main():
    if len(sys.argv) != 2 or not pathlib.Path(sys.argv[1]).is_file():
        print(__doc__)
        return 2
    program = str(pathlib.Path(sys.argv[1]).resolve())
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="basin_bad_input_") as top:
        good = pathlib.Path(top) / "good"
        lay_out(good)
        check_good(program, good)
        for number, one in enumerate(CASES):
            folder = pathlib.Path(top) / str(number)
            shutil.copytree(good, folder)
            one.prepare(folder)
            before = picture(folder)
            try:
                answer = call(program, folder, one.arguments, one.environment)
                found = list(mistakes(one, answer, before, picture(folder)))
                said = answer.stderr.decode("utf-8", "replace").strip()
            except subprocess.TimeoutExpired:
                found, said = [f"takes longer than {SECONDS} s"], ""
            if found:
                wrong += 1
                print(f"{one.name}: {'; '.join(found)}\n    {said[:400]!r}")
            shutil.rmtree(folder)
    print(f"{len(CASES)} bad uses, {wrong} not answered well")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
