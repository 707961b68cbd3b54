// The page: one self-contained HTML file, from what is known to text.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "claims/claim.hpp"
#include "claims/judge.hpp"
#include "report/benchmarks.hpp"

namespace basin::report {

/// What became of a claim, as the page counts it. `not_run`: runs are missing that are no question of data.
enum class Standing { reproduced, contradicted, inconclusive, invalid, compared, skipped, not_run };
using basin::to_text;  // beside the one for standings
[[nodiscard]] std::string to_text(Standing standing);

/// The numbers of one arm that the small picture of a claim shows.
struct ArmValues {
  std::string levels;          ///< "radius=5 width=1000"; empty where nothing varies
  std::vector<double> values;  ///< one a seed, NaN left out
};

/// A claim as the page tells it.
struct ClaimEntry {
  claims::Claim claim;
  claims::ClaimJudgement result;
  Standing standing = Standing::not_run;
  double false_alarm, miss;     ///< of the claim's rule; NaN where it judges nothing. Power is 1 - miss
  double seconds = 0.0;         ///< processor time its runs (and its controls') took when they were computed
  std::size_t runs = 0;         ///< of them
  std::string quantity;         ///< what `arms` holds: a column or an expression
  std::vector<ArmValues> arms;  ///< one an arm
  std::string command;          ///< that judges it: "basin verify ID --tier quick"
};

/// A table under a figure: every row as long as the header. Numbers are text already.
struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

/// A figure, drawn.
struct FigureEntry {
  std::string name;  ///< "fig_3": with its source the anchor
  std::string source, title, where, caption;
  std::string alt;                    ///< what a reader who cannot see it should know
  std::string svg;                    ///< the picture; empty where it could not be drawn, `note` says why
  std::string note;                   ///< "2 of 9 settings were not run: ..."; may be empty
  std::vector<std::string> commands;  ///< that computed its runs
  Table table;
  std::string csv_file, svg_file;  ///< beside the page, relative to it
};

/// A source: its section's text.
struct SourceEntry {
  std::string key;        ///< jiang2020
  std::string reference;  ///< authors, title, where published: its README up to the first section, Markdown
  std::string errata;     ///< of its README, Markdown; empty where it has none
};

struct PageInput {
  std::vector<ClaimEntry> claims;    ///< by id
  std::vector<FigureEntry> figures;  ///< by source, then in their order; source "" stands on top (all pulls)
  std::vector<SourceEntry> sources;
  std::vector<std::pair<std::string, std::string>> provenance;  ///< "compiler", "g++ 12.2.0"
  std::optional<Benchmarks> benchmarks;                         ///< of the program, whatever sources are shown
  std::string title;
};

/// The whole file. Everything that is given is text: it is escaped here (Markdown: read without raw HTML).
[[nodiscard]] std::string page_html(const PageInput& input);

}  // namespace basin::report
