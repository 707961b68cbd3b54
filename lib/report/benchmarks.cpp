// Reads results of benchmarks: whatever the file holds, what comes of it can be shown.
#include "report/benchmarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/suggest.hpp"
#include "core/text_file.hpp"
#include "report/json_table.hpp"

namespace basin::report {
namespace {

constexpr std::uintmax_t most_bytes = 1024 * 1024;

Measured read_measured(JsonTable table) {
  Measured measured;
  measured.date = table.text("date");
  measured.processor = table.text("processor");
  measured.cores = table.whole("cores");
  measured.native = table.flag("native");
  measured.code = table.text("code");
  measured.python = table.optional_text("python");
  measured.torch = table.optional_text("torch");
  measured.numpy = table.optional_text("numpy");
  measured.load = table.number("load", 0.0);
  measured.note = table.optional_text("note");
  table.refuse_others();
  return measured;
}

Sense read_sense(JsonTable& table) {
  const std::string word = table.text("sense");
  if (word == "at_least") return Sense::at_least;
  if (word == "at_most") return Sense::at_most;
  table.fail("sense", fmt::format("'{}' is unknown; {}", word, known_names(word, {"at_least", "at_most"})));
}

/// The page shows ratio, goal and word side by side: they must not contradict one another. A goal that is reached and
/// yet not met is possible, as where both sides do not agree.
Goal read_goal(JsonTable& table, const std::string& measured, double ratio, Sense sense) {
  const Goal goal{table.number("goal", 0.0), table.flag_or_null("met")};
  if (goal.met && std::isnan(goal.value)) table.fail("met", "has no goal; write null");
  const bool reached = sense == Sense::at_least ? ratio >= goal.value : ratio <= goal.value;
  if (goal.met.value_or(false) && !reached)
    table.fail("met", fmt::format("is true, but {} {} does not reach the goal {}; correct one of them", measured, ratio,
                                  goal.value));
  return goal;
}

Agreement read_agreement(JsonTable table) {
  const Agreement agreement{table.text("quantity"), table.number("ours"), table.number("theirs"),
                            table.number("tolerance", 0.0), table.flag("equal")};
  // Rounding of the decimals that are read back. A number that is not known equals nothing.
  if (agreement.equal && !(relative_difference(agreement) <= agreement.tolerance * (1.0 + 1e-9)))
    table.fail("equal", fmt::format("is true, but {} and {} differ by more than {}; correct one of them",
                                    agreement.ours, agreement.theirs, agreement.tolerance));
  table.refuse_others();
  return agreement;
}

SpeedComparison read_comparison(JsonTable table) {
  SpeedComparison comparison;
  comparison.name = table.text("name");
  comparison.title = table.text("title");
  comparison.work = table.text("case");
  comparison.against = table.text("against");
  comparison.rounds = table.whole("rounds");
  comparison.ratio = table.number("ratio", 0.0);
  comparison.lowest = table.number("lowest", 0.0);
  comparison.highest = table.number("highest", 0.0);
  comparison.sense = read_sense(table);
  comparison.goal = read_goal(table, "the ratio", comparison.ratio, comparison.sense);
  comparison.ours = table.number("ours", 0.0);
  comparison.theirs = table.number("theirs", 0.0);
  comparison.kernels = table.optional_text("kernels");
  for (auto& entry : table.tables("agreement")) comparison.agreement.push_back(read_agreement(std::move(entry)));
  comparison.note = table.optional_text("note");
  const auto is_equal = [](const Agreement& agreement) { return agreement.equal; };
  if (comparison.goal.met.value_or(false) &&
      !std::all_of(comparison.agreement.begin(), comparison.agreement.end(), is_equal))
    table.fail("met", "is true, but both sides did not reach the same; correct one of them");
  table.refuse_others();
  return comparison;
}

Growth read_growth(JsonTable table) {
  Growth growth;
  growth.name = table.text("name");
  growth.title = table.text("title");
  growth.variable = table.text("variable");
  growth.points = table.pairs("points");
  growth.exponent = table.number("exponent");
  growth.standard_error = table.number("standard_error", 0.0);
  growth.operations = table.number("operations");
  growth.theory = table.number("theory");
  growth.note = table.optional_text("note");
  table.refuse_others();
  return growth;
}

TierTime read_tier(JsonTable table) {
  TierTime tier;
  tier.tier = table.text("tier");
  tier.claims = table.whole("claims");
  tier.runs = table.whole("runs");
  tier.seconds = table.numbers_by_count("seconds");
  tier.peak_memory_mib = table.numbers_by_count("peak_memory_mib");
  tier.speed_up = table.number("speed_up", 0.0);
  tier.goal = read_goal(table, "the speed-up", tier.speed_up, Sense::at_least);
  for (auto& entry : table.tables("processor_seconds")) {
    tier.by_claim.push_back({entry.text("claim"), entry.number("seconds", 0.0), entry.whole("runs")});
    entry.refuse_others();
  }
  // What is not known comes last.
  const auto key = [](const ClaimTime& one) { return std::isnan(one.seconds) ? -1.0 : one.seconds; };
  std::stable_sort(tier.by_claim.begin(), tier.by_claim.end(),
                   [&](const auto& a, const auto& b) { return key(a) > key(b); });
  tier.note = table.optional_text("note");
  table.refuse_others();
  return tier;
}

}  // namespace

double relative_difference(const Agreement& agreement) {
  const double largest = std::max(std::abs(agreement.ours), std::abs(agreement.theirs));
  // Halves, since the difference of two numbers near 1e308 may be none.
  return largest == 0.0 ? 0.0 : 2.0 * std::abs(agreement.ours / largest / 2.0 - agreement.theirs / largest / 2.0);
}

Benchmarks benchmarks_in(const std::string& text, const std::filesystem::path& file) {
  const nlohmann::json document = parse_json(file, text);
  JsonTable top(file, "", document);
  if (top.whole("format") != 1) top.fail("format", "is not 1, the only one that is known; make the file anew");
  auto measured = top.table("measured");
  if (!measured) top.fail("measured", "is missing; write where it was measured");
  Benchmarks benchmarks{read_measured(*std::move(measured)), {}, {}, {}};
  for (auto& entry : top.tables("comparisons")) benchmarks.comparisons.push_back(read_comparison(std::move(entry)));
  for (auto& entry : top.tables("growth")) benchmarks.growth.push_back(read_growth(std::move(entry)));
  if (auto tier = top.table("tier")) benchmarks.tier = read_tier(*std::move(tier));
  top.refuse_others();
  return benchmarks;
}

Benchmarks read_benchmarks(const std::filesystem::path& file) {
  return benchmarks_in(read_text_file(file, most_bytes), file);
}

}  // namespace basin::report
