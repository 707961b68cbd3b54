"""python3 -m harness, called by bench/run.sh: measures, prints ratios, writes the results as JSON."""
import argparse
import importlib.util
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

from harness import comparison, growth, machine, sides, tables, tier

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PARTS = ("comparisons", "growth", "tier")


def arguments():
    parser = argparse.ArgumentParser(prog="bench/run.sh", description="Ratios of basin to what would be run instead.")
    parser.add_argument("--only", choices=PARTS, action="append", help="a part; may be repeated (default: all)")
    parser.add_argument("--compare", action="append", choices=[one.name for one in comparison.read_comparisons()],
                        help="a comparison; may be repeated")
    parser.add_argument("--rounds", type=int, default=5, help="of a comparison, A B each (default 5)")
    cores = sorted(os.sched_getaffinity(0))
    parser.add_argument("--core", type=int, choices=cores, default=cores[-1],
                        help="the core both sides run on (default: the last)")
    parser.add_argument("--out", type=pathlib.Path, help="results (default: bench/results.json in the build folder)")
    parser.add_argument("--record", action="store_true", help="write bench/results.json of the source tree, which the "
                        "page shows")
    parser.add_argument("--smoke", action="store_true", help="one round of the shortest comparisons: do both sides "
                        "reach the same? Writes nothing, judges no ratio")
    parser.add_argument("--kernels", nargs="+", default=["", "Haswell", "SkylakeX"],
                        help='OpenBLAS kernels the peers are tried with, "" for those it chooses')
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="build folder")
    parser.add_argument("--data", type=pathlib.Path, default=os.environ.get("BASIN_DATA"),
                        help="data sets, for the tier (default: BASIN_DATA)")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error(f"argument --rounds: {options.rounds} is less than 1")
    if options.record and options.out:
        parser.error("--record is --out bench/results.json; leave one of them out")
    if options.compare and options.only:
        parser.error("--compare is of the comparisons; leave --only out")
    if options.record:
        options.out = ROOT / "bench" / "results.json"
    options.out = options.out or options.build / "bench" / "results.json"
    if not (options.build / "bench" / "basin_bench").exists():
        parser.error(f"argument --build: {options.build} has no bench/basin_bench; bench/run.sh builds it")
    if not options.smoke:
        require_writable(parser, options.out)
    return options


def require_writable(parser, file):
    """Before the work, not after it."""
    place = file if file.exists() else file.parent
    if file.is_dir() or not file.parent.is_dir() or not os.access(place, os.W_OK):
        parser.error(f"argument --out: {file} cannot be written; give another")


def output_of(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def code_and_native(build):
    """The commit, or the program's version where there is no repository; whether it was built for this processor."""
    git = ["git", "-C", str(ROOT)]
    try:
        code = output_of([*git, "rev-parse", "--short", "HEAD"])
        if output_of([*git, "status", "--porcelain", "--", ".", ":!bench/results.json"]):
            code += "-dirty"
    except (OSError, subprocess.CalledProcessError):
        code = output_of([build / "basin", "--version"])
    cache = (build / "CMakeCache.txt").read_text(encoding="utf-8").splitlines()
    return code, any(line.startswith("BASIN_NATIVE") and line.endswith(("=ON", "=1", "=TRUE")) for line in cache)


def chosen(options):
    """The comparisons asked for; of a smoke run those that can be tried."""
    known = [one for one in comparison.read_comparisons() if one.smoke or not options.smoke]
    return [one for one in known if not options.compare or one.name in options.compare]


def compare(options, folder):
    """The entries of all comparisons as they come, printed."""
    bench = comparison.Bench(options.build / "bench" / "basin_bench", folder, options.core, tuple(options.kernels),
                             sys.executable)
    for one in chosen(options):
        rate = None
        if one.task:
            subprocess.run([options.build / "bench" / "basin_tasks", one.task, folder / one.task], check=True)
            rate = json.loads((folder / one.task / "task.json").read_text())["learning_rate"]
        if options.smoke:
            entry = comparison.try_once(one, bench)
        else:
            entry = comparison.measure(one, bench, options.rounds, rate)
        print(tables.comparison(entry), flush=True)
        yield entry


SAME = ("code", "native", "processor", "python", "torch", "numpy")


def earlier(file, measured):
    """The parts of an older file that were measured with the same code on the same machine; none if the code had
    changes that no commit has."""
    try:
        old = json.loads(file.read_text(encoding="utf-8"))
        same = old["format"] == 1 and all(old["measured"].get(key) == measured[key] for key in SAME)
    except (OSError, json.JSONDecodeError, KeyError, TypeError, AttributeError):
        return {}
    return old if same and not measured["code"].endswith("-dirty") else {}


def with_entry(entries, entry):
    """The comparisons with one new or measured anew, in the order of the file."""
    by_name = {one["name"]: one for one in [*entries, entry]}
    return [by_name[one.name] for one in comparison.read_comparisons() if one.name in by_name]


def plain(value):
    """Numbers that JSON does not know are null."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def write(results, file):
    file.write_text(json.dumps(plain(results), indent=1) + "\n", encoding="utf-8")


def measure(options):
    """Measures what was asked for and writes it, part by part, so that what fails costs what it measures and no more.
    Returns the comparisons' entries."""
    parts = ["comparisons"] if options.smoke or options.compare else options.only or list(PARTS)
    if "comparisons" in parts:
        require_peers()
    measured = machine.summary(*code_and_native(options.build))
    if measured["load"] > 0.5 and not options.smoke:
        print(f"something else is running here (load {measured['load']}): ratios will scatter", flush=True)
    results = {**earlier(options.out, measured), "format": 1, "measured": measured}
    entries = []
    if "comparisons" in parts:
        with tempfile.TemporaryDirectory(prefix="basin_bench_") as folder:
            for entry in compare(options, pathlib.Path(folder)):
                entries.append(entry)
                if not options.smoke:
                    results["comparisons"] = with_entry(results.get("comparisons", []), entry)
                    write(results, options.out)
    if "growth" in parts:
        results["growth"] = growth.measure(options.build / "bench" / "basin_bench", options.core)
        print(tables.growth(results["growth"]), flush=True)
        write(results, options.out)
    if "tier" in parts:  # its stores stay there where verdicts differ
        results["tier"] = tier.measure(options.build / "basin", options.data, options.build / "bench")
        print(tables.tier(results["tier"]), flush=True)
        write(results, options.out)
    return entries


def require_peers():
    """Leaves with 77 where the peers cannot run."""
    missing = [name for name in ("numpy", "torch") if importlib.util.find_spec(name) is None]
    if missing:
        print(f"bench: {sys.executable} has no {' and no '.join(missing)}; bench/run.sh installs them")
        sys.exit(77)


def main():
    options = arguments()
    try:
        entries = measure(options)
    except sides.Failed as error:
        print(f"bench: {error}", file=sys.stderr)
        return 3
    if not options.smoke:
        print(f"{options.out}; basin report --benchmarks shows it")
    unequal = [entry["name"] for entry in entries if not all(found["equal"] for found in entry["agreement"])]
    if unequal:
        print(f"bench: both sides did not reach the same in {', '.join(unequal)}", file=sys.stderr)
    return 1 if unequal else 0


if __name__ == "__main__":
    sys.exit(main())
