"""Descent steps a second: basin beside eager PyTorch, alternating in one run, each on one core.

Usage: python3 bench/peers/compare.py build/release/bench/basin_bench [--rounds 5] [--python python3]
Needs python3-torch. PyTorch is run as it is and with OPENBLAS_CORETYPE for each kernel named by --coretypes, and the
fastest of them is what basin is compared with.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

EXAMPLES = ["1", "5", "20"]
TARGETS = {"1": 10.0, "5": 5.0, "20": 3.0}


def basin(program):
    command = [program, "--benchmark_filter=^descent/", "--benchmark_format=json", "--benchmark_min_time=0.3"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {b["name"].split("examples:")[1].split("/")[0]: b["items_per_second"] for b in report["benchmarks"]}


def torch(python, coretype):
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    environment.pop("OPENBLAS_CORETYPE", None)
    if coretype:
        environment["OPENBLAS_CORETYPE"] = coretype
    script = pathlib.Path(__file__).with_name("descent.py")
    return json.loads(
        subprocess.run([python, str(script)], check=True, capture_output=True, text=True, env=environment).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--python", default="/usr/bin/python3", help="an interpreter that has torch")
    parser.add_argument("--coretypes", nargs="*", default=["", "Haswell", "SkylakeX"])
    options = parser.parse_args()
    ours = {n: [] for n in EXAMPLES}
    theirs = {(n, c): [] for n in EXAMPLES for c in options.coretypes}
    for _ in range(options.rounds):
        for n, rate in basin(options.program).items():
            ours[n].append(rate)
        for coretype in options.coretypes:
            for n, rate in torch(options.python, coretype).items():
                theirs[n, coretype].append(rate)
    for n in EXAMPLES:
        best = max(options.coretypes, key=lambda c: statistics.median(theirs[n, c]))
        ratio = statistics.median(ours[n]) / statistics.median(theirs[n, best])
        detail = ", ".join(f"{c or 'as found'} {statistics.median(theirs[n, c]):.0f}" for c in options.coretypes)
        print(f"examples {n:>2}: basin {statistics.median(ours[n]):.0f} steps/s, PyTorch {detail}; "
              f"ratio to the fastest {ratio:.1f} (target {TARGETS[n]:.0f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
