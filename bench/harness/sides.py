"""Runs one side of a comparison: our Google Benchmark program, or a peer's script; on one core, with one thread."""
import json
import os
import pathlib
import subprocess
import sys

PEERS = pathlib.Path(__file__).resolve().parent.parent / "peers"


class Failed(Exception):
    """A side did not give what it was asked for; the text says what and why."""


def environment(kernels=""):
    """One thread in every library. `kernels`: the OpenBLAS kernels to use, "" for those it chooses itself."""
    variables = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1", LC_ALL="C.UTF-8")
    variables.pop("OPENBLAS_CORETYPE", None)
    if kernels:
        variables["OPENBLAS_CORETYPE"] = kernels
    return variables


def answer(command, core, kernels=""):
    """What a program that prints one JSON object printed, run on one core."""
    pinned = ["taskset", "-c", str(core), *command]
    done = subprocess.run(pinned, capture_output=True, text=True, env=environment(kernels), check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["nothing on its error output"])[-1]
        raise Failed(f"{' '.join(pinned)}: ended with {done.returncode} ({last})")
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError as error:
        raise Failed(f"{' '.join(pinned)}: printed what is no JSON ({error})") from error


def ours(program, name, core, seconds=0.3, kernels=""):
    """The benchmarks whose names fit the regular expression, as Google Benchmark reports them: `name`, `real_time` in
    `time_unit`, and their counters. Each is repeated until `seconds` have passed."""
    report = answer([str(program), f"--benchmark_filter={name}", "--benchmark_format=json",
                     f"--benchmark_min_time={seconds}"], core, kernels)
    benchmarks = report.get("benchmarks", [])
    if not benchmarks:
        raise Failed(f"{program}: has no benchmark that fits {name}")
    for benchmark in benchmarks:
        if benchmark.get("error_occurred"):
            raise Failed(f"{benchmark['name']}: {benchmark.get('error_message')}")
    return benchmarks


def seconds_of(benchmark):
    """The real time of one repetition."""
    return benchmark["real_time"] * {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}[benchmark["time_unit"]]


def theirs(script, arguments, core, kernels="", python=sys.executable):
    """What a script of bench/peers printed."""
    return answer([python, str(PEERS / script), *map(str, arguments)], core, kernels)
