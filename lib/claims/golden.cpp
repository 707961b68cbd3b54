// Which runs are recorded, how far a column may move, and what has moved further.
#include "claims/golden.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

#include "core/error.hpp"

namespace basin::claims {

namespace {

constexpr std::size_t most_settings = 24;  // chosen: a file a person can still read through
constexpr std::uint64_t seeds = 2;
// Chosen: other kernels and thread counts reorder sums, which moves rows by more than one perturbed bit does.
constexpr double headroom = 50.0;
constexpr double floor_of_scale = 1e-6;     // chosen: what linear algebra libraries agree on in iterated work
constexpr double least_step_margin = 2.0;   // chosen: a stop threshold is crossed a step or two sooner or later
constexpr double least_step_count = 100.0;  // chosen: below it whole numbers are counts of things, and exact
constexpr double share_of_spread = 0.1;     // METHOD: a tenth of the spread between seeds

// The variance between seeds pooled over settings, from values by setting; NaN and infinity have no say.
class PooledSpread {
 public:
  void add(const std::string& setting, double value) {
    if (std::isfinite(value)) by_setting_[setting].push_back(value);
  }
  /// NaN where no setting has two seeds.
  [[nodiscard]] double sd() const {
    double sum = 0.0;
    std::size_t degrees = 0;
    for (const auto& [setting, values] : by_setting_) {
      double mean = 0.0;
      for (const double value : values) mean += value / static_cast<double>(values.size());
      const bool same = std::all_of(values.begin(), values.end(), [&](double value) { return value == values[0]; });
      for (const double value : values) sum += same ? 0.0 : (value - mean) * (value - mean);
      degrees += values.size() - 1;
    }
    return degrees == 0 ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(sum / static_cast<double>(degrees));
  }

 private:
  std::map<std::string, std::vector<double>> by_setting_;
};

// What one column does between seeds and under the perturbation.
struct Behaviour {
  double largest = 0.0, moved = 0.0, sd = 0.0;
  bool whole = true;
};

bool same_kind(double a, double b) {
  return std::isfinite(a) ? std::isfinite(b) : a == b || (a != a && b != b);
}

Behaviour behaviour_of(std::size_t column, const std::vector<std::string>& keys, const std::vector<Row>& plain,
                       const std::vector<Row>& perturbed) {
  Behaviour found;
  PooledSpread spread;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const double value = plain[i].at(column), other = perturbed[i].at(column);
    spread.add(keys[i], value);
    if (!same_kind(value, other)) found.moved = std::numeric_limits<double>::infinity();
    if (!std::isfinite(value) || !std::isfinite(other)) continue;
    found.largest = std::max(found.largest, std::abs(value));
    found.moved = std::max(found.moved, std::abs(value - other));
    found.whole = found.whole && value == std::trunc(value) && other == std::trunc(other);
  }
  found.sd = spread.sd();
  return found;
}

std::vector<std::string> keys_of(const Experiment& experiment, const std::vector<RunRequest>& requests) {
  std::vector<std::string> keys;
  for (const auto& request : requests) keys.push_back(Setting(experiment.parameters, request.given).canonical());
  return keys;
}

std::string run_name(const std::string& setting, std::uint64_t seed) {
  return fmt::format("{}, seed {}", setting, seed);
}

/// For a reader: what a file or a claim says of a setting, without the defaults.
std::string written(const Values& setting) {
  return setting.empty() ? "defaults" : to_text(setting);
}

}  // namespace

std::filesystem::path golden_file(const Library& library, const Experiment& experiment, Tier tier) {
  const std::size_t dot = experiment.name.find('.');
  return library.golden / experiment.name.substr(0, dot) /
         fmt::format("{}.{}.csv", experiment.name.substr(dot + 1), to_text(tier));
}

std::vector<RunRequest> golden_requests(const std::vector<Claim>& claims, const Experiment& experiment, Tier tier) {
  std::vector<Values> settings;
  std::set<std::string> seen;
  for (const auto& claim : claims) {
    if (claim.experiment != &experiment || claim.judged != tier || !claim.gates()) continue;
    for (const auto& given : arms_of(claim.plan)) {
      const Setting setting(experiment.parameters, given);
      if (experiment.chaotic && experiment.chaotic(setting)) continue;
      if (seen.insert(setting.canonical()).second) settings.push_back(given);
    }
  }
  const std::size_t taken = std::min(settings.size(), most_settings);
  std::vector<RunRequest> requests;
  for (std::size_t i = 0; i < taken; ++i)
    for (std::uint64_t seed = 1; seed <= seeds; ++seed)
      requests.push_back({&experiment, settings[i * settings.size() / taken], seed});
  return requests;
}

std::map<std::string, double> golden_tolerances(const Experiment& experiment, const std::vector<RunRequest>& requests,
                                                const std::vector<Row>& plain, const std::vector<Row>& perturbed) {
  if (plain.size() != requests.size() || perturbed.size() != requests.size())
    throw std::logic_error("golden rows: not one row for each request");
  const auto keys = keys_of(experiment, requests);
  std::map<std::string, double> tolerances;
  for (std::size_t column = 0; column < experiment.columns.size(); ++column) {
    const Behaviour found = behaviour_of(column, keys, plain, perturbed);
    double tolerance = std::max(headroom * found.moved, floor_of_scale * std::max(1.0, found.largest));
    const bool differs = found.sd > 0.0;
    if (found.whole && differs && found.largest >= least_step_count) tolerance = std::max(tolerance, least_step_margin);
    if (differs ? tolerance <= share_of_spread * found.sd : found.moved == 0.0)
      tolerances[experiment.columns[column].name] = tolerance;
  }
  return tolerances;
}

GoldenReport check_golden(const Golden& golden, const Experiment& experiment, const std::vector<RunRequest>& requests,
                          const std::vector<std::optional<Row>>& rows) {
  if (rows.size() != requests.size()) throw std::logic_error("golden rows: not one row for each request");
  std::map<std::string, const GoldenRow*> recorded;
  std::map<std::string, PooledSpread> spreads;
  for (const auto& row : golden.rows) {
    const std::string key = Setting(experiment.parameters, row.setting).canonical();
    recorded[run_name(key, row.seed)] = &row;
    for (const auto& [column, value] : row.values) spreads[column].add(key, value);
  }
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < experiment.columns.size(); ++i) index[experiment.columns[i].name] = i;

  GoldenReport report;
  std::set<std::string> asked;
  const auto keys = keys_of(experiment, requests);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::string name = run_name(keys[i], requests[i].seed);
    if (!asked.insert(name).second) continue;
    const auto found = recorded.find(name);
    if (found == recorded.end()) report.not_recorded.push_back(run_name(written(requests[i].given), requests[i].seed));
    if (found != recorded.end() && !rows[i]) ++report.missing;
    if (found == recorded.end() || !rows[i]) continue;
    const GoldenRow& then = *found->second;
    for (const auto& [column, tolerance] : golden.tolerances) {
      ++report.compared;
      const double before = then.values.at(column), now = rows[i]->at(index.at(column));
      const bool comparable = std::isfinite(before) && std::isfinite(now);
      if (comparable ? std::abs(now - before) <= tolerance : same_kind(before, now)) continue;
      const double sd = spreads[column].sd();
      report.differences.push_back(
          {column, then.setting, then.seed, before, now,
           comparable ? std::abs(now - before) / tolerance : std::numeric_limits<double>::infinity(),
           comparable && sd > 0.0 ? (now - before) / sd : std::numeric_limits<double>::quiet_NaN()});
    }
  }
  for (const auto& [name, row] : recorded)
    if (!asked.contains(name)) report.not_asked_for.push_back(run_name(written(row->setting), row->seed));
  const auto weight = [](const GoldenDifference& difference) {
    return std::isnan(difference.effect) ? std::numeric_limits<double>::infinity() : std::abs(difference.effect);
  };
  std::stable_sort(report.differences.begin(), report.differences.end(),
                   [&](const auto& a, const auto& b) { return weight(a) > weight(b); });
  return report;
}

}  // namespace basin::claims
