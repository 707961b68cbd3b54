#!/usr/bin/env python3
"""The program starts light: start_up.py PROGRAM

`list`, `show` and `judge` must map neither LibTorch nor a linear algebra library: these cost a start tens of
milliseconds to half a second. The loader says what it maps. Times are printed and decide nothing.
"""
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

CLAIM = "jiang2020.linear_region.two_examples"
EXPERIMENT = "jiang2020.linear_region"
HEAVY = re.compile(r"lib(basin_torch|torch|c10|mkl|cuda|openblas|blas|lapack|atlas|armadillo|gomp|omp)")
REPEATS = 5
SKIPPED = 77


def call(program, folder, arguments, environment=None):
    return subprocess.run([program, *arguments, "--store", "store.sqlite"], cwd=folder, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, env={**os.environ, **(environment or {})})


def mapped(program, folder, arguments):
    """The call's answer and the file names of the libraries that the loader initialised for it."""
    answer = call(program, folder, arguments, {"LD_DEBUG": "files", "LD_DEBUG_OUTPUT": str(folder / "loader")})
    libraries = set()
    for log in folder.glob("loader*"):
        found = re.findall(r"calling init: (\S+)", log.read_text(errors="replace"))
        libraries |= {pathlib.Path(name).name for name in found}
        log.unlink()
    return answer, libraries


def milliseconds(program, folder, arguments):
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        call(program, folder, arguments)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main():
    if len(sys.argv) != 2 or not pathlib.Path(sys.argv[1]).is_file():
        print(__doc__)
        return 2
    program = str(pathlib.Path(sys.argv[1]).resolve())
    wrong = []
    with tempfile.TemporaryDirectory(prefix="basin_start_up_") as top:
        folder = pathlib.Path(top)
        prepared = call(program, folder, ["verify", CLAIM, "--jobs", "1"])
        if prepared.returncode not in (0, 1):
            print(f"the store cannot be prepared: {prepared.stderr.strip()}")
            return 1
        for arguments in (["list"], ["show", CLAIM], ["show", EXPERIMENT], ["judge", CLAIM]):
            name = " ".join(arguments)
            answer, libraries = mapped(program, folder, arguments)
            if not libraries:
                print("the loader does not say what it maps (LD_DEBUG); nothing can be checked")
                return SKIPPED
            heavy = sorted(library for library in libraries if HEAVY.match(library))
            if answer.returncode != prepared.returncode * (arguments[0] == "judge") or not answer.stdout:
                wrong.append(f"{name}: exits {answer.returncode}: {answer.stderr.strip()}")
            if heavy:
                wrong.append(f"{name}: maps {', '.join(heavy)}")
            print(f"{name}: {milliseconds(program, folder, arguments):.1f} ms, {len(libraries)} libraries")

        # What the check must be able to see: an engine that is opened on first use.
        torch = ["run", EXPERIMENT, "--set", "engine=torch", "--set", "max_steps=1"]
        answer, libraries = mapped(program, folder, torch)
        heavy = [library for library in libraries if HEAVY.match(library)]
        if answer.returncode == 0 and not heavy:
            wrong.append("engine=torch ran, and no LibTorch was seen: this check is blind")
        print(f"engine=torch: {f'{len(heavy)} heavy libraries seen' if heavy else answer.stderr.strip()}")
    for mistake in wrong:
        print(mistake)
    print(f"{len(wrong)} mistakes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
