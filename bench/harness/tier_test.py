"""tier.py with a program that only pretends to be basin."""
import json
import pathlib
import stat
import sys
import tempfile
import unittest

from harness import sides, tier

# Writes what PLAN says for its number of jobs, and keeps what it was called with.
PRETENDED = """#!{python}
import json, pathlib, sys, time
here = pathlib.Path(__file__).parent
arguments = sys.argv[1:]
def of(option):
    return arguments[arguments.index(option) + 1]
plan = json.loads((here / "plan.json").read_text())[of("--jobs")]
with open(here / "calls.txt", "a") as calls:
    print(json.dumps([*arguments, "empty" if not pathlib.Path(of("--store")).exists() else "used"]), file=calls)
pathlib.Path(of("--store")).write_text("runs")
time.sleep(plan["sleep"])
memory = bytearray(plan["mib"] << 20)
memory[::4096] = b"1" * len(memory[::4096])
print("a table that nobody reads")
if plan["document"] is not None:
    pathlib.Path(of("--json")).write_text(plan["document"])
print("first line\\n" + plan["error"], file=sys.stderr)
sys.exit(plan["exit"])
"""


def claim(name, seconds=1.0, verdict="reproduced", mean=0.25, runs=3):
    return {"id": name, "verdict": verdict, "evidence": f"mean {mean}", "arms": [{"mean": mean}],
            "runs": {"stored": runs, "missing": 0, "seconds": seconds}}


def document(*claims, jobs=1, skipped=0):
    return json.dumps({"schema": 1, "provenance": {"jobs": jobs}, "claims": claims,
                       "runs": {"computed": 6, "reused": 0, "skipped": skipped,
                                "skip_reason": "no CIFAR-10" if skipped else None}})


class Tier(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.here = pathlib.Path(scratch.name)
        self.stores = self.here / "stores"
        self.stores.mkdir()
        self.basin = self.here / "basin"
        self.basin.write_text(PRETENDED.replace("{python}", sys.executable), encoding="utf-8")
        self.basin.chmod(self.basin.stat().st_mode | stat.S_IXUSR)
        self.plan = {str(jobs): {"sleep": 0.0, "mib": 0, "error": "", "exit": 0,
                                 "document": document(claim("a.x", 1.0 * jobs), claim("a.y", 2.5), jobs=jobs)}
                     for jobs in (1, 2)}

    def measure(self, **options):
        (self.here / "plan.json").write_text(json.dumps(self.plan), encoding="utf-8")
        return tier.measure(self.basin, options.pop("data", "DATA"), self.stores, **options)

    def calls(self):
        return [json.loads(line) for line in (self.here / "calls.txt").read_text(encoding="utf-8").splitlines()]

    def test_entry(self):
        self.plan["1"]["sleep"], self.plan["2"]["mib"] = 0.3, 100
        entry = self.measure()
        self.assertEqual(set(entry), {"tier", "claims", "runs", "seconds", "peak_memory_mib", "speed_up", "goal", "met",
                                      "processor_seconds", "note"})
        self.assertEqual((entry["tier"], entry["claims"], entry["runs"]), ("quick", 2, 6))
        self.assertEqual(entry["note"], tier.note({"skipped": 0}, entry["speed_up"]))
        self.assertGreater(entry["seconds"]["1"], 0.3)
        self.assertEqual(entry["speed_up"], entry["seconds"]["1"] / entry["seconds"]["2"])
        self.assertEqual(entry["met"], entry["speed_up"] >= 1.8)
        self.assertGreater(entry["peak_memory_mib"]["2"], 100.0)
        self.assertLess(entry["peak_memory_mib"]["2"], 300.0)
        self.assertLess(entry["peak_memory_mib"]["1"], entry["peak_memory_mib"]["2"] - 50.0)
        self.assertEqual(entry["processor_seconds"], [{"claim": "a.y", "seconds": 2.5, "runs": 3},
                                                      {"claim": "a.x", "seconds": 1.0, "runs": 3}])

    def test_how_it_is_called(self):
        self.measure(tier="full", claims=["a.*", "b"])
        one, two = self.calls()
        self.assertEqual(one[:7], ["verify", "a.*", "b", "--tier", "full", "--quiet", "--jobs"])
        self.assertEqual((one[7], two[7]), ("1", "2"))
        self.assertEqual((one[-1], two[-1]), ("empty", "empty"))
        self.assertIn("--data", one)
        self.assertNotEqual(one[one.index("--store") + 1], two[two.index("--store") + 1])
        self.assertEqual(list(self.stores.iterdir()), [])
        self.measure(data=None)
        self.assertNotIn("--data", self.calls()[-1])

    def test_one_number_of_cores_has_no_speed_up(self):
        entry = self.measure(jobs=(2,))
        self.assertEqual((entry["speed_up"], entry["met"], list(entry["seconds"])), (None, None, ["2"]))

    def test_skipped_and_different_are_results(self):
        for code in (1, 77):
            for jobs in (1, 2):
                self.plan[str(jobs)].update(exit=code, document=document(
                    claim("a.x"), claim("a.z", verdict="skipped", runs=0), jobs=jobs, skipped=4))
            entry = self.measure()
            self.assertEqual(entry["claims"], 1)
            self.assertIn("4 runs were skipped: no CIFAR-10", entry["note"])

    def test_note(self):
        for speed_up in (None, 0.9, 2.0):
            self.assertEqual(tier.note({"skipped": 0}, speed_up), "One call each.")
        self.assertIn("cannot be more than twice as fast", tier.note({"skipped": 0}, 2.01))

    def test_what_depends_on_the_number_of_cores(self):
        for other in (claim("a.x", verdict="contradicted"), claim("a.x", mean=0.2500000001), claim("a.x", runs=2)):
            self.plan["2"]["document"] = document(other, claim("a.y", 2.5), jobs=2)
            with self.assertRaisesRegex(sides.Failed, "^a.x: not the same with 1 and 2 runs at once"):
                self.measure()
        self.plan["2"]["document"] = document(claim("a.x"), jobs=2)
        with self.assertRaisesRegex(sides.Failed, "^a.y: not the same"):
            self.measure()
        self.assertNotEqual(list(self.stores.iterdir()), [])

    def test_failures(self):
        for code in (2, 3):
            self.plan["1"].update(exit=code, error="basin: the disk is full")
            with self.assertRaisesRegex(sides.Failed, rf"ended with {code} \(basin: the disk is full\)"):
                self.measure()
        self.plan["1"].update(exit=0, document=None)
        with self.assertRaisesRegex(sides.Failed, "wrote no JSON"):
            self.measure()
        self.plan["1"]["document"] = "{"
        with self.assertRaisesRegex(sides.Failed, "wrote no JSON"):
            self.measure()


if __name__ == "__main__":
    unittest.main()
