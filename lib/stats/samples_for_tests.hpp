// Synthetic samples for the tests of this module.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "stats/rule.hpp"
#include "stats/sample.hpp"

namespace basin::stats::testing {

/// Seeds 1..n.
inline std::vector<std::uint64_t> seeds_up_to(std::size_t n) {
  std::vector<std::uint64_t> seeds;
  for (std::size_t s = 1; s <= n; ++s) seeds.push_back(s);
  return seeds;
}

/// One arm without varied settings; column x, one value a seed.
inline Sample one_arm(const std::vector<double>& values) {
  Sample sample{{}, seeds_up_to(values.size()), {Arm{}}};
  for (const double value : values) sample.arms.front().runs.emplace_back(Numbers{{"x", value}});
  return sample;
}

/// An arm for each radius 1, 2, ...; values[arm][seed] in column x.
inline Sample arms_by_radius(const std::vector<std::vector<double>>& values) {
  Sample sample{{"radius"}, seeds_up_to(values.front().size()), {}};
  for (std::size_t a = 0; a < values.size(); ++a) {
    Arm arm{{{"radius", static_cast<double>(a + 1)}, {"activation", std::string("tanh")}}, {}};
    for (const double value : values[a]) arm.runs.emplace_back(Numbers{{"x", value}});
    sample.arms.push_back(arm);
  }
  return sample;
}

/// n runs of which the first `holding` have x = 1, the others x = 0.
inline Sample with_holding(std::size_t holding, std::size_t n) {
  std::vector<double> values(n, 0.0);
  for (std::size_t i = 0; i < holding; ++i) values[i] = 1.0;
  return one_arm(values);
}

inline Names names_for_tests(std::vector<std::string> varied = {}) {
  return {.columns = {"x", "y", "converged"},
          .settings = {"radius", "layers", "activation", "width"},
          .varied = std::move(varied)};
}

inline std::unique_ptr<Rule> rule_for_tests(const std::string& name, const Values& parameters,
                                            Verdict expected = Verdict::reproduced,
                                            std::vector<std::string> varied = {}, std::vector<Target> targets = {}) {
  return make_rule({.name = name, .parameters = parameters, .expected = expected, .targets = std::move(targets)},
                   names_for_tests(std::move(varied)));
}

/// What a call throws, as text; "nothing" where it throws nothing.
template <class Call>
std::string error_of(const Call& call) {
  try {
    call();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "nothing";
}

}  // namespace basin::stats::testing
