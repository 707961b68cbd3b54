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

    def run_with(self, found, *arguments):
        """The exit code and what was printed, where measuring gives `found`."""
        said = io.StringIO()
        words = ["run.sh", "--out", str(self.out), "--build", str(self.out.parent), *arguments]
        with mock.patch.object(call, "measure", **found), mock.patch.object(call, "require_peers"), \
                mock.patch("sys.argv", words), \
                contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            return call.main(), said.getvalue()

    def results(self, *entries, code="abc", **parts):
        return {"format": 1, "measured": {"code": code, "native": True, "processor": "P"},
                "comparisons": list(entries), **parts}

    def test_results_are_written(self):
        code, _ = self.run_with({"return_value": self.results(entry("flow"))})
        self.assertEqual(code, 0)
        self.assertEqual(json.loads(self.out.read_text())["comparisons"][0]["name"], "flow")

    def test_parts_of_the_same_code_are_kept_and_others_not(self):
        self.out.write_text(json.dumps(self.results(entry("spectra"), growth=[{"name": "g"}])))
        self.run_with({"return_value": self.results(entry("flow"))})
        kept = json.loads(self.out.read_text())
        self.assertEqual([one["name"] for one in kept["comparisons"]], ["flow", "spectra"])
        self.assertEqual(kept["growth"], [{"name": "g"}])
        self.run_with({"return_value": self.results(entry("flow"), code="def")})
        self.assertEqual([one["name"] for one in json.loads(self.out.read_text())["comparisons"]], ["flow"])
        self.assertNotIn("growth", json.loads(self.out.read_text()))

    def test_unequal_results_are_written_and_said(self):
        code, said = self.run_with({"return_value": self.results(entry("flow", equal=False))})
        self.assertEqual(code, 1)
        self.assertIn("did not reach the same in flow", said)
        self.assertTrue(self.out.exists())

    def test_a_smoke_run_writes_nothing(self):
        code, _ = self.run_with({"return_value": self.results(entry("flow"))}, "--smoke")
        self.assertEqual(code, 0)
        self.assertFalse(self.out.exists())

    def test_a_side_that_fails_is_a_sentence(self):
        code, said = self.run_with({"side_effect": sides.Failed("basin_bench: ended with 1")})
        self.assertEqual((code, said.strip()), (3, "bench: basin_bench: ended with 1"))

    def test_wrong_words_leave_with_2_before_the_work(self):
        for words in (["--rounds", "0"], ["--compare", "nope"], ["--core", "4096"], ["--record"],
                      ["--out", "/no/such/folder/x.json"], ["--build", "/no/such/folder"]):
            with self.subTest(words), self.assertRaises(SystemExit) as left:
                self.run_with({"side_effect": AssertionError("measured")}, *words)
            self.assertEqual(left.exception.code, 2)

    def test_lines_name_ratio_goal_and_agreement(self):
        self.assertIn("ratio 20 (20 to 20 in 1 rounds); wanted at least 14: met", tables.comparison(entry("flow")))
        self.assertIn("MISSED", tables.comparison(entry("flow", ratio=3.0)))
        self.assertIn("loss NOT EQUAL to 0.5", tables.comparison(entry("flow", equal=False)))


if __name__ == "__main__":
    unittest.main()
