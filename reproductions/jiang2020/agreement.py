"""The table "flow against descent" of this folder's README: largest |eigenvalue| by gradient flow minus that by gradient
descent with small steps, seed by seed.

Usage: python3 reproductions/jiang2020/agreement.py build/release/basin [--seeds 1..8] [--store FILE]
"""
import argparse
import csv
import io
import subprocess


def rows(options, **setting):
    command = [options.program, "run", "jiang2020.radius_sweep", "--csv", "-", "--quiet", "--seeds", options.seeds]
    if options.store:
        command += ["--store", options.store]
    for name, value in setting.items():
        command += ["--set", f"{name}={value}"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return list(csv.DictReader(io.StringIO(text)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--seeds", default="1..8")
    parser.add_argument("--store")
    options = parser.parse_args()
    print("| n | radius | descent, mean | flow, mean | largest difference of a seed | descent steps | flow steps |")
    print("|---|---|---|---|---|---|---|")
    worst = 0.0
    for examples in (2, 5, 10):
        for radius in (1, 10, 30):
            common = dict(examples=examples, radius=radius, width=1000)
            descent = rows(options, engine="descent", precision="double", lr=0, **common)
            flow = rows(options, engine="flow", **common)
            column = "spectral_radius_mean"
            pairs = [(float(d[column]), float(f[column])) for d, f in zip(descent, flow, strict=True)]
            if not all(float(row["converged"]) for row in descent + flow):
                raise SystemExit(f"a run with {common} did not converge")
            largest = max((f - d for d, f in pairs), key=abs)
            worst = max(worst, abs(largest))
            count = len(pairs)
            steps = [sum(float(r["steps"]) for r in runs) / count for runs in (descent, flow)]
            print(f"| {examples} | {radius} | {sum(d for d, _ in pairs) / count:.4f} | "
                  f"{sum(f for _, f in pairs) / count:.4f} | {largest:+.4f} | {steps[0]:.0f} | {steps[1]:.0f} |",
                  flush=True)
    print(f"\nLargest difference of all: {worst:.4f}")


if __name__ == "__main__":
    main()
