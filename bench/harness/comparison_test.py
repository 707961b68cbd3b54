"""Comparisons with sides that answer what the test says."""
import pathlib
import unittest
from unittest import mock

from harness import comparison, sides

BENCH = pathlib.Path(__file__).resolve().parent.parent


def bench(*kernels):
    return comparison.Bench("basin_bench", pathlib.Path("tasks"), 1, kernels or ("",), "python3")


def made(**fields):
    words = {"name": "a", "title": "A", "case": "small", "against": "a peer", "ours": "train/a"}
    return comparison.Comparison(**{"task": "a", "script": "a.py", **words, **fields})


def our_answer(milliseconds, **counters):
    return [{"name": "train/a", "real_time": milliseconds, "time_unit": "ms", **counters}]


class FileTest(unittest.TestCase):
    def test_every_comparison_names_what_is_there(self):
        tasks = (BENCH / "tasks.cpp").read_text(encoding="utf-8")
        found = comparison.read_comparisons()
        self.assertEqual(len({one.name for one in found}), len(found))
        for one in found:
            with self.subTest(one.name):
                self.assertTrue(one.counters != bool(one.script))
                self.assertLessEqual(set(one.goal), {"at_least", "at_most"})
                self.assertLessEqual(len(one.goal), 1)
                self.assertEqual("at_most" in one.goal, one.counters)
                if one.script:
                    self.assertTrue((BENCH / "peers" / one.script).is_file())
                    self.assertIn(f'"{one.task}"', tasks)
                    self.assertIn(one.ours, (f"train/{one.task}", one.task))
                    self.assertTrue(one.agree)  # what is compared in speed is compared in results
                self.assertLessEqual(set(one.smoke.get("agree", [])), set(one.agree))
        self.assertGreaterEqual(len([one for one in found if one.smoke]), 4)


class MeasureTest(unittest.TestCase):
    def measured(self, one, ours, theirs=(), rounds=1, kernels=("",), **options):
        """The entry, and the order in which the sides were asked."""
        order = []
        answers, peers = iter(ours), iter(theirs)

        def ask_ours(*_, **__):
            order.append("A")
            return next(answers)

        def ask_theirs(_, arguments, __, used, ___):
            order.append(("B", used, *arguments[1:]))
            answer = next(peers)
            if isinstance(answer, Exception):
                raise answer
            return answer

        with mock.patch.object(sides, "ours", ask_ours), mock.patch.object(sides, "theirs", ask_theirs):
            return comparison.measure(one, bench(*kernels), rounds, **options), order

    def test_sides_take_turns_and_the_ratio_is_their_median(self):
        one = made(goal={"at_least": 30}, check=["--check"])
        entry, order = self.measured(one, [our_answer(10), our_answer(10), our_answer(10)],
                                     [{"seconds": 0.2}, {"seconds": 0.5}, {"seconds": 0.3}], rounds=3)
        self.assertEqual(order, ["A", ("B", "", "--check"), "A", ("B", ""), "A", ("B", "")])
        self.assertEqual([round(entry[key], 9) for key in ("ratio", "lowest", "highest")], [30, 20, 50])
        self.assertEqual((entry["goal"], entry["sense"], entry["met"]), (30, "at_least", entry["ratio"] >= 30))

    def test_a_missed_goal_is_missed(self):
        entry, _ = self.measured(made(goal={"at_least": 21}), [our_answer(10)], [{"seconds": 0.2}])
        self.assertIs(entry["met"], False)

    def test_without_a_goal_nothing_is_met(self):
        entry, _ = self.measured(made(), [our_answer(10)], [{"seconds": 0.2}])
        self.assertIsNone(entry["goal"])
        self.assertIsNone(entry["met"])

    def test_counters_stand_beside_their_bound(self):
        one = made(counters=True, goal={"at_most": 1})
        answers = [our_answer(1, step=step, bound=400.0) for step in (300.0, 500.0)]
        entry, order = self.measured(one, answers, rounds=2)
        self.assertEqual(order, ["A", "A"])
        self.assertAlmostEqual(entry["ratio"], 1.0)
        self.assertEqual((entry["sense"], entry["met"]), ("at_most", entry["ratio"] <= 1))
        self.assertAlmostEqual(entry["ours"], 4e-4)

    def test_the_fastest_kernels_are_those_of_the_comparison(self):
        one = made(calibrate=["--few"])
        tries = [{"seconds": 3.0}, {"seconds": 1.0}, sides.Failed("illegal instruction")] * 3
        entry, order = self.measured(one, [our_answer(10)], [*tries, {"seconds": 0.2}],
                                     kernels=("", "Haswell", "SkylakeX"))
        self.assertEqual(order[:3], [("B", "", "--few"), ("B", "Haswell", "--few"), ("B", "SkylakeX", "--few")])
        self.assertEqual(order[9:], ["A", ("B", "Haswell")])
        self.assertEqual(entry["kernels"], "Haswell")

    def test_kernels_that_all_fail_are_an_error(self):
        with self.assertRaisesRegex(sides.Failed, "no torch"):
            self.measured(made(), [], [sides.Failed("no torch")] * 6, kernels=("", "Haswell"))

    def test_times_and_steps_make_our_work_of_theirs(self):
        entry, _ = self.measured(made(times=100), [our_answer(10)], [{"seconds": 2.0}])
        self.assertAlmostEqual(entry["theirs"], 200.0)
        entry, _ = self.measured(made(steps_by_rate=True), [our_answer(10, time=60.0)],
                                 [{"seconds": 2.0, "steps": 4}], rate=3.0)
        self.assertAlmostEqual(entry["theirs"], 10.0)  # 20 steps of half a second

    def test_results_must_be_equal_and_there(self):
        one = made(agree={"loss": 0.01}, goal={"at_least": 20})  # speed counts only for the same result
        for theirs, equal in ((1.0, True), (1.009, True), (1.02, False), (float("nan"), False)):
            entry, _ = self.measured(one, [our_answer(10, loss=1.0)], [{"seconds": 1.0, "loss": theirs}])
            self.assertEqual((entry["agreement"][0]["equal"], entry["met"]), (equal, equal))
        for theirs in ({}, {"loss": None}):
            entry, _ = self.measured(one, [our_answer(10, loss=1.0)], [{"seconds": 1.0, **theirs}])
            self.assertEqual((entry["agreement"][0]["equal"], entry["met"]), (False, False))

    def test_one_unequal_round_is_enough(self):
        one = made(agree={"loss": 0.01, "early_loss": 0.01})
        for losses in ((1.0, 2.0, 1.0), (2.0, 1.0, 1.0), (1.0, 1.0, 2.0)):
            theirs = [{"seconds": 1.0, "loss": loss} for loss in losses]
            theirs[0]["early_loss"] = 3.0  # for `check`, in the first round
            entry, _ = self.measured(one, 3 * [our_answer(10, loss=1.0, early_loss=3.0)], theirs, rounds=3)
            self.assertEqual([found["equal"] for found in entry["agreement"]], [False, True])
            self.assertEqual(entry["agreement"][0]["theirs"], 2.0)

    def test_a_smoke_run_compares_what_it_is_told(self):
        one = made(agree={"loss": 0.01, "early_loss": 0.01}, smoke={"arguments": ["--few"], "agree": ["early_loss"]})
        with mock.patch.object(sides, "ours", return_value=our_answer(10, loss=1.0, early_loss=1.0)), \
                mock.patch.object(sides, "theirs", return_value={"seconds": 1.0, "early_loss": 1.5}) as peer:
            entry = comparison.try_once(one, bench())
        self.assertEqual(peer.call_args.args[1][1:], ["--few"])
        self.assertEqual([(found["quantity"], found["equal"]) for found in entry["agreement"]], [("early_loss", False)])


if __name__ == "__main__":
    unittest.main()
