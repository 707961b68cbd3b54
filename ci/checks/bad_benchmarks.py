"""Results of benchmarks as bench/run.sh writes them, made up, and cases of bad_input.py: results that are not."""
import json
import os

RESULTS = {
    "format": 1,
    "measured": {"date": "2026-11-22", "processor": "Xeon", "cores": 2, "native": True, "code": "0.1.0",
                 "python": "3.11.2", "torch": "1.13.1", "numpy": "1.24.2", "load": 0.12, "note": ""},
    "comparisons": [
        {"name": "flow", "title": "Gradient flow to loss 1e-7", "case": "dim 10, n = 5, width 1000",
         "against": "descent in eager PyTorch", "rounds": 5, "ratio": 12345.0, "lowest": 11000.0, "highest": 13000.0,
         "goal": 1000.0, "sense": "at_least", "met": True, "ours": 0.0011, "theirs": 13.58, "kernels": "SkylakeX",
         "agreement": [{"quantity": "loss", "ours": 9.8e-8, "theirs": 9.9e-8, "tolerance": 0.05, "equal": True}],
         "note": ""}],
    "growth": [
        {"name": "flow.width", "title": "A kernel step", "variable": "width", "points": [[1000, 0.01], [10000, 0.1]],
         "exponent": 0.98, "standard_error": 0.02, "operations": 0.99, "theory": 1.0, "note": ""}],
    "tier": {"tier": "quick", "claims": 191, "runs": 15037, "seconds": {"1": 1200.0, "2": 640.0},
             "peak_memory_mib": {"1": 300.0, "2": 520.0}, "speed_up": 1.875, "goal": 1.8, "met": True,
             "processor_seconds": [{"claim": "jiang2020.linear_region.gap", "seconds": 12.3, "runs": 27}], "note": ""},
}


def add_cases(case):
    good = json.dumps(RESULTS)

    def written(folder, data):
        (folder / "results.json").write_bytes(data if isinstance(data, bytes) else data.encode())

    def results_case(name, data, *says, more=()):
        case(f"benchmarks, {name}", ["report", "--out", "page", "--benchmarks", "results.json", *more],
             "results.json", *says, prepare=lambda folder: data(folder) if callable(data) else written(folder, data))

    def changed_case(name, old, new, *says):
        assert good.count(old) >= 1, f"the results have no {old!r}"
        results_case(name, good.replace(old, new, 1), *says)

    results_case("not there", lambda folder: None, "no such file")
    results_case("not there, of a dry run", lambda folder: None, "no such file", more=["--dry-run"])
    results_case("a folder", lambda folder: (folder / "results.json").mkdir(), "no regular file")
    results_case("a pipe", lambda folder: os.mkfifo(folder / "results.json"), "no regular file")
    results_case("a link to nothing", lambda folder: (folder / "results.json").symlink_to("nowhere"), "no such file")
    results_case("empty", "", "results.json:1: is no JSON")
    results_case("cut short", good[:-20], "is no JSON")
    results_case("two megabytes", good + " " * 2**21, "at most 1048576")
    results_case("NUL bytes", good.replace("Xeon", "X\0eon"), "0x00")
    results_case("not UTF-8", good.encode().replace(b"Xeon", b"X\xe4on"), "is no JSON in UTF-8")
    results_case("deep lists", "[" * 500000, "nested deeper")
    results_case("deep objects", '{"a":' * 100000, "nested deeper")
    results_case("a list", "[]", "array")
    results_case("no number", good.replace("12345.0", "NaN"), "is no JSON")
    results_case("a number too large", good.replace("12345.0", "1e400"), "no double can hold")
    results_case("many entries", json.dumps({**RESULTS, "growth": RESULTS["growth"] * 1001}), "growth", "at most 1000")
    changed_case("a newer format", '"format": 1', '"format": 2', "format")
    changed_case("a word for a number", "12345.0", '"12345"', "comparisons[0].ratio")
    changed_case("a number below 0", "12345.0", "-12345", "comparisons[0].ratio")
    changed_case("half a round", '"rounds": 5', '"rounds": 5.5', "comparisons[0].rounds")
    changed_case("a number for a word", '"Xeon"', "7", "measured.processor")
    changed_case("an unknown key", '"kernels"', '"kernals"', "kernals", "known: kernels")
    changed_case("a key of two lines", '"kernels"', '"ker\\nnels"', "comparisons[0]")
    changed_case("a key that is missing", '"rounds": 5, ', "", "comparisons[0].rounds", "missing")
    changed_case("a key twice", '"rounds": 5', '"rounds": 5, "rounds": 5', "'rounds'", "twice")
    changed_case("an unknown sense", "at_least", "atleast", "'atleast'", "known: at_least")
    changed_case("a goal that is not met", "12345.0", "999", "comparisons[0].met")
    changed_case("numbers that are not equal", "9.8e-08", "1", "agreement[0].equal")
    changed_case("no number of cores", '"1": 1200', '"many": 1200', "tier.seconds", "'many'")
    changed_case("points that are none", "[1000, 0.01]", "[1000]", "growth[0].points[0]")
