"""python3 -m harness, called by bench/run.sh: measures, prints ratios, writes the results as JSON."""
import argparse
import importlib.util
import json
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
    parser.add_argument("--kernels", nargs="*", default=["", "Haswell", "SkylakeX"],
                        help='OpenBLAS kernels the peers are tried with, "" for those it chooses')
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="build folder")
    parser.add_argument("--data", type=pathlib.Path, default=os.environ.get("BASIN_DATA"),
                        help="data sets, for the tier (default: BASIN_DATA)")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error(f"argument --rounds: {options.rounds} is less than 1")
    if options.record and options.out:
        parser.error("--record is --out bench/results.json; leave one of them out")
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
    try:
        code = output_of(["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude", "*"])
    except (OSError, subprocess.CalledProcessError):
        code = output_of([build / "basin", "--version"])
    cache = (build / "CMakeCache.txt").read_text().splitlines()
    return code, any(line.startswith("BASIN_NATIVE") and line.endswith(("=ON", "=1", "=TRUE")) for line in cache)


def chosen(options):
    """The comparisons asked for."""
    known = comparison.read_comparisons()
    if options.compare:
        return [one for one in known if one.name in options.compare]
    return [one for one in known if one.smoke or not options.smoke]


def compare(options, folder):
    """The entries of all comparisons, printed as they come."""
    bench = comparison.Bench(options.build / "bench" / "basin_bench", folder, options.core, tuple(options.kernels),
                             sys.executable)
    entries = []
    for one in chosen(options):
        rate = None
        if one.task:
            subprocess.run([options.build / "bench" / "basin_tasks", one.task, folder / one.task], check=True)
            rate = json.loads((folder / one.task / "task.json").read_text())["learning_rate"]
        entries.append(comparison.measure(one, bench, 1 if options.smoke else options.rounds, rate))
        print(tables.comparison(entries[-1], options.smoke), flush=True)
    return entries


def merged(results, file):
    """The results with those parts of an older file that were not measured now, if it is of the same code and machine."""
    try:
        old = json.loads(file.read_text())
    except (OSError, json.JSONDecodeError):
        return results
    same = all(old.get("measured", {}).get(key) == results["measured"][key] for key in ("code", "native", "processor"))
    if not same or old.get("format") != results["format"]:
        return results
    ours = {entry["name"]: entry for entry in old.get("comparisons", []) + results.get("comparisons", [])}
    if ours:
        order = [one.name for one in comparison.read_comparisons()]
        results["comparisons"] = [ours[name] for name in order if name in ours]
    return {**old, **results}


def measure(options):
    """What was asked for, as the results' JSON has it."""
    parts = ["comparisons"] if options.smoke or options.compare else options.only or list(PARTS)
    code, native = code_and_native(options.build)
    results = {"format": 1, "measured": machine.summary(code, native)}
    if results["measured"]["load"] > 0.5:
        print(f"something else is running here (load {results['measured']['load']}): ratios will scatter")
    with tempfile.TemporaryDirectory(prefix="basin_bench_") as folder:
        if "comparisons" in parts:
            results["comparisons"] = compare(options, pathlib.Path(folder))
        if "growth" in parts:
            results["growth"] = growth.measure(options.build / "bench" / "basin_bench", options.core)
            print(tables.growth(results["growth"]), flush=True)
        if "tier" in parts:
            results["tier"] = tier.measure(options.build / "basin", options.data, folder)
            print(tables.tier(results["tier"]), flush=True)
    return results


def require_peers():
    """Leaves with 77 where the peers cannot run."""
    missing = [name for name in ("numpy", "torch") if importlib.util.find_spec(name) is None]
    if missing:
        print(f"bench: {sys.executable} has no {' and no '.join(missing)}; bench/run.sh installs them")
        sys.exit(77)


def main():
    options = arguments()
    require_peers()
    try:
        results = measure(options)
    except sides.Failed as error:
        print(f"bench: {error}", file=sys.stderr)
        return 3
    unequal = [entry["name"] for entry in results.get("comparisons", [])
               if not all(found["equal"] for found in entry["agreement"])]
    if not options.smoke:
        options.out.write_text(json.dumps(merged(results, options.out), indent=1) + "\n", encoding="utf-8")
        print(f"{options.out}; basin report --benchmarks shows it")
    if unequal:
        print(f"bench: both sides did not reach the same in {', '.join(unequal)}", file=sys.stderr)
    return 1 if unequal else 0


if __name__ == "__main__":
    sys.exit(main())
