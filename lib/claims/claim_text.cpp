// Reads the form of a claim file.
#include "claims/claim_text.hpp"

#include <algorithm>
#include <array>

#include "claims/plan_text.hpp"
#include "claims/toml_table.hpp"
#include "core/error.hpp"
#include "core/suggest.hpp"
#include "core/text_file.hpp"

namespace basin::claims {

namespace {

constexpr std::uintmax_t most_bytes = 64 * 1024;
constexpr std::size_t most_controls = 32;  // chosen: each is judged with its own runs; more is a mistake
const std::vector<std::string> kinds = {"exact", "table", "figure", "qualitative", "derived"};

// TOML does not let `tier` be a word and a table at once, though tier = "quick" beside [tier.full] is how one would
// write it: headers [tier.X] are taken for [tiers.X], which other readers of TOML understand too.
std::string with_tiers_apart(const std::string& text) {
  static constexpr std::string_view header = "[tier.";
  std::string apart;
  std::size_t done = 0;
  for (std::size_t line = 0; line < text.size(); line = std::min(text.find('\n', line), text.size() - 1) + 1) {
    const std::size_t first = text.find_first_not_of(" \t", line);
    if (first == std::string::npos || text.compare(first, header.size(), header) != 0) continue;
    apart += text.substr(done, first - done) + "[tiers.";
    done = first + header.size();
  }
  return apart + text.substr(done);
}

void finish(TomlTable& table, const std::vector<std::string>& optional) {
  for (const auto& key : optional) table.allow(key);
  table.refuse_others();
}

void read_rule(TomlTable table, RuleKeys& rule) {
  rule.line = table.line();
  rule.name = table.filled_text("name");
  for (const auto& key : table.keys()) {
    if (key == "name") continue;
    const auto parameter = table.value(key);
    rule.parameters[key] = parameter.value;
    rule.lines[key] = parameter.line;
  }
}

void read_tiers(TomlTable table, ClaimText& text) {
  for (const auto& key : table.keys()) {
    const std::string name = "[tiers." + key + "]";
    TomlTable one = table.table(key, name);
    Tier tier = Tier::quick;
    try {
      tier = read_tier(key);
    } catch (const Error& error) {
      table.fail(one.line(), error.what());
    }
    if (tier <= text.tier)
      table.fail(one.line(), fmt::format("{} overrides a tier that is no dearer than the claim's own, {}; say it in "
                                         "[sample]",
                                         name, to_text(text.tier)));
    text.tiers[tier] = read_plan_text(one, name, Seeds::optional);
    finish(one, {"set", "vary", "seeds"});
  }
}

void read_controls(TomlTable table, ClaimText& text) {
  for (const auto& key : table.keys()) {
    const std::string name = "[control." + key + "]";
    TomlTable one = table.table(key, name);
    if (!is_path_word(key)) table.fail(one.line(), fmt::format("{}: names are made of a-z, 0-9 and _", name));
    if (text.controls.size() == most_controls)
      table.fail(one.line(), fmt::format("{} is one of more than {} controls", name, most_controls));
    ControlText control{key, one.optional_text("why", ""), read_plan_text(one, name, Seeds::optional)};
    finish(one, {"set", "vary", "seeds"});
    text.controls.push_back(std::move(control));
  }
  if (text.controls.empty()) table.fail(table.line(), "[control] is empty; a claim needs at least one control");
}

Located<stats::Verdict> read_expected(TomlTable& top) {
  const auto word = top.text("expected");
  for (const auto verdict : {stats::Verdict::reproduced, stats::Verdict::contradicted, stats::Verdict::compared})
    if (word.value == to_text(verdict)) return {verdict, word.line};
  top.fail(word.line, fmt::format("expected is '{}'; it must be reproduced, contradicted or, of a comparison with "
                                  "published means, compared",
                                  word.value));
}

// A comparison is shown and judges nothing: what it may not claim, and what it has no use for.
void require_kind_of_rule(const TomlTable& top, const Located<stats::Verdict>& expected, const std::string& rule) {
  const bool compares = stats::only_compares(rule);
  if (compares == (expected.value == stats::Verdict::compared)) return;
  top.fail(expected.line, compares ? fmt::format("expected is '{}', but rule '{}' judges nothing; write compared",
                                                 to_text(expected.value), rule)
                                   : fmt::format("expected is 'compared', but rule '{}' judges; write reproduced or "
                                                 "contradicted, or take rule published_mean",
                                                 rule));
}

Located<stats::Verdict> read_top(TomlTable& top, ClaimText& text) {
  (void)top.whole_number("schema", 1, 1);
  text.where = top.filled_text("where").value;
  text.statement = top.filled_text("statement").value;
  const auto kind = top.text("kind");
  if (std::find(kinds.begin(), kinds.end(), kind.value) == kinds.end())
    top.fail(kind.line, fmt::format("kind '{}' is unknown; {}", kind.value, known_names(kind.value, kinds)));
  text.kind = kind.value;
  const auto tier = top.text("tier");
  try {
    text.tier = read_tier(tier.value);
  } catch (const Error& error) {
    top.fail(tier.line, error.what());
  }
  const auto expected = read_expected(top);
  text.expected = expected.value;
  text.declared = top.date("declared");
  if (text.expected == stats::Verdict::contradicted)
    text.reason = top.filled_text("reason").value;
  else
    text.reason = top.optional_text("reason", "");
  return expected;
}

}  // namespace

ClaimText read_claim_text(const std::filesystem::path& file) {
  const std::string source = read_text_file(file, most_bytes);
  const toml::table parsed = parse_toml(file, with_tiers_apart(source));
  ClaimText text;
  text.file = file;
  TomlTable top(file, "the claim", parsed, 1);
  const auto expected = read_top(top, text);
  TomlTable sample = top.table("sample", "[sample]");
  text.experiment = sample.filled_text("experiment");
  text.sample = read_plan_text(sample, "[sample]", Seeds::needed);
  finish(sample, {"set", "vary", "seeds"});
  read_rule(top.table("rule", "[rule]"), text.rule);
  require_kind_of_rule(top, expected, text.rule.name.value);
  if (top.has("tiers")) read_tiers(top.table("tiers", "[tiers]"), text);
  if (expected.value != stats::Verdict::compared) {
    read_controls(top.table("control", "[control]"), text);
  } else if (top.has("control")) {
    top.fail(top.table("control", "[control]").line(),
             "a comparison judges nothing, so that no control can fail; remove [control]");
  }
  if (top.has("published")) {
    TomlTable published = top.table("published", "[published]");
    text.published = published.filled_text("file");
    finish(published, {});
  }
  finish(top, {"published", "tiers"});
  return text;
}

}  // namespace basin::claims
