// A small page with a claim of every standing, made up. For tests only.
#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "report/benchmarks_for_tests.hpp"
#include "report/page.hpp"

namespace basin::report {

/// A claim of the source in the id, with a rule of one number (or of a predicate) and no arms.
inline ClaimEntry made_up_claim(const std::string& id, Standing standing, bool as_expected, bool predicate = false) {
  const bool compares = standing == Standing::compared;
  ClaimEntry entry;
  entry.claim.id = id;
  entry.claim.source = id.substr(0, id.find('.'));
  entry.claim.where = "Fig. 3, n = 5";
  entry.claim.statement = "From radius 10 on the largest |eigenvalue| of 5 examples falls with the radius.";
  entry.claim.kind = "figure";
  entry.claim.declared = "2026-11-21";
  entry.claim.expected = compares ? stats::Verdict::compared : stats::Verdict::reproduced;
  entry.claim.plan.seeds = 27;
  stats::RuleText rule;
  rule.expected = entry.claim.expected;
  if (compares) {
    rule = {"published_mean", {{"of", "gap"}}, rule.expected, {{{}, {.value = 0.3, .runs = 4}}}};
  } else if (predicate) {
    rule = {"proportion", {{"where", "gap < 1"}, {"good", 0.99}, {"bad", 0.5}}, rule.expected, {}};
  } else {
    rule = {"mean_within", {{"of", "gap"}, {"low", 0.25}, {"high", 0.35}, {"sd", 0.01}}, rule.expected, {}};
  }
  entry.claim.rule = stats::make_rule(rule, {.columns = {"gap"}, .settings = {"radius"}, .varied = {}});
  if (!compares)
    entry.claim.controls.push_back({"untrained", "An untrained network stores nothing.", {}, entry.claim.rule});
  entry.standing = standing;
  entry.result.as_expected = as_expected;
  entry.result.valid = standing != Standing::invalid;
  entry.false_alarm = compares ? std::nan("") : 1e-6;
  entry.miss = compares ? std::nan("") : 0.00042;
  entry.seconds = 12.4;
  entry.runs = 37;
  entry.quantity = "gap";
  entry.command = "basin verify " + id + " --tier quick";
  return entry;
}

/// Gives the claim values in so many arms, with a published number each.
inline void give_numbers(ClaimEntry& entry, int arms, int runs) {
  const bool predicate = entry.claim.rule->quantity().empty();
  for (int a = 0; a < arms; ++a) {
    const Values levels = arms == 1 ? Values{} : Values{{"radius", 5.0 * (a + 1)}};
    ArmValues values{basin::to_text(levels), {}};
    for (int s = 0; s < runs; ++s) values.values.push_back(0.9 - 0.09 * a + 0.02 * std::sin(7.0 * s + a));
    const double mean = 0.9 - 0.09 * a;
    entry.result.judgement.arms.push_back(
        {levels, predicate ? 1.0 : mean, mean - 0.01, mean + 0.01, 0.014, static_cast<std::size_t>(runs)});
    if (!predicate) {
      claims::Comparison comparison{{levels, "gap", mean + 0.004, 0.01, stats::SpreadKind::digitised, NAN, 3},
                                    mean,
                                    0.014,
                                    {mean - 0.01, mean + 0.01},
                                    static_cast<std::size_t>(runs),
                                    -0.4,
                                    12.0,
                                    0.69,
                                    levels};
      entry.result.comparisons.push_back(comparison);
    }
    entry.arms.push_back(std::move(values));
  }
  entry.result.judgement.evidence =
      predicate ? "27 of 27 runs (more than 21 needed)" : "mean 0.31 (0.30 to 0.32), wanted 0.25 to 0.35; 27 runs";
  entry.result.controls.push_back({"untrained", {stats::Verdict::contradicted, "0 of 10 runs", {}}, true});
}

/// Two sources, eight claims, three figures, benchmarks.
inline PageInput made_up_page() {
  PageInput page;
  page.title = "basin: what was claimed and what we find";
  page.provenance = {{"program", "basin 0.1.0"}, {"date", "2026-11-21"}, {"compiler", "g++ 12.2.0"}};
  page.claims = {made_up_claim("demo2020.radius_sweep.curve_five_examples", Standing::reproduced, true),
                 made_up_claim("demo2020.linear_region.gap", Standing::reproduced, true, true),
                 made_up_claim("demo2020.noise.plateau", Standing::contradicted, false),
                 made_up_claim("demo2020.noise.rising_with_radius", Standing::contradicted, true),
                 made_up_claim("other2021.attractors.deep", Standing::invalid, false),
                 made_up_claim("other2021.losses.table_two", Standing::compared, true),
                 made_up_claim("other2021.pictures.stored", Standing::skipped, false),
                 made_up_claim("other2021.wide.published_scale", Standing::not_run, false)};
  give_numbers(page.claims[0], 4, 27);
  give_numbers(page.claims[1], 1, 43);
  give_numbers(page.claims[2], 14, 8);
  give_numbers(page.claims[3], 1, 33);
  give_numbers(page.claims[4], 2, 12);
  give_numbers(page.claims[5], 1, 4);
  page.claims[3].claim.expected = stats::Verdict::contradicted;
  page.claims[3].claim.reason = "The published code reads the norms 3, 8, ..., 48 as 0, 5, ..., 45.";
  // Words longer than a phone is wide.
  const std::string long_word(120, 'w');
  page.claims[4].claim.statement += " " + long_word;
  page.claims[4].claim.reason = long_word;
  page.claims[4].quantity = "largest(spectral_radius_mean_of_all_training_examples,activation)" + long_word;
  page.claims[1].result.judgement.evidence += "; arms=" + long_word;
  page.claims[1].result.controls.front().judgement.evidence += " " + long_word;
  page.claims[7].claim.tier = claims::Tier::full;
  page.claims[7].claim.kind = "table";
  const std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 320\"><rect width=\"640\" height=\"320\" "
      "fill=\"white\"/><path d=\"M40 280L200 200L400 120L600 40\" stroke=\"#0072B2\" stroke-width=\"3\" "
      "fill=\"none\"/></svg>";
  for (const char* source : {"", "demo2020", "other2021"}) {
    FigureEntry figure;
    figure.name = "fig_3";
    figure.source = source;
    figure.title = "Largest |eigenvalue| by radius, " + std::string(source);
    figure.where = "Fig. 3";
    figure.caption = "Published points are open, ours filled, with 99.9 % intervals of the mean.";
    figure.alt = "The largest eigenvalue falls from 0.9 to 0.3 as the radius grows.";
    figure.svg = svg;
    figure.commands = {"basin run demo2020.radius_sweep --seeds 1..4"};
    figure.table = {{"radius", "ours", "published"}, {{"5", "0.9", "0.904"}, {"10", "0.81", "0.814"}}};
    figure.csv_file = "fig_3.csv";
    figure.svg_file = "fig_3.svg";
    page.figures.push_back(figure);
  }
  page.figures.back().svg.clear();
  page.figures.back().note = "Not drawn: gnuplot is not to be found.";
  page.figures.back().table.rows.resize(20, {"15", "0.7", "0.71"});
  page.figures.back().caption += " " + long_word;
  page.sources = {
      {"demo2020", "Demo and Other, *Associative memory*, 2020 ([page](https://example.org/a?b=1&c=2)).",
       "- **Sign.** Equation 4 has `x < 0`; see [the other](../other2021/README.md) and [code](../../x.py).\n\n"
       "| layers | printed | |\n|---|---|---|\n| 2 | .5 | a |\n| 3 | .12 | b |\n\n```\n" +
           long_word + "\n```\n"},
      {"other2021", "Other, a report, 2021.", ""}};
  page.benchmarks = made_up_benchmarks();
  page.benchmarks->comparisons.back().note += " " + long_word;
  return page;
}

}  // namespace basin::report
