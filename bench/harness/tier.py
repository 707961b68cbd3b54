"""Times `basin verify` of a whole tier from an empty store, on one core and on more, and compares what they found."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from harness import sides

GOAL = 1.8  # wanted of two cores over one
JUDGED = (0, 1, 77)  # as expected; a verdict differs; everything was skipped, its data not being there


def verify(basin, data, folder, cores, tier, claims):
    """One call, on so many cores, with a store and a document in `folder`, both new. Returns seconds on the wall, peak
    memory in MiB (the system's count begins with that of this process, which is small) and the document."""
    store, document, errors = (folder / f"{cores}.{ending}" for ending in ("sqlite", "json", "err"))
    pinned = ",".join(map(str, sorted(os.sched_getaffinity(0))[-cores:]))
    command = ["taskset", "-c", pinned, str(basin), "verify", *claims, "--tier", tier, "--quiet", "--jobs", str(cores),
               "--store", str(store), "--json", str(document)]
    if data is not None:
        command += ["--data", str(data)]
    with open(errors, "wb") as error_output:
        start = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=error_output) as process:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.monotonic() - start
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in JUDGED:
        said = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        last = said[-1] if said else "nothing on its error output"
        raise sides.Failed(f"{' '.join(command)}: ended with {process.returncode} ({last})")
    try:
        found = json.loads(document.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise sides.Failed(f"{' '.join(command)}: wrote no JSON ({error})") from error
    return seconds, usage.ru_maxrss / 1024.0, found


def verdicts(document):
    """What a document says of each claim, without what its runs took."""
    return {claim["id"]: dict(claim, runs=dict(claim["runs"], seconds=None)) for claim in document["claims"]}


def require_same(one, other):
    """Bits must not depend on the number of workers: every number of every claim is compared, not only the verdict."""
    first, second = verdicts(one), verdicts(other)
    differ = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    if differ:
        more = "" if len(differ) == 1 else f" and {len(differ) - 1} more"
        jobs = [document["provenance"]["jobs"] for document in (one, other)]
        raise sides.Failed(f"{differ[0]}{more}: not the same with {jobs[0]} and {jobs[1]} runs at once")


def measure(basin, data, folder, jobs=(1, 2), tier="quick", claims=()):
    """The page's entry. `data`: folder of data sets, None for the program's default; `folder`: where the stores may
    lie while it runs, which are left there where it fails; `claims`: patterns as of `basin verify`, empty for all."""
    jobs = [cores for cores in jobs if cores <= len(os.sched_getaffinity(0))]
    kept = pathlib.Path(tempfile.mkdtemp(prefix="tier_", dir=folder))
    calls = {cores: verify(basin, data, kept, cores, tier, claims) for cores in jobs}
    documents = [document for _, _, document in calls.values()]
    for other in documents[1:]:
        require_same(documents[0], other)
    shutil.rmtree(kept)

    seconds = {str(cores): call[0] for cores, call in calls.items()}
    speed_up = seconds["1"] / seconds["2"] if {"1", "2"} <= seconds.keys() else None
    ran = documents[0]["runs"]
    cost = [{"claim": claim["id"], "seconds": claim["runs"]["seconds"], "runs": claim["runs"]["stored"]}
            for claim in documents[0]["claims"] if claim["verdict"] != "skipped"]
    return {"tier": tier, "claims": len(cost), "runs": ran["computed"], "seconds": seconds,
            "peak_memory_mib": {str(cores): call[1] for cores, call in calls.items()},
            "speed_up": speed_up, "goal": GOAL, "met": None if speed_up is None else speed_up >= GOAL,
            "processor_seconds": sorted(cost, key=lambda claim: (-claim["seconds"], claim["claim"])),
            "note": note(ran, speed_up)}


def note(ran, speed_up):
    """What a reader must know of the numbers."""
    parts = ["One call each."]
    if speed_up is not None and speed_up > 2.0:
        parts.append("Two cores cannot be more than twice as fast as one: "
                     "the machine was slower while the first call ran.")
    if ran["skipped"]:
        parts.append(f"{ran['skipped']} runs were skipped: {ran['skip_reason']}")
    return " ".join(parts)
