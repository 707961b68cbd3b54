"""The fit of growth.py on curves whose exponents are known, and what it says of measurements that are not whole."""
import math
import random
import unittest
from unittest import mock

from harness import growth, sides


def reported(name, seconds, **counters):
    """A benchmark as Google Benchmark reports it."""
    return {"name": name, "real_time": 1e3 * seconds, "time_unit": "ms", **counters}


def curve(name, variable, xs, exponent, factor=1e-6):
    return [reported(f"growth/{name}/{variable}:{x}", factor * x**exponent, operations=7.0 * x**2) for x in xs]


class Line(unittest.TestCase):
    def test_exact_powers(self):
        for exponent in (-1.0, 0.0, 0.5, 1.0, 2.0, 3.0):
            slope, error = growth.line([[x, 3e-5 * x**exponent] for x in (1, 2, 5, 10, 40)])
            self.assertAlmostEqual(slope, exponent, places=12)
            self.assertLess(error, 1e-12)

    def test_standard_error_by_hand(self):
        # Logs (0, 0), (1, 1), (2, 0): slope 0, squares left 2/3 with one degree of freedom, spread 2.
        slope, error = growth.line([[1.0, 1.0], [math.e, math.e], [math.e**2, 1.0]])
        self.assertAlmostEqual(slope, 0.0)
        self.assertAlmostEqual(error, math.sqrt(2 / 3 / 2))

    def test_standard_error_is_that_of_noise(self):
        # Sd of the slope over many draws of noise, against the mean standard error: 2000 draws know it to 2 %.
        draw = random.Random(1)
        xs = (1000, 3162, 10000, 31623, 100000, 316228, 1000000)
        fits = [growth.line([[x, x * math.exp(draw.gauss(0.0, 0.1))] for x in xs]) for _ in range(2000)]
        mean = sum(slope for slope, _ in fits) / len(fits)
        sd = math.sqrt(sum((slope - mean) ** 2 for slope, _ in fits) / (len(fits) - 1))
        root_mean_square = math.sqrt(sum(error**2 for _, error in fits) / len(fits))
        self.assertAlmostEqual(mean, 1.0, delta=0.005)
        self.assertAlmostEqual(sd / root_mean_square, 1.0, delta=0.1)

    def test_two_points_have_no_standard_error(self):
        slope, error = growth.line([[10, 5.0], [1000, 500.0]])
        self.assertAlmostEqual(slope, 1.0)
        self.assertIsNone(error)

    def test_no_line(self):
        for points in ([], [[1, 1.0]], [[2, 1.0], [2, 3.0]], [[1, 0.0], [2, 1.0]], [[1, math.nan], [2, 1.0]],
                       [[1, math.inf], [2, 1.0]], [[0, 1.0], [2, 1.0]]):
            with self.assertRaises(sides.Failed):
                growth.line(points)


class Measure(unittest.TestCase):
    def measured(self, *rounds, **options):
        with mock.patch.object(sides, "ours", side_effect=list(rounds)) as ours:
            result = growth.measure("basin_bench", 0, rounds=len(rounds), **options)
        self.fits = [call.args[1] for call in ours.call_args_list]
        return result

    def test_unordered_names(self):
        mixed = curve("flow.width", "width", (1000000, 1000, 31623), 1.0) + curve("flow.examples", "examples",
                                                                                (40, 1, 10), 1.5)
        mixed = [mixed[i] for i in (3, 0, 4, 2, 5, 1)]
        by_name = {entry["name"]: entry for entry in self.measured(mixed)}
        self.assertEqual(set(by_name), {"flow.width", "flow.examples"})
        flow = by_name["flow.width"]
        self.assertEqual([x for x, _ in flow["points"]], [1000, 31623, 1000000])
        self.assertEqual((flow["variable"], flow["theory"]), ("width", 1.0))
        self.assertAlmostEqual(flow["exponent"], 1.0)
        self.assertAlmostEqual(flow["operations"], 2.0)
        self.assertAlmostEqual(by_name["flow.examples"]["exponent"], 1.5)
        self.assertEqual(set(flow), {"name", "title", "variable", "points", "exponent", "standard_error", "operations",
                                     "theory", "note"})

    def test_least_of_the_rounds(self):
        first = curve("descent.width", "width", (10, 100, 1000), 1.0)
        second = curve("descent.width", "width", (10, 100, 1000), 1.0)
        first[0]["real_time"] *= 5.0
        second[2]["real_time"] *= 3.0
        entry, = self.measured(first, second)
        self.assertAlmostEqual(entry["exponent"], 1.0)
        self.assertLess(entry["standard_error"], 1e-12)

    def test_two_points(self):
        entry, = self.measured(curve("descent.width", "width", (10, 1000), 1.0))
        self.assertIsNone(entry["standard_error"])

    def test_only_what_is_asked_for(self):
        self.measured(curve("flow.width", "width", (1, 2), 1.0), only=["flow.width"])
        self.assertEqual(self.fits, [r"^growth/(flow\.width)/"])
        with self.assertRaisesRegex(sides.Failed, "flow.depth.*known: flow.width"):
            growth.measure("basin_bench", 0, only=["flow.depth"])

    def test_what_is_not_whole(self):
        for wrong, says in ((reported("growth/flow.width/width:10", 1.0), "counter `operations`"),
                            (reported("growth/flow.depth/depth:10", 1.0, operations=1.0), "flow.depth"),
                            (reported("growth/flow.width", 1.0, operations=1.0), "growth/NAME/VARIABLE:X")):
            with self.assertRaisesRegex(sides.Failed, says):
                self.measured([wrong])
        with self.assertRaisesRegex(sides.Failed, "flow.width: .* two different x"):
            self.measured(curve("flow.width", "width", (10,), 1.0))


if __name__ == "__main__":
    unittest.main()
