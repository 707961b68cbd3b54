"""Training steps a second: basin beside eager PyTorch, alternating in one run, each on one core.

Usage: python3 bench/peers/compare.py build/release/bench/basin_bench [--rounds 5] [--only batches] [--python python3]
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

# Each peer script: our benchmark, the argument that tells its cases apart, and the ratio wanted of each case.
PEERS = {
    "descent": ("descent", "examples", {"1": 10.0, "5": 5.0, "20": 3.0}),
    "batches": ("batch_epochs", "width", {"128": 3.0, "64": None, "32": None}),
}


def environment(coretype=""):
    one_thread = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    one_thread.pop("OPENBLAS_CORETYPE", None)
    if coretype:
        one_thread["OPENBLAS_CORETYPE"] = coretype
    return one_thread


def answer(command, coretype=""):
    report = subprocess.run(command, check=True, capture_output=True, text=True, env=environment(coretype))
    return json.loads(report.stdout)


def basin(program, benchmark, case):
    report = answer([program, f"--benchmark_filter=^{benchmark}/", "--benchmark_format=json",
                     "--benchmark_min_time=0.3"])
    return {b["name"].split(f"{case}:")[1].split("/")[0]: b["items_per_second"] for b in report["benchmarks"]}


def torch(python, script, coretype):
    return answer([python, str(pathlib.Path(__file__).with_name(f"{script}.py"))], coretype)


def compare(peer, options):
    benchmark, case, targets = PEERS[peer]
    ours = {n: [] for n in targets}
    theirs = {(n, c): [] for n in targets for c in options.coretypes}
    for _ in range(options.rounds):
        for n, rate in basin(options.program, benchmark, case).items():
            ours[n].append(rate)
        for coretype in options.coretypes:
            for n, rate in torch(options.python, peer, coretype).items():
                theirs[n, coretype].append(rate)
    for n, target in targets.items():
        best = max(options.coretypes, key=lambda c: statistics.median(theirs[n, c]))
        ratio = statistics.median(ours[n]) / statistics.median(theirs[n, best])
        detail = ", ".join(f"{c or 'as found'} {statistics.median(theirs[n, c]):.0f}" for c in options.coretypes)
        wanted = f" (target {target:.0f})" if target else ""
        print(f"{peer}, {case} {n:>3}: basin {statistics.median(ours[n]):.0f} steps/s, PyTorch {detail}; "
              f"ratio to the fastest {ratio:.1f}{wanted}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=sorted(PEERS), action="append")
    parser.add_argument("--python", default="/usr/bin/python3", help="an interpreter that has torch")
    parser.add_argument("--coretypes", nargs="*", default=["", "Haswell", "SkylakeX"])
    options = parser.parse_args()
    for peer in options.only or PEERS:
        compare(peer, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
