// The parts of the page, each written by a file of its own. Internal.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/html.hpp"
#include "report/page.hpp"

namespace basin::report {

/// How many claims have which standing, and how many verdicts are the recorded ones.
struct Counts {
  std::map<Standing, std::size_t> by_standing;  ///< every standing is there
  std::size_t claims = 0, as_expected = 0, unexpected = 0;
};
/// Over the claims of a source; of all where `source` is empty.
[[nodiscard]] Counts count_claims(const std::vector<ClaimEntry>& claims, std::string_view source = {});

/// Every standing, in the order in which the page names them.
[[nodiscard]] const std::vector<Standing>& all_standings();
/// The mark beside the word: a shape for each, so that no reader needs the colour.
[[nodiscard]] std::string_view mark_of(Standing standing);
/// For class names and filters: the word with '-' for blanks.
[[nodiscard]] std::string class_of(Standing standing);
/// Mark and word in the standing's colour.
void write_badge(Html& html, Standing standing);

/// Whether a verdict was given that must be the recorded one: comparisons and what was not run are not among them.
[[nodiscard]] bool is_judged(const ClaimEntry& entry);
[[nodiscard]] bool is_unexpected(const ClaimEntry& entry);

/// The keys of all sources that claims, figures or sources name, each once: those of `sources` first, in their order.
[[nodiscard]] std::vector<std::string> source_keys(const PageInput& input);

/// "0.8 s", "12 s", "3.4 min", "1.2 h"; "–" for zero or less.
[[nodiscard]] std::string duration(double seconds);
/// A probability as a rate: "1e-6", "0.002"; "–" for NaN.
[[nodiscard]] std::string rate(double probability);

/// A table that scrolls in a frame of its own; `label` names the frame, which the keyboard reaches.
/// The first column of each row is its header.
void write_table(Html& html, const Table& table, const std::string& label);

/// The section with the table of all claims.
void write_claims(Html& html, const std::vector<ClaimEntry>& claims);
/// What opens under a claim: evidence, controls, arms, published numbers, how to run it.
void write_claim_details(Html& html, const ClaimEntry& entry);

/// The figures of a source; nothing where it has none.
void write_figures(Html& html, const std::vector<FigureEntry>& figures, std::string_view source);
/// A section a source: reference, counts, figures, errata.
void write_sources(Html& html, const PageInput& input);

/// The section with the program's own speed; how to measure it where there are no results.
void write_benchmarks(Html& html, const std::optional<Benchmarks>& benchmarks);

}  // namespace basin::report
