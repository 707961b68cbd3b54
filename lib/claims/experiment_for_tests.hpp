// Experiments as users call them: by name, setting and seed, with their numbers by column. For tests only.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "claims/experiment.hpp"
#include "core/error.hpp"

namespace basin::claims {

/// What a run gave, its row by column.
struct NamedRun {
  std::map<std::string, double> row;
  std::vector<Curve> curves;

  double operator[](const std::string& column) const {
    const auto found = row.find(column);
    if (found != row.end()) return found->second;
    ADD_FAILURE() << "no column " << column;
    return std::nan("");
  }
};

/// Checks the setting and runs the experiment. Throws as these do.
inline NamedRun run_named(const std::string& name, const Values& given, std::uint64_t seed = 1,
                          const std::filesystem::path& data = {}) {
  const Experiment& experiment = Registry::global().find(name);
  const Setting setting(experiment.parameters, given);
  if (experiment.check) experiment.check(setting);
  Measured measured = experiment.measure(setting, {.experiment = name, .seed = seed, .data = data});
  EXPECT_EQ(measured.row.size(), experiment.columns.size());
  EXPECT_EQ(objection_to(measured.curves, experiment.series), "");
  NamedRun run{{}, std::move(measured.curves)};
  for (std::size_t c = 0; c < measured.row.size(); ++c) run.row[experiment.columns.at(c).name] = measured.row[c];
  return run;
}

/// Whose fault it is that the experiment does not run at this setting; a failure of the test where it does.
inline Fault fault_of(const std::string& name, const Values& given) {
  try {
    (void)run_named(name, given);
  } catch (const Error& error) {
    return error.fault();
  }
  ADD_FAILURE() << name << " ran at " << to_text(given);
  return {};
}

/// The same settings, some of them changed.
inline Values with(Values values, const Values& more) {
  for (const auto& [name, value] : more) values[name] = value;
  return values;
}

}  // namespace basin::claims
