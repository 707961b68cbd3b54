// The table of all claims: two rows a claim in a body of its own, so that both are sorted, filtered and printed as one.
// Roles stand beside the elements since narrow screens show rows as cards, which takes a table's meaning away.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "report/page_parts.hpp"
#include "report/sparkline.hpp"
#include "stats/pull.hpp"

namespace basin::report {
namespace {

constexpr std::array<std::string_view, 9> columns = {"Claim",       "Verdict", "Published", "Ours", "Distribution",
                                                     "False alarm", "Power",   "Time",      "Tier"};
enum Place : std::size_t { claim_place, verdict, published, ours, distribution, false_alarm, power, time_taken, tier };

/// What a column is sorted by; numbers that are not there come last.
std::string key(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : "";
}

void open_cell(Html& html, Place place, const std::string& sort) {
  html.open("td", {{"role", "cell"},
                   {"class", place >= false_alarm ? "number" : "words"},
                   {"data-label", std::string(columns.at(place))},
                   {"data-sort", sort}});
}

void write_cell(Html& html, Place place, const std::string& sort, const std::string& text) {
  open_cell(html, place, sort);
  html.text(text).close();
}

/// An id may break after its dots and underscores.
void write_id(Html& html, const std::string& id) {
  html.open("a", {{"class", "id"}, {"href", "#claim-" + anchor_of(id)}});
  std::size_t begin = 0;
  while (begin < id.size()) {
    const std::size_t end = std::min(id.find_first_of("._", begin), id.size() - 1) + 1;
    html.text(id.substr(begin, end - begin));
    if (end < id.size()) html.empty("wbr");
    begin = end;
  }
  html.close();
}

double difference(const claims::Comparison& comparison) {
  return std::abs(comparison.mean - comparison.published.value);
}

/// Whether runs are missing, so that a mean of those that are there says little.
bool is_incomplete(const ClaimEntry& entry) {
  return entry.standing == Standing::skipped || entry.standing == Standing::not_run;
}

/// The comparison that is furthest off; null where none can be formed.
const claims::Comparison* furthest(const ClaimEntry& entry) {
  if (is_incomplete(entry)) return nullptr;
  const claims::Comparison* found = nullptr;
  for (const auto& comparison : entry.result.comparisons)
    if (std::isfinite(difference(comparison)) && (!found || difference(comparison) > difference(*found)))
      found = &comparison;
  return found;
}

std::string published_text(const ClaimEntry& entry) {
  const auto& comparisons = entry.result.comparisons;
  if (comparisons.empty()) return entry.claim.published ? "not compared yet" : "–";
  if (comparisons.size() == 1) return short_number(comparisons.front().published.value);
  std::string text = fmt::format("{} numbers", comparisons.size());
  if (const claims::Comparison* worst = furthest(entry)) {
    const std::string levels = basin::to_text(worst->levels);
    text += fmt::format(", largest difference {:.2g}{}", difference(*worst), levels.empty() ? "" : " at " + levels);
  }
  return text;
}

/// Of a number: mean (low to high), n. Of a predicate its evidence: how often it held, and how often it must.
std::string ours_text(const ClaimEntry& entry) {
  const auto& arms = entry.result.judgement.arms;
  if (is_incomplete(entry) || arms.empty()) return "–";
  if (entry.claim.rule->quantity().empty()) return entry.result.judgement.evidence;
  if (arms.size() == 1) {
    const stats::ArmEvidence& arm = arms.front();
    const std::string interval = std::isfinite(arm.low) && std::isfinite(arm.high)
                                     ? fmt::format(" ({} to {})", short_number(arm.low), short_number(arm.high))
                                     : "";
    return fmt::format("{}{}, n = {}", short_number(arm.mean), interval, arm.runs);
  }
  const auto by_mean = [](const auto& a, const auto& b) { return a.mean < b.mean; };
  const auto [low, high] = std::minmax_element(arms.begin(), arms.end(), by_mean);
  const auto fewest =
      std::min_element(arms.begin(), arms.end(), [](const auto& a, const auto& b) { return a.runs < b.runs; });
  return fmt::format("{} to {} in {} arms, n = {}", short_number(low->mean), short_number(high->mean), arms.size(),
                     fewest->runs);
}

void write_distribution(Html& html, const ClaimEntry& entry) {
  std::vector<SparkRow> rows;
  double low = std::nan(""), high = std::nan("");
  const bool same_quantity = entry.quantity == entry.claim.rule->quantity();
  for (const ArmValues& arm : entry.arms) {
    SparkRow row{.values = arm.values};
    for (const auto& comparison : entry.result.comparisons)
      if (same_quantity && basin::to_text(comparison.levels) == arm.levels) row.published = comparison.published.value;
    for (const double value : arm.values) {
      if (!std::isfinite(value)) continue;
      low = std::fmin(low, value);
      high = std::fmax(high, value);
    }
    rows.push_back(std::move(row));
  }
  open_cell(html, distribution, key(low));
  const std::string picture = sparkline(rows);
  html.raw(picture);
  if (picture.empty()) {
    html.text("–");
  } else {
    html.open("span", {{"class", "range"}});
    html.text(short_number(low))
        .open("span", {{"class", "until"}})
        .text(" to ")
        .close()
        .text(short_number(high))
        .close();
    if (!entry.quantity.empty()) html.element("span", entry.quantity, {{"class", "quantity"}});
    if (rows.size() > most_spark_rows)
      html.element("span", fmt::format("first {} of {} arms", most_spark_rows, rows.size()), {{"class", "quantity"}});
  }
  html.close();
}

void write_verdict(Html& html, const ClaimEntry& entry) {
  const bool unexpected = is_unexpected(entry);
  open_cell(html, verdict, (unexpected ? "0 " : "1 ") + to_text(entry.standing));
  write_badge(html, entry.standing);
  if (unexpected) {
    html.element("strong", "UNEXPECTED", {{"class", "unexpected"}});
    html.element("span", "expected: " + basin::stats::to_text(entry.claim.expected), {{"class", "beside"}});
  } else if (is_judged(entry)) {
    html.element("span", "as expected", {{"class", "beside"}});
  } else if (entry.standing == Standing::compared || !entry.claim.gates()) {
    html.element("span", "judges nothing", {{"class", "beside"}});
  } else {
    html.element("span", "expected: " + basin::stats::to_text(entry.claim.expected), {{"class", "beside"}});
  }
  html.close();
}

std::string power_text(double miss) {
  if (!std::isfinite(miss)) return "–";
  const double percent = 100.0 * (1.0 - miss);
  return percent > 99.99 ? "> 99.99 %" : fmt::format("{:.4g} %", percent);
}

void write_claim(Html& html, const ClaimEntry& entry) {
  const claims::Claim& claim = entry.claim;
  html.open("tbody", {{"id", "claim-" + anchor_of(claim.id)},
                      {"role", "rowgroup"},
                      {"data-source", claim.source},
                      {"data-standing", to_text(entry.standing)},
                      {"data-tier", claims::to_text(claim.tier)},
                      {"data-kind", claim.kind},
                      {"data-unexpected", is_unexpected(entry) ? "yes" : "no"}});
  html.open("tr", {{"role", "row"}});
  html.open("th", {{"role", "rowheader"}, {"scope", "row"}, {"class", "claim"}, {"data-sort", claim.id}});
  write_id(html, claim.id);
  html.element("p", claim.statement, {{"class", "statement"}});
  html.element("span", claim.where, {{"class", "where"}}).close();

  write_verdict(html, entry);
  const claims::Comparison* worst = furthest(entry);
  write_cell(html, published, key(worst ? difference(*worst) : std::nan("")), published_text(entry));
  const auto& arms = entry.result.judgement.arms;
  write_cell(html, ours, key(arms.empty() || is_incomplete(entry) ? std::nan("") : arms.front().mean),
             ours_text(entry));
  write_distribution(html, entry);
  write_cell(html, false_alarm, key(entry.false_alarm), rate(entry.false_alarm));
  write_cell(html, power, key(1.0 - entry.miss), power_text(entry.miss));
  open_cell(html, time_taken, key(entry.seconds));
  html.text(duration(entry.seconds));
  if (entry.runs > 0) html.element("span", fmt::format("{} runs", entry.runs), {{"class", "beside"}});
  html.close();
  write_cell(html, tier, fmt::format("{}", static_cast<int>(claim.tier)), claims::to_text(claim.tier));
  html.close();

  html.open("tr", {{"role", "row"}, {"class", "more"}});
  html.open("td", {{"role", "cell"}, {"colspan", std::to_string(columns.size())}});
  write_claim_details(html, entry);
  html.close().close().close();
}

}  // namespace

void write_claims(Html& html, const std::vector<ClaimEntry>& claims) {
  html.open("section", {{"id", "claims"}, {"aria-labelledby", "claims-title"}});
  html.element("h2", "Claims", {{"id", "claims-title"}});
  html.element(
      "p",
      "False alarm: how likely the test gives another verdict than the recorded one although the source is as "
      "recorded. Power: how likely it notices the effect it must notice. Time: of one processor core, controls "
      "included. Small pictures: a dot a run, from 41 runs on a histogram, a row an arm; the upright mark is the "
      "mean, an open diamond the published number. In brackets: 99.9 % intervals of the mean.",
      {{"class", "legend"}});
  html.open("div", {{"id", "filters"}, {"class", "filters"}}).close();
  html.open("table",
            {{"id", "claims-table"}, {"class", "claims"}, {"role", "table"}, {"aria-labelledby", "claims-title"}});
  html.open("thead", {{"role", "rowgroup"}}).open("tr", {{"role", "row"}});
  for (const std::string_view name : columns) html.element("th", name, {{"role", "columnheader"}, {"scope", "col"}});
  html.close().close();
  for (const ClaimEntry& entry : claims) write_claim(html, entry);
  html.close().close();
}

}  // namespace basin::report
