// Gives the words of a claim file their meaning: experiment, arms, rule, controls, published numbers; all tiers are
// checked, one is kept.
#include "claims/claim.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "claims/claim_plan.hpp"
#include "claims/claim_text.hpp"
#include "claims/published_files.hpp"
#include "core/error.hpp"
#include "core/suggest.hpp"
#include "core/text_file.hpp"

namespace basin::claims {

namespace fs = std::filesystem;

namespace {

// The word of a claim that asks for a published number for every arm: the rule's name, 'within', or 'equals' where that
// is no number. Empty where none does.
std::string comparing_word(const RuleKeys& rule) {
  if (stats::only_compares(rule.name.value)) return rule.name.value;
  if (rule.parameters.contains("within")) return "within";
  const auto equals = rule.parameters.find("equals");
  return equals != rule.parameters.end() && std::holds_alternative<std::string>(equals->second) ? "equals" : "";
}

// What a tier of a claim consists of.
struct Parts {
  SamplePlan plan;
  std::shared_ptr<const stats::Rule> rule;
  std::vector<Control> controls;
};

class Builder {
 public:
  Builder(const ClaimText& text, const Experiment& experiment, std::shared_ptr<const Published> published)
      : text_(text), experiment_(experiment), published_(std::move(published)) {}

  Parts build(Tier tier) {
    const PlacedPlan claim = claim_plan(text_, tier);
    const auto settings = settings_of(text_, claim, experiment_);
    targets_.clear();
    find_targets(claim.plan, settings);
    require_targets(settings, text_.rule.line);
    Parts parts{claim.plan, claim_rule(claim.plan, settings), {}};
    require_power(*parts.rule, claim, stats::Role::claim);
    for (const auto& control : text_.controls) {
      const PlacedPlan placed = control_plan(text_, claim, control);
      const auto arms = settings_of(text_, placed, experiment_);
      if (keys_of(arms) == keys_of(settings))
        fail_at(
            text_.file, placed.line,
            fmt::format("[control.{}] changes no setting of the claim; it can give no other verdict", control.name));
      require_targets(arms, placed.line);
      try {
        parts.controls.push_back({control.name, control.why, placed.plan, make_rule(placed.plan)});
        try_out(*parts.controls.back().rule, placed.plan, arms);
      } catch (const Error& error) {  // the claim itself has passed: what the rule lacks, the control took away
        fail_at(text_.file, placed.line,
                fmt::format("[control.{}] does not suit the rule: {}", control.name, error.what()));
      }
      require_power(*parts.controls.back().rule, placed, stats::Role::control);
    }
    return parts;
  }

 private:
  static std::set<std::string> keys_of(const std::vector<Setting>& settings) {
    std::set<std::string> keys;
    for (const auto& setting : settings) keys.insert(setting.canonical());
    return keys;
  }

  // The numbers that the rule compares with: those printed for its quantity and for an arm of the claim. A control
  // keeps them: what it must miss is what the claim must hit.
  void find_targets(const SamplePlan& plan, const std::vector<Setting>& settings) {
    const auto of = text_.rule.parameters.find("of");
    if (!published_ || of == text_.rule.parameters.end()) return;
    for (const auto& number : published_->numbers) {
      if (Value(number.column) != of->second) continue;
      const bool ours = std::any_of(settings.begin(), settings.end(),
                                    [&](const Setting& setting) { return belongs_to(number, setting.values()); });
      if (!ours) continue;
      Values levels;
      for (const auto& [name, varied] : plan.vary)
        if (number.levels.contains(name)) levels[name] = number.levels.at(name);
      targets_.push_back({levels, number.mean()});
    }
  }

  void require_targets(const std::vector<Setting>& settings, std::size_t line) const {
    const std::string comparing = comparing_word(text_.rule);
    if (comparing.empty()) return;
    for (const auto& setting : settings) {
      const bool found = std::any_of(targets_.begin(), targets_.end(), [&](const stats::Target& target) {
        return std::all_of(target.levels.begin(), target.levels.end(),
                           [&](const auto& level) { return setting.values().at(level.first) == level.second; });
      });
      if (!found)
        fail_at(text_.file, line,
                fmt::format("'{}' needs a published number for every arm; there is none of {} for {}", comparing,
                            to_text(text_.rule.parameters.contains("of") ? text_.rule.parameters.at("of") : Value("")),
                            setting.canonical()));
    }
  }

  std::shared_ptr<const stats::Rule> make_rule(const SamplePlan& plan) const {
    stats::Names names = names_of(experiment_);
    for (const auto& [name, levels] : plan.vary) names.varied.push_back(name);
    return stats::make_rule({text_.rule.name.value, text_.rule.parameters, text_.expected, targets_}, names);
  }

  // Judges one run of each arm that is not there, so that what the arms lack for the rule (levels of a trend, say) is
  // found now and not when the runs have been computed.
  static void try_out(const stats::Rule& rule, const SamplePlan& plan, const std::vector<Setting>& settings) {
    stats::Sample sample{{}, {1}, {}};
    for (const auto& [name, levels] : plan.vary) sample.varied.push_back(name);
    for (const auto& setting : settings) sample.arms.push_back({setting.values(), {std::nullopt}});
    (void)rule.judge(sample, stats::Role::claim);
  }

  std::shared_ptr<const stats::Rule> claim_rule(const SamplePlan& plan, const std::vector<Setting>& settings) const {
    try {
      auto rule = make_rule(plan);
      try_out(*rule, plan, settings);
      return rule;
    } catch (const Error& error) {
      fail_at(text_.file, line_blamed(error.what(), text_.rule.lines, text_.rule.name.line), error.what());
    }
  }

  void require_power(const stats::Rule& rule, const PlacedPlan& placed, stats::Role role) const {
    std::size_t arms = 1;
    for (const auto& [name, levels] : placed.plan.vary) arms *= levels.size();
    try {
      rule.require_power(placed.plan.seeds, arms, role);
    } catch (const Error& error) {
      fail_at(text_.file, placed.seeds_line, error.what());
    }
  }

  const ClaimText& text_;
  const Experiment& experiment_;
  std::shared_ptr<const Published> published_;  // null where there are none
  std::vector<stats::Target> targets_;
};

// The parts of the path below the claims folder, the last without .toml.
std::vector<std::string> path_words(const Library& library, const fs::path& file) {
  const fs::path folder = fs::absolute(library.claims).lexically_normal() / "";
  const fs::path relative = fs::absolute(file).lexically_normal().lexically_relative(folder);
  std::vector<std::string> words;
  for (const auto& part : relative) words.push_back(part.string());
  if (words.size() < 2 || words.front() == "..")
    throw_input_error("{}:1: a claim lies in {}/<source>/", file.string(), library.claims.string());
  if (!words.back().ends_with(".toml")) throw_input_error("{}:1: a claim file ends in .toml", file.string());
  words.back().resize(words.back().size() - 5);
  for (const auto& word : words)
    if (!is_path_word(word))
      throw_input_error("{}:1: '{}' cannot be part of an id; rename it with a-z, 0-9 and _ only", file.string(), word);
  return words;
}

const Experiment& find_experiment(const ClaimText& text) {
  try {
    return Registry::global().find(text.experiment.value);
  } catch (const Error& error) {
    fail_at(text.file, text.experiment.line, error.what());
  }
}

std::shared_ptr<const Published> find_published(const Library& library, const std::string& source,
                                                const ClaimText& text, const Experiment& experiment,
                                                PublishedFiles& files) {
  if (text.published) return files.find(library.golden, source, *text.published, text.file, experiment);
  const std::string word = comparing_word(text.rule);
  if (!word.empty()) {
    const auto line = text.rule.lines.find(word);
    fail_at(text.file, line == text.rule.lines.end() ? text.rule.name.line : line->second,
            fmt::format("'{}' compares with published numbers; add [published]", word));
  }
  return nullptr;
}

// The claim files below a folder, sorted.
std::vector<fs::path> claim_files(const fs::path& folder) {
  std::error_code problem;
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator it(folder, problem), end; !problem && it != end; it.increment(problem)) {
    const fs::path& path = it->path();
    const bool hidden = path.filename().string().starts_with('.');  // editors leave such
    if (hidden && !it->is_symlink() && it->is_directory()) it.disable_recursion_pending();
    if (hidden) continue;
    if (it->is_symlink() && fs::is_directory(it->status()))
      throw_input_error("{}: is a link to a folder; put the folder itself there", path.string());
    if (path.extension() == ".toml") files.push_back(path);
  }
  if (problem)
    throw_input_error("{}: cannot be read as the folder of claims ({}); name another", folder.string(),
                      problem.message());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::string to_text(Tier tier) {
  if (tier == Tier::quick) return "quick";
  return tier == Tier::full ? "full" : "paper";
}

Tier read_tier(const std::string& text) {
  for (const Tier tier : {Tier::quick, Tier::full, Tier::paper})
    if (to_text(tier) == text) return tier;
  throw_input_error("tier '{}' is unknown; known: quick, full, paper", text);
}

stats::Names names_of(const Experiment& experiment) {
  stats::Names names;
  for (const auto& column : experiment.columns) names.columns.insert(column.name);
  for (const auto& parameter : experiment.parameters) {
    names.settings.insert(parameter.name);
    if (parameter.kind == Kind::choice) names.words.insert(parameter.name);
  }
  return names;
}

stats::Operating operating_of(const Claim& claim) {
  return claim.rule->operating(claim.plan.seeds, arms_of(claim.plan).size(), stats::Role::claim);
}

stats::Operating operating_of(const Control& control) {
  return control.rule->operating(control.plan.seeds, arms_of(control.plan).size(), stats::Role::control);
}

std::string command_to_repeat(const Claim& claim, std::uint64_t seed_epoch) {
  std::string command = fmt::format("basin verify {} --tier {}", claim.id, to_text(claim.judged));
  if (seed_epoch > 0) command += fmt::format(" --seed-epoch {}", seed_epoch);
  return command;
}

std::vector<Values> arms_of(const SamplePlan& plan) {
  std::vector<Values> arms = {plan.set};
  for (const auto& [name, levels] : plan.vary) {
    std::vector<Values> finer;
    for (const auto& arm : arms)
      for (const auto& level : levels) {
        finer.push_back(arm);
        finer.back()[name] = level;
      }
    arms = std::move(finer);
  }
  return arms;
}

namespace {

Claim read_claim(const Library& library, const fs::path& file, Tier tier, PublishedFiles& files) {
  const auto words = path_words(library, file);
  if (fs::exists(file)) require_inside(library.claims, file);
  const ClaimText text = read_claim_text(file);
  const Experiment& experiment = find_experiment(text);
  Claim claim;
  claim.source = words.front();
  for (const auto& word : words) claim.id += (claim.id.empty() ? "" : ".") + word;
  claim.file = file;
  claim.where = text.where;
  claim.statement = text.statement;
  claim.kind = text.kind;
  claim.reason = text.reason;
  claim.declared = text.declared;
  claim.tier = text.tier;
  claim.judged = std::max(tier, text.tier);
  claim.expected = text.expected;
  claim.experiment = &experiment;
  claim.published = find_published(library, claim.source, text, experiment, files);
  Builder builder(text, experiment, claim.published);
  for (const Tier each : {Tier::quick, Tier::full, Tier::paper}) {
    if (each != text.tier && !text.tiers.contains(each)) continue;
    Parts parts = builder.build(each);  // dearer tiers too: a mistake must not wait for the night that runs them
    if (each > claim.judged) continue;
    claim.plan = std::move(parts.plan);
    claim.rule = std::move(parts.rule);
    claim.controls = std::move(parts.controls);
  }
  return claim;
}

std::vector<Claim> read_each(const Library& library, Tier tier) {
  std::vector<Claim> claims;
  PublishedFiles files;
  for (const auto& file : claim_files(library.claims)) claims.push_back(read_claim(library, file, tier, files));
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) { return a.id < b.id; });
  return claims;
}

}  // namespace

Claim read_claim(const Library& library, const fs::path& file, Tier tier) {
  PublishedFiles files;
  return read_claim(library, file, tier, files);
}

std::vector<Claim> read_all_claims(const Library& library, Tier tier) {
  return read_each(library, tier);
}

std::vector<Claim> read_claims(const Library& library, Tier tier) {
  std::vector<Claim> claims = read_each(library, tier);
  std::erase_if(claims, [&](const Claim& claim) { return claim.tier > tier; });
  return claims;
}

}  // namespace basin::claims
