#!/usr/bin/env python3
"""Killed at any moment, nothing is lost but the runs in flight: killed_run.py PROGRAM CLAIMS

Verifies a few claims three times: undisturbed on one worker, killed again and again on two, and on eight. The stored
numbers must be the same bit for bit, the verdicts the same, and the last call must compute what was missing and no
more.
"""
import os
import pathlib
import pty
import re
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time

SELECTION = ["jiang2020.linear_region"]
STEPS = [0, 1, 12, 40, 90, 5]  # a call is killed when it has stored so many runs; 0: as soon as its process is there
JOBS = 2
PATIENCE = 100  # seconds for one call, so that a program that hangs is told from a slow one


def rows_of(store):
    """(experiment, setting, seed, column) -> bits of the value; in the order in which the runs were stored."""
    database = sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=30)
    try:
        query = ('SELECT experiment, setting, seed, fingerprint, position, "column", value FROM run JOIN value'
                 " ON run.id = value.run ORDER BY run.id, position")
        rows = {}
        for *key, value in database.execute(query):
            rows[tuple(key)] = None if value is None else struct.pack("<d", value)
        return rows
    finally:
        database.close()


def runs_of(rows):
    return list(dict.fromkeys(key[:4] for key in rows))


def count(store):
    """How many runs are stored; 0 where there is no store yet."""
    try:
        database = sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=1)
        try:
            return database.execute("SELECT count(*) FROM run").fetchone()[0]
        finally:
            database.close()
    except sqlite3.OperationalError:
        return 0


class Verify:
    """Calls of `basin verify` on the selection, with stores in one folder."""

    def __init__(self, program, claims, folder):
        self.program, self.claims, self.folder = program, claims, folder

    def store(self, name):
        return self.folder / f"{name}.sqlite"

    def command(self, name, jobs):
        return [self.program, "verify", *SELECTION, "--claims", self.claims, "--store", str(self.store(name)), "--jobs",
                str(jobs)]

    def finish(self, name, jobs):
        """The verdict table, and how many runs were computed and reused."""
        answer = subprocess.run(self.command(name, jobs), capture_output=True, text=True, timeout=PATIENCE,
                                cwd=self.folder)
        closing = re.search(r"^(.*); (\d+) runs computed, (\d+) reused, [^,]*$", answer.stdout, flags=re.MULTILINE)
        if answer.returncode not in (0, 1) or not closing:
            sys.exit(f"basin verify exits {answer.returncode}: {answer.stdout}{answer.stderr}")
        table = answer.stdout[:closing.start()] + closing[1]
        return table, int(closing[2]), int(closing[3])

    def kill(self, name, step):
        """Kills a call `step` runs after its start: (whether it was still at work, runs its progress bar counted)."""
        before = count(self.store(name))
        ours, theirs = terminal()
        process = subprocess.Popen(self.command(name, JOBS), stdout=subprocess.DEVNULL, stderr=theirs, cwd=self.folder)
        os.close(theirs)
        drawn = bytearray()
        reader = threading.Thread(target=drain, args=(ours, drawn), daemon=True)
        reader.start()
        give_up = time.monotonic() + PATIENCE
        while process.poll() is None and count(self.store(name)) < before + step and time.monotonic() < give_up:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        code = process.wait()
        reader.join()
        os.close(ours)
        bars = re.findall(rb" (\d+)/\d+ ", drawn)
        return code == -signal.SIGKILL, int(bars[-1]) if bars else 0


def terminal():
    """Both ends of a terminal, on which the bar is drawn ten times a second, or of a pipe where there is none (a container
    without /dev/pts): progress is then told seldom, and lost runs show as gaps in the order of work only."""
    try:
        return pty.openpty()
    except OSError:
        return os.pipe()


def drain(descriptor, into):
    """Reads until the other end is closed, which Linux reports as an error where it is a terminal."""
    try:
        while data := os.read(descriptor, 65536):
            into += data
    except OSError:
        pass


def check_kills(verify, order):
    """Kills calls on store b after each of STEPS; gives back what is wrong and how many kills hit."""
    wrong, hits = [], 0
    rows = {}
    for step in STEPS:
        before = rows
        was_at_work, counted = verify.kill("b", step)
        if not was_at_work:
            continue
        hits += 1
        rows = rows_of(verify.store("b")) if count(verify.store("b")) else {}
        gained = len(runs_of(rows)) - len(runs_of(before))
        print(f"killed after {gained} of {len(order)} runs; {len(runs_of(rows))} are stored")
        if any(rows.get(key, "none") != value for key, value in before.items()):
            wrong.append("a kill changed or lost runs that were stored before")
        if counted - gained > JOBS:
            wrong.append(f"{counted} runs were counted as done, but {gained} are stored: more than {JOBS} are lost")
        if not before and rows:
            # Nothing was ever timed: the order is that of the undisturbed call, and a gap in it a run that was begun.
            places = [order.index(run) for run in runs_of(rows)]
            gaps = max(places) + 1 - len(places)
            if gaps > JOBS:
                wrong.append(f"{gaps} runs were begun and not stored; at most {JOBS} may be in flight")
    return wrong, hits


def differences(name, rows, expected):
    more, less = rows.keys() - expected.keys(), expected.keys() - rows.keys()
    if more or less:
        yield f"store {name} has {len(more)} values too many and lacks {len(less)}"
    other = [key for key in rows.keys() & expected.keys() if rows[key] != expected[key]]
    if other:
        yield f"store {name} has {len(other)} other values, such as {min(other)}"


def main():
    if len(sys.argv) != 3 or not pathlib.Path(sys.argv[1]).is_file() or not pathlib.Path(sys.argv[2]).is_dir():
        print(__doc__)
        return 2
    program, claims = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="basin_killed_run_") as folder:
        verify = Verify(program, claims, pathlib.Path(folder))
        table, computed, reused = verify.finish("a", 1)
        rows = rows_of(verify.store("a"))
        order = runs_of(rows)
        wrong = []
        if computed != len(order) or reused != 0:
            wrong.append(f"{computed} runs were computed and {reused} reused where {len(order)} are stored")
        if len(order) < 2 * sum(STEPS):
            wrong.append(f"{len(order)} runs are too few to be interrupted {len(STEPS)} times")

        found, hits = check_kills(verify, order)
        wrong += found
        stored = count(verify.store("b"))
        if hits < 3 or stored == 0:
            wrong.append(f"only {hits} kills hit a call at work, with {stored} runs stored: nothing was tested")
        for name, jobs, present in (("b", JOBS, stored), ("c", 8, 0), ("b", 8, len(order))):
            one_table, computed, reused = verify.finish(name, jobs)
            print(f"store {name} on {jobs} workers: {computed} runs computed, {reused} reused")
            if (computed, reused) != (len(order) - present, present):
                wrong.append(f"store {name} had {present} of {len(order)} runs; {computed} computed, {reused} reused")
            if one_table != table:
                wrong.append(f"store {name} gives other verdicts:\n{one_table}\ninstead of\n{table}")
            wrong += differences(name, rows_of(verify.store(name)), rows)
    for mistake in wrong:
        print(mistake)
    print(f"{len(order)} runs, {len(rows)} values, {hits} kills, {len(wrong)} mistakes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
