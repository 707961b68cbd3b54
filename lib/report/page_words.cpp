// What the parts of the page say alike: standings, counts, numbers, tables.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "report/page_parts.hpp"
#include "report/sparkline.hpp"

namespace basin::report {

std::string to_text(Standing standing) {
  switch (standing) {
    case Standing::reproduced:
      return "reproduced";
    case Standing::contradicted:
      return "contradicted";
    case Standing::inconclusive:
      return "inconclusive";
    case Standing::invalid:
      return "invalid";
    case Standing::compared:
      return "compared";
    case Standing::skipped:
      return "skipped";
    case Standing::not_run:
      return "not run";
  }
  return "unknown";
}

const std::vector<Standing>& all_standings() {
  static const std::vector<Standing> all = {Standing::reproduced, Standing::contradicted, Standing::inconclusive,
                                            Standing::invalid,    Standing::compared,     Standing::skipped,
                                            Standing::not_run};
  return all;
}

std::string_view mark_of(Standing standing) {
  static constexpr std::array<std::string_view, 7> marks = {"✓", "✗", "?", "!", "≈", "–", "○"};
  return marks.at(static_cast<std::size_t>(standing));
}

std::string class_of(Standing standing) {
  std::string name = to_text(standing);
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

void write_badge(Html& html, Standing standing) {
  html.open("span", {{"class", "badge " + class_of(standing)}});
  html.element("span", mark_of(standing), {{"aria-hidden", "true"}, {"class", "mark"}});
  html.text(to_text(standing)).close();
}

bool is_judged(const ClaimEntry& entry) {
  return entry.claim.gates() && entry.standing != Standing::compared && entry.standing != Standing::skipped &&
         entry.standing != Standing::not_run;
}

bool is_unexpected(const ClaimEntry& entry) {
  return is_judged(entry) && !entry.result.as_expected;
}

Counts count_claims(const std::vector<ClaimEntry>& claims, std::string_view source) {
  Counts counts;
  for (const Standing standing : all_standings()) counts.by_standing[standing] = 0;
  for (const ClaimEntry& entry : claims) {
    if (!source.empty() && entry.claim.source != source) continue;
    ++counts.claims;
    ++counts.by_standing[entry.standing];
    counts.unexpected += is_unexpected(entry) ? 1 : 0;
    counts.as_expected += is_judged(entry) && entry.result.as_expected ? 1 : 0;
  }
  return counts;
}

std::vector<std::string> source_keys(const PageInput& input) {
  std::vector<std::string> keys;
  const auto add = [&](const std::string& key) {
    if (!key.empty() && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  };
  for (const SourceEntry& source : input.sources) add(source.key);
  for (const ClaimEntry& entry : input.claims) add(entry.claim.source);
  for (const FigureEntry& figure : input.figures) add(figure.source);
  return keys;
}

std::string duration(double seconds) {
  if (!(seconds > 0.0)) return "–";
  if (seconds < 0.1) return "< 0.1 s";
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  if (seconds < 119.5) return fmt::format("{:.0f} s", seconds);
  if (seconds < 119.5 * 60.0) return fmt::format("{:.1f} min", seconds / 60.0);
  return fmt::format("{:.1f} h", seconds / 3600.0);
}

std::string rate(double probability) {
  if (!std::isfinite(probability)) return "–";
  std::string text = fmt::format("{:.2g}", probability);
  // 1e-06 as people write it.
  const std::size_t zero = text.find("e-0");
  if (zero != std::string::npos) text.erase(zero + 2, 1);
  return text;
}

void write_table(Html& html, const Table& table, const std::string& label) {
  html.open("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", label}});
  html.open("table").open("thead").open("tr");
  for (const std::string& name : table.header)
    html.element(name.empty() ? "td" : "th", name, {{name.empty() ? "class" : "scope", name.empty() ? "none" : "col"}});
  html.close().close().open("tbody");
  for (const auto& row : table.rows) {
    html.open("tr");
    for (std::size_t i = 0; i < row.size(); ++i)
      html.element(i == 0 && !row[i].empty() ? "th" : "td", row[i],
                   {{i == 0 && !row[i].empty() ? "scope" : "class", i == 0 && !row[i].empty() ? "row" : "cell"}});
    html.close();
  }
  html.close().close().close();
}

}  // namespace basin::report
