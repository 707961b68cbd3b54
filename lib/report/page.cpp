// The whole page: header, counts, contents, claims, sources, benchmarks, how it was computed.
#include "report/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/html.hpp"
#include "report/page_assets.hpp"
#include "report/page_parts.hpp"

namespace basin::report {
namespace {

/// Nothing may be loaded, whatever slips into the file: pictures are inside it, style and script too.
constexpr const char* policy =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'";

std::string provenance_of(const PageInput& input, std::string_view name) {
  for (const auto& [key, value] : input.provenance)
    if (key == name) return value;
  return {};
}

void write_head(Html& html, const PageInput& input) {
  html.open("head").empty("meta", {{"charset", "utf-8"}});
  html.empty("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy}});
  html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.element("title", input.title);
  html.open("style").raw(page_style()).close().close();
}

void write_header(Html& html, const PageInput& input) {
  html.open("header", {{"class", "top"}}).element("h1", input.title);
  html.element(
      "p",
      "What papers claim about associative memory in trained networks, each claim tested over seeded runs: the "
      "verdict, our numbers beside the published ones, and how likely the test is to err.",
      {{"class", "lead"}});
  std::string line;
  for (const char* name : {"program", "date"}) {
    const std::string value = provenance_of(input, name);
    if (!value.empty()) line += (line.empty() ? "" : " · ") + value;
  }
  if (!line.empty()) html.element("p", line, {{"class", "meta"}});
  html.close();
}

void write_contents(Html& html, const PageInput& input, const std::vector<std::string>& keys, bool together) {
  html.open("nav", {{"aria-label", "Contents"}}).open("ul");
  const auto link = [&](const std::string& anchor, const std::string& words) {
    html.open("li").element("a", words, {{"href", "#" + anchor}}).close();
  };
  link("glance", "At a glance");
  if (together) link("together", "All published means together");
  link("claims", fmt::format("Claims ({})", input.claims.size()));
  for (const std::string& key : keys) link("source-" + anchor_of(key), key);
  link("benchmarks", "Benchmarks");
  link("provenance", "How this was computed");
  html.close().close();
}

std::string_view meaning_of(Standing standing) {
  switch (standing) {
    case Standing::reproduced:
      return "the claim's rule holds";
    case Standing::contradicted:
      return "it does not; the reason stands under the claim";
    case Standing::inconclusive:
      return "the evidence is between";
    case Standing::invalid:
      return "a control failed: not to be trusted";
    case Standing::compared:
      return "means of few published runs; judges nothing";
    case Standing::skipped:
      return "its data is not there";
    case Standing::not_run:
      return "runs are missing, as those of dearer tiers are until they are asked for";
  }
  return {};
}

/// Links to what is not as recorded: the first thing a reader should see of a red page.
void write_unexpected(Html& html, const std::vector<ClaimEntry>& claims) {
  if (std::none_of(claims.begin(), claims.end(), is_unexpected)) return;
  html.open("ul", {{"class", "unexpected-claims"}});
  for (const ClaimEntry& entry : claims) {
    if (!is_unexpected(entry)) continue;
    html.open("li").element("a", entry.claim.id, {{"href", "#claim-" + anchor_of(entry.claim.id)}});
    html.text(fmt::format(" {}, expected {}", to_text(entry.standing), stats::to_text(entry.claim.expected))).close();
  }
  html.close();
}

void write_glance(Html& html, const PageInput& input) {
  const Counts counts = count_claims(input.claims);
  html.open("section", {{"id", "glance"}, {"aria-labelledby", "glance-title"}});
  html.element("h2", "At a glance", {{"id", "glance-title"}});
  const auto plural = [](std::size_t n) { return n == 1 ? "" : "s"; };
  html.open("p", {{"class", counts.unexpected > 0 ? "sum bad" : "sum good"}});
  html.text(fmt::format("{} claim{}, ", counts.claims, plural(counts.claims)));
  html.element("strong", fmt::format("{} as expected, {} unexpected", counts.as_expected, counts.unexpected));
  html.text(".").close();
  write_unexpected(html, input.claims);
  html.open("ul", {{"class", "tiles"}});
  for (const Standing standing : all_standings()) {
    const std::size_t number = counts.by_standing.at(standing);
    html.open("li", {{"class", class_of(standing) + (number == 0 ? " zero" : "")}});
    html.element("span", std::to_string(number), {{"class", "count"}}).text(" ");
    write_badge(html, standing);
    html.text(" ").element("span", meaning_of(standing), {{"class", "meaning"}}).close();
  }
  html.close().close();
}

void write_provenance(Html& html, const PageInput& input) {
  html.open("footer", {{"id", "provenance"}}).element("h2", "How this was computed");
  if (!input.provenance.empty()) {
    html.open("dl", {{"class", "facts"}});
    for (const auto& [name, value] : input.provenance) html.element("dt", name).element("dd", value);
    html.close();
  }
  html.element("p",
               "Seeds are 1 to n and never picked; thresholds were fixed before the runs. This file loads nothing.");
  html.close();
}

}  // namespace

std::string page_html(const PageInput& input) {
  const std::vector<std::string> keys = source_keys(input);
  const bool together = std::any_of(input.figures.begin(), input.figures.end(),
                                    [](const FigureEntry& figure) { return figure.source.empty(); });
  Html html;
  html.raw("<!DOCTYPE html>\n").open("html", {{"lang", "en"}});
  write_head(html, input);
  html.open("body").element("a", "Skip to the claims", {{"class", "skip"}, {"href", "#claims"}});
  write_header(html, input);
  write_contents(html, input, keys, together);
  html.open("main");
  write_glance(html, input);
  if (together) {
    html.open("section", {{"id", "together"}, {"aria-labelledby", "together-title"}});
    html.element("h2", "All published means together", {{"id", "together-title"}});
    write_figures(html, input.figures, "");
    html.close();
  }
  write_claims(html, input.claims);
  write_sources(html, input);
  write_benchmarks(html, input.benchmarks);
  html.close();
  write_provenance(html, input);
  html.open("script").raw(page_script()).close();
  html.close().close();
  return std::move(html).take();
}

}  // namespace basin::report
