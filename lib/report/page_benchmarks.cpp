// The section with the program's own speed: beside others, how it grows, what a tier costs. Ratios come first, since
// they say more on another machine than seconds do.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "report/page_parts.hpp"
#include "report/sparkline.hpp"

namespace basin::report {
namespace {

constexpr std::size_t most_claims_open = 10;  ///< chosen: what a reader takes in; the others are folded

std::string count_text(const std::optional<std::uint64_t>& count) {
  return count ? std::to_string(*count) : "–";
}

/// As short_number, but with its digits and no exponent up to ten millions: ratios and sizes are read as 12345.
std::string plain_number(double value) {
  return std::abs(value) >= 1e4 && std::abs(value) < 1e7 ? fmt::format("{:.0f}", value) : short_number(value);
}

/// "20 µs", "1.1 ms", "13.6 s", "34.3 h"; "–" for NaN.
std::string time_text(double seconds) {
  if (seconds >= 119.5) return duration(seconds);
  if (seconds >= 1.0) return fmt::format("{:.3g} s", seconds);
  if (seconds >= 1e-3) return fmt::format("{:.3g} ms", 1e3 * seconds);
  return std::isnan(seconds) ? "–" : fmt::format("{:.3g} µs", 1e6 * seconds);
}

/// "0.98"; "–" for NaN.
std::string exponent_text(double exponent) {
  return std::isnan(exponent) ? "–" : fmt::format("{:.2f}", exponent);
}
/// " ± 0.02"; empty for NaN.
std::string error_text(double error) {
  if (std::isnan(error)) return "";
  return error < 0.005 ? " ± less than 0.01" : fmt::format(" ± {:.2f}", error);
}

/// A relative difference or tolerance: "2e-5".
std::string relative(double number) {
  return rate(number);
}

/// A frame that scrolls around a table of words and numbers, its column heads written, its body open.
void open_table(Html& html, const std::string& label, std::initializer_list<std::string_view> heads) {
  html.open("div", {{"class", "scroll lines"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", label}});
  html.open("table").open("thead").open("tr");
  for (const std::string_view head : heads) html.element("th", head, {{"scope", "col"}});
  html.close().close().open("tbody");
}
void close_table(Html& html) {
  html.close().close().close();
}

/// What stands first in a cell, and below it, smaller, what goes with it.
void write_lines(Html& html, std::string_view first, std::initializer_list<std::string> more) {
  html.text(first);
  for (const std::string& line : more)
    if (!line.empty()) html.element("span", line, {{"class", "beside"}});
}
void write_cell(Html& html, std::string_view first, std::initializer_list<std::string> more) {
  html.open("td");
  write_lines(html, first, more);
  html.close();
}
void write_row_head(Html& html, std::string_view first, std::initializer_list<std::string> more) {
  html.open("th", {{"scope", "row"}});
  write_lines(html, first, more);
  html.close();
}

std::string sense_text(Sense sense) {
  return sense == Sense::at_least ? "at least" : "at most";
}

/// Mark and word, so that no reader needs the colour; nothing where it was not tried.
void write_met(Html& html, const Goal& goal) {
  if (!goal.met) return;
  html.open("span", {{"class", *goal.met ? "badge reproduced" : "badge invalid"}});
  html.element("span", *goal.met ? "✓" : "✗", {{"aria-hidden", "true"}, {"class", "mark"}});
  html.text(*goal.met ? "met" : "missed").close();
}

/// "11 to 14, 5 rounds"; what of it is known.
std::string spread_text(const SpeedComparison& comparison) {
  std::string text;
  if (!std::isnan(comparison.lowest) && !std::isnan(comparison.highest))
    text = fmt::format("{} to {}", plain_number(comparison.lowest), plain_number(comparison.highest));
  if (comparison.rounds)
    text +=
        fmt::format("{}{} round{}", text.empty() ? "" : ", ", *comparison.rounds, *comparison.rounds == 1 ? "" : "s");
  return text;
}

/// "loss equal to 2e-5 (5e-2 allowed)"
std::string agreement_text(const Agreement& agreement) {
  const double difference = relative_difference(agreement);
  std::string text = agreement.quantity + (agreement.equal ? " equal" : " differs");
  if (difference > 0.0) text += fmt::format(" {} {}", agreement.equal ? "to" : "by", relative(difference));
  if (!std::isnan(agreement.tolerance)) text += fmt::format(" ({} allowed)", relative(agreement.tolerance));
  return text;
}

void write_comparison(Html& html, const SpeedComparison& comparison) {
  html.open("tr");
  write_row_head(html, comparison.title, {comparison.work, comparison.note});
  html.open("td").element("strong", plain_number(comparison.ratio));
  write_lines(html, "", {spread_text(comparison)});
  html.close();
  html.open("td");
  if (!std::isnan(comparison.goal.value))
    html.text(fmt::format("{} {} ", sense_text(comparison.sense), plain_number(comparison.goal.value)));
  if (std::isnan(comparison.goal.value)) html.text("no goal");
  write_met(html, comparison.goal);
  html.close();
  write_cell(html, comparison.against, {comparison.kernels.empty() ? "" : comparison.kernels + " kernels"});
  html.open("td");
  if (comparison.agreement.empty()) html.text("not compared");
  for (const Agreement& one : comparison.agreement)
    html.element("span", agreement_text(one), {{"class", one.equal ? "line" : "line differs"}});
  html.close();
  write_cell(html, "ours " + time_text(comparison.ours), {"theirs " + time_text(comparison.theirs)});
  html.close();
}

void write_comparisons(Html& html, const std::vector<SpeedComparison>& comparisons) {
  if (comparisons.empty()) return;
  html.element("h3", "Beside other programs");
  html.element(
      "p",
      "The same work done by both, alternating. A ratio with a goal of “at least” is their time over ours; one "
      "with “at most” is ours over the reference. Ratio and seconds are medians over the rounds.",
      {{"class", "legend"}});
  open_table(html, "Benchmarks beside other programs", {"What", "Ratio", "Goal", "Against", "Results", "Time"});
  for (const SpeedComparison& comparison : comparisons) write_comparison(html, comparison);
  close_table(html);
}

void write_growth(Html& html, const std::vector<Growth>& all) {
  if (all.empty()) return;
  html.element("h3", "How time grows with the work");
  html.element(
      "p",
      "Time is taken to grow as a power of the size: the slope of log time over log size by least squares, with "
      "its standard error; the same slope of the operations that are counted at these sizes; and the exponent "
      "for large ones.",
      {{"class", "legend"}});
  open_table(html, "Benchmarks: how time grows", {"What", "Exponent", "Of operations", "In theory", "Sizes"});
  for (const Growth& growth : all) {
    html.open("tr");
    write_row_head(html, growth.title, {growth.note});
    html.open("td").element("strong", exponent_text(growth.exponent)).text(error_text(growth.standard_error)).close();
    write_cell(html, exponent_text(growth.operations), {});
    write_cell(html, short_number(growth.theory), {});
    std::string sizes, seconds;
    if (!growth.points.empty()) {
      const auto [first, last] = std::minmax_element(growth.points.begin(), growth.points.end());
      sizes = fmt::format(" {} to {}", plain_number(first->first), plain_number(last->first));
      seconds = fmt::format("{} to {}, {} point{}", time_text(first->second), time_text(last->second),
                            growth.points.size(), growth.points.size() == 1 ? "" : "s");
    }
    write_cell(html, growth.variable + sizes, {seconds});
    html.close();
  }
  close_table(html);
}

Table claim_times(const std::vector<ClaimTime>& claims, std::size_t begin, std::size_t end) {
  Table table{{"Claim", "Processor time", "Runs"}, {}};
  for (std::size_t i = begin; i < end; ++i)
    table.rows.push_back({claims[i].claim, duration(claims[i].seconds), count_text(claims[i].runs)});
  return table;
}

/// "On 2 cores 1.87 times as fast as on one (goal: at least 1.8)."
void write_speed_up(Html& html, const TierTime& tier) {
  if (std::isnan(tier.speed_up)) return;
  const std::string where =
      tier.seconds.empty() ? "On all cores" : fmt::format("On {} cores", tier.seconds.rbegin()->first);
  html.open("p").element("strong", fmt::format("{} {} times as fast as on one", where, plain_number(tier.speed_up)));
  if (!std::isnan(tier.goal.value)) html.text(fmt::format(", goal: at least {} ", plain_number(tier.goal.value)));
  write_met(html, tier.goal);
  html.close();
}

void write_tier(Html& html, const std::optional<TierTime>& tier) {
  if (!tier) return;
  html.element("h3", fmt::format("All claims of the {} tier", tier->tier));
  write_speed_up(html, *tier);
  html.element("p",
               fmt::format("{} claims, {} runs.{}{}", count_text(tier->claims), count_text(tier->runs),
                           tier->note.empty() ? "" : " ", tier->note),
               {{"class", "legend"}});
  Table table{{"Cores", "Time", "Peak memory"}, {}};
  std::map<unsigned, std::pair<double, double>> by_cores;
  for (const auto& [cores, seconds] : tier->seconds) by_cores[cores] = {seconds, std::nan("")};
  for (const auto& [cores, memory] : tier->peak_memory_mib)
    by_cores.try_emplace(cores, std::nan(""), memory).first->second.second = memory;
  for (const auto& [cores, both] : by_cores)
    table.rows.push_back({std::to_string(cores), duration(both.first),
                          std::isnan(both.second) ? "–" : fmt::format("{} MiB", short_number(both.second))});
  if (!table.rows.empty()) write_table(html, table, "Benchmarks: a tier by number of cores");
  const std::size_t all = tier->by_claim.size(), open = std::min(all, most_claims_open);
  if (all == 0) return;
  html.element("h4", open < all ? fmt::format("The dearest {} claims", open) : "The dearest claims");
  html.element("p", "Of one core, controls included; a run that claims share counts for each.", {{"class", "legend"}});
  write_table(html, claim_times(tier->by_claim, 0, open), "Benchmarks: the dearest claims");
  if (open == all) return;
  html.open("details").element("summary", fmt::format("The other {}", all - open));
  write_table(html, claim_times(tier->by_claim, open, all), "Benchmarks: the other claims");
  html.close();
}

/// One sentence: when, where, with what.
std::string measured_text(const Measured& measured) {
  std::string text = fmt::format("Measured {} on {}", measured.date, measured.processor);
  if (measured.cores) text += fmt::format(", {} core{}", *measured.cores, *measured.cores == 1 ? "" : "s");
  text += measured.native ? ", compiled for this processor" : ", compiled for any processor of its kind";
  text += fmt::format("; code {}", measured.code);
  for (const auto& [name, version] : {std::pair<std::string_view, const std::string&>{"Python", measured.python},
                                      {"PyTorch", measured.torch},
                                      {"NumPy", measured.numpy}})
    if (!version.empty()) text += fmt::format(", {} {}", name, version);
  if (!std::isnan(measured.load)) text += fmt::format("; load {} before it began", short_number(measured.load));
  return text + "." + (measured.note.empty() ? "" : " " + measured.note);
}

}  // namespace

void write_benchmarks(Html& html, const std::optional<Benchmarks>& benchmarks) {
  html.open("section", {{"id", "benchmarks"}, {"aria-labelledby", "benchmarks-title"}});
  html.element("h2", "Benchmarks", {{"id", "benchmarks-title"}});
  if (benchmarks) {
    write_comparisons(html, benchmarks->comparisons);
    write_growth(html, benchmarks->growth);
    write_tier(html, benchmarks->tier);
    html.element("p", measured_text(benchmarks->measured), {{"class", "meta"}});
  } else {
    html.open("p").text("There are no results: ").element("code", "bench/run.sh");
    html.text(" measures them and writes what this page then shows.").close();
  }
  html.close();
}

}  // namespace basin::report
