// The rules by name.
#include "stats/rule.hpp"

#include <map>

#include "core/error.hpp"
#include "core/suggest.hpp"
#include "stats/rules.hpp"

namespace basin::stats {
namespace {

using Maker = std::unique_ptr<Rule> (*)(const RuleText&, const Names&);

const std::map<std::string, Maker> makers{{"exact", make_exact},
                                          {"mean_within", make_mean_within},
                                          {"proportion", make_proportion},
                                          {"published_mean", make_published_mean}};

}  // namespace

std::unique_ptr<Rule> make_rule(const RuleText& text, const Names& names) {
  const auto found = makers.find(text.name);
  if (found == makers.end())
    throw_input_error("rule '{}' is unknown; {}", text.name, known_names(text.name, rule_names()));
  if (only_compares(text.name) != (text.expected == Verdict::compared))
    throw_input_error("rule '{}': a claim of it cannot be expected to be {}{}", text.name, to_text(text.expected),
                      only_compares(text.name) ? "; write compared" : "");
  return found->second(text, names);
}

bool only_compares(const std::string& name) {
  return name == "published_mean";
}

std::vector<std::string> rule_names() {
  std::vector<std::string> names;
  for (const auto& [name, maker] : makers) names.push_back(name);
  return names;
}

}  // namespace basin::stats
