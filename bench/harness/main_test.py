"""The call as a whole, with nothing measured."""
import contextlib
import io
import json
import pathlib
import tempfile
import unittest
from unittest import mock

from harness import __main__ as call
from harness import sides, tables


def entry(name, ratio=20.0, equal=True):
    return {"name": name, "title": "T", "case": "c", "against": "p", "rounds": 1, "ratio": ratio, "lowest": ratio,
            "highest": ratio, "goal": 14.0, "sense": "at_least", "met": ratio >= 14, "ours": 0.01, "theirs": 0.2,
            "kernels": "", "agreement": [{"quantity": "loss", "ours": 1.0, "theirs": 1.0 if equal else 2.0,
                                          "tolerance": 0.1, "equal": equal}], "note": ""}


class CallTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name) / "results.json"
        (pathlib.Path(folder.name) / "bench").mkdir()
        (pathlib.Path(folder.name) / "bench" / "basin_bench").touch()
        self.measured = {"code": "abc", "native": True, "processor": "P", "python": "3", "torch": "1", "numpy": "1",
                         "load": 0.0}

    def run_with(self, *arguments, compared=(), grown=(), tiers=()):
        """The exit code and what was printed, where the parts give what is said; one that is an exception is raised."""
        said = io.StringIO()
        words = ["run.sh", "--out", str(self.out), "--build", str(self.out.parent), *arguments]

        def compare(*_):
            for one in compared:
                if isinstance(one, Exception):
                    raise one
                yield one

        with mock.patch.object(call, "compare", compare), mock.patch.object(call, "require_peers"), \
                mock.patch.object(call, "code_and_native"), \
                mock.patch.object(call.machine, "summary", return_value=self.measured), \
                mock.patch.object(call.growth, "measure", side_effect=[grown]), \
                mock.patch.object(call.tier, "measure", side_effect=[tiers]), \
                mock.patch.object(call.tables, "tier"), mock.patch("sys.argv", words), \
                contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            return call.main(), said.getvalue()

    def results(self):
        return json.loads(self.out.read_text(encoding="utf-8"))

    def names(self):
        return [one["name"] for one in self.results()["comparisons"]]

    def test_results_are_written(self):
        code, _ = self.run_with(compared=[entry("flow")], tiers={"tier": "quick"})
        self.assertEqual(code, 0)
        self.assertEqual(self.names(), ["flow"])
        self.assertEqual((self.results()["growth"], self.results()["tier"]["tier"]), ([], "quick"))

    def test_parts_of_the_same_code_and_machine_are_kept(self):
        self.run_with("--only", "comparisons", compared=[entry("spectra")])
        self.run_with("--only", "growth")
        self.run_with("--only", "comparisons", compared=[entry("flow")])
        self.assertEqual(self.names(), ["flow", "spectra"])
        self.assertIn("growth", self.results())

    def test_parts_of_others_are_not(self):
        for other in ({"code": "def"}, {"torch": "2"}, {"processor": "Q"}, {"native": False}):
            with self.subTest(other):
                self.out.unlink(missing_ok=True)
                self.run_with("--only", "comparisons", compared=[entry("spectra")])
                with mock.patch.dict(self.measured, other):
                    self.run_with("--only", "comparisons", compared=[entry("flow")])
                self.assertEqual(self.names(), ["flow"])

    def test_nothing_is_kept_of_code_that_no_commit_has(self):
        self.measured["code"] = "abc-dirty"
        self.run_with("--only", "comparisons", compared=[entry("spectra")])
        self.run_with("--only", "comparisons", compared=[entry("flow")])
        self.assertEqual(self.names(), ["flow"])

    def test_an_old_file_that_is_none_is_replaced(self):
        for old in ("[]", "{", "null", '{"format": 1, "measured": []}'):
            self.out.write_text(old, encoding="utf-8")
            self.run_with("--only", "comparisons", compared=[entry("flow")])
            self.assertEqual(self.names(), ["flow"])

    def test_what_fails_costs_no_more_than_itself(self):
        code, said = self.run_with(compared=[entry("flow"), sides.Failed("basin_bench: ended with 1")])
        self.assertEqual((code, said.strip()), (3, "bench: basin_bench: ended with 1"))
        self.assertEqual(self.names(), ["flow"])

    def test_unequal_results_are_written_and_said(self):
        code, said = self.run_with("--only", "comparisons", compared=[entry("flow", equal=False)])
        self.assertEqual(code, 1)
        self.assertIn("did not reach the same in flow", said)
        self.assertEqual(self.names(), ["flow"])

    def test_numbers_that_are_none_become_null(self):
        self.run_with("--only", "comparisons", compared=[entry("flow", ratio=float("nan"))])
        self.assertIsNone(self.results()["comparisons"][0]["ratio"])

    def test_a_smoke_run_writes_nothing(self):
        self.assertEqual(self.run_with("--smoke", compared=[entry("flow")])[0], 0)
        self.assertEqual(self.run_with("--smoke", compared=[entry("flow", equal=False)])[0], 1)
        self.assertFalse(self.out.exists())

    def test_wrong_words_leave_with_2_before_the_work(self):
        for words in (["--rounds", "0"], ["--compare", "nope"], ["--core", "4096"], ["--record"], ["--kernels"],
                      ["--compare", "flow", "--only", "growth"], ["--out", "/no/such/folder/x.json"],
                      ["--build", "/no/such/folder"]):
            with self.subTest(words), self.assertRaises(SystemExit) as left:
                self.run_with(*words, compared=[AssertionError("measured")])
            self.assertEqual(left.exception.code, 2)

    def test_times_have_a_unit_that_fits(self):
        for seconds, text in ((4e-4, "400 us"), (0.0123, "12.3 ms"), (1.31, "1.31 s"), (348, "5.8 min"),
                              (6620, "1.84 h")):
            self.assertEqual(tables.seconds_text(seconds), text)

    def test_lines_name_ratio_goal_and_agreement(self):
        self.assertIn("ratio 20 (20 to 20 in 1 rounds); wanted at least 14: met", tables.comparison(entry("flow")))
        self.assertIn("MISSED", tables.comparison(entry("flow", ratio=3.0)))
        self.assertIn("loss NOT EQUAL to 0.5", tables.comparison(entry("flow", equal=False)))


if __name__ == "__main__":
    unittest.main()
