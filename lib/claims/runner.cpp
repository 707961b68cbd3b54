// Four steps: check all settings, look in the store, compute what is missing, put the rows in the order asked for.
#include "claims/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <mutex>
#include <new>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "claims/fingerprint.hpp"
#include "claims/run_times.hpp"
#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/progress.hpp"

namespace basin::claims {
namespace {

/// One run, asked for once or more.
struct Job {
  const Experiment* experiment;
  Setting setting;
  RunKey key;
  std::optional<Row> row;
  std::vector<Curve> curves = {};
  ExpectedTime expected = {std::numeric_limits<double>::infinity(), TimeBasis::unknown};
};

struct Jobs {
  std::vector<Job> jobs;                ///< different runs, in the order they were first asked for
  std::vector<std::size_t> of_request;  ///< the job of each request
};

/// "jiang2020.x with dim=4 width=8 seed 3"
std::string name_of(const Job& job) {
  return fmt::format("{} with {}{}seed {}", job.key.experiment, job.key.setting, job.key.setting.empty() ? "" : " ",
                     job.key.seed);
}

Setting checked_setting(const RunRequest& request) {
  try {
    Setting setting(request.experiment->parameters, request.given);
    if (request.experiment->check) request.experiment->check(setting);
    return setting;
  } catch (const Error& error) {
    throw Error(error.fault(), fmt::format("{}: {}", request.experiment->name, error.what()));
  }
}

Jobs checked_jobs(const std::vector<RunRequest>& requests) {
  Jobs result;
  std::map<std::tuple<std::string, std::string, std::uint64_t>, std::size_t> known;
  std::map<const Experiment*, std::string> fingerprints;
  // The seeds of an arm follow each other: its setting is checked once.
  const RunRequest* before = nullptr;
  std::optional<Setting> setting;
  for (const RunRequest& request : requests) {
    if (!before || before->experiment != request.experiment || before->given != request.given) {
      setting.emplace(checked_setting(request));
      before = &request;
    }
    auto& fingerprint = fingerprints[request.experiment];
    if (fingerprint.empty()) fingerprint = fingerprint_of(*request.experiment);
    RunKey key{request.experiment->name, setting->canonical(), request.seed, fingerprint};
    const auto [at, is_new] = known.try_emplace({key.experiment, key.setting, key.seed}, result.jobs.size());
    if (is_new) result.jobs.push_back({request.experiment, *setting, std::move(key), std::nullopt});
    result.of_request.push_back(at->second);
  }
  return result;
}

void require_sound(const Measured& result, const Experiment& experiment) {
  if (result.row.size() != experiment.columns.size()) {
    throw_machine_error("gave {} numbers for {} columns; mend the experiment", result.row.size(),
                        experiment.columns.size());
  }
  const std::string objection = objection_to(result.curves, experiment.series);
  if (!objection.empty()) throw_machine_error("gave {}; mend the experiment", objection);
}

/// Runs one job; what goes wrong is told with the run it went wrong in.
Measured measured(const Job& job, const RunnerOptions& options) {
  try {
    Measured result =
        job.experiment->measure(job.setting, {job.key.experiment, job.key.seed, options.data, options.perturbation});
    require_sound(result, *job.experiment);
    return result;
  } catch (const Error& error) {
    throw Error(error.fault(), fmt::format("{}: {}", name_of(job), error.what()));
  } catch (const std::bad_alloc&) {
    throw_machine_error("{}: out of memory; use fewer --jobs or a smaller setting", name_of(job));
  } catch (const std::exception& error) {
    throw_machine_error("{}: {}", name_of(job), error.what());
  }
}

/// Takes from the store what it has.
void look_up(std::vector<Job>& jobs, const RunStore& store, Reuse reuse, Curves curves, RunReport& report) {
  const std::vector<Series> none;
  for (Job& job : jobs) {
    auto found =
        store.find(job.key, job.experiment->columns, reuse, curves == Curves::wanted ? job.experiment->series : none);
    if (!found) continue;
    // Other code may have had other words.
    if (curves == Curves::wanted && !objection_to(found->curves, job.experiment->series).empty()) continue;
    ++report.reused;
    if (found->fingerprint != job.key.fingerprint) ++report.reused_other_code;
    job.row = std::move(found->row);
    job.curves = std::move(found->curves);
  }
}

/// The jobs without a row, longest expected first so that no long run starts when the others are nearly done.
std::vector<Job*> work_order(std::vector<Job>& jobs, const RunStore& store) {
  std::vector<Job*> work;
  RunTimes times(store);
  for (Job& job : jobs) {
    if (job.row) continue;
    // The seeds of an arm follow each other.
    const Job* before = work.empty() ? nullptr : work.back();
    const bool same =
        before && before->experiment == job.experiment && before->setting.values() == job.setting.values();
    job.expected = same ? before->expected : times.of(*job.experiment, job.setting);
    work.push_back(&job);
  }
  std::stable_sort(work.begin(), work.end(),
                   [](const Job* a, const Job* b) { return a->expected.seconds > b->expected.seconds; });
  return work;
}

/// What the jobs would cost, their expected times being filled in: one entry an experiment, by name.
std::vector<RunForecast> forecast_of(const std::vector<Job>& jobs) {
  std::map<std::string, RunForecast> forecasts;
  for (const Job& job : jobs) {
    RunForecast& forecast = forecasts.try_emplace(job.key.experiment, RunForecast{job.experiment}).first->second;
    ++forecast.wanted;
    if (job.row) {
      ++forecast.stored;
      continue;
    }
    const TimeBasis basis = job.expected.basis;
    ++(basis == TimeBasis::timed     ? forecast.timed
       : basis == TimeBasis::scaled  ? forecast.scaled
       : basis == TimeBasis::nominal ? forecast.nominal
                                     : forecast.unknown);
    if (basis == TimeBasis::unknown) continue;
    forecast.seconds += job.expected.seconds;
    forecast.longest = std::max(forecast.longest, job.expected.seconds);
  }
  std::vector<RunForecast> list;
  for (const auto& [name, forecast] : forecasts) list.push_back(forecast);
  return list;
}

std::uint64_t rows_passed_over(const std::vector<Job*>& work, const RunStore& store) {
  std::map<std::string, std::string> fingerprints;
  for (const Job* job : work) fingerprints[job->key.experiment] = job->key.fingerprint;
  std::uint64_t rows = 0;
  for (const auto& [experiment, fingerprint] : fingerprints) rows += store.rows_of_other_code(experiment, fingerprint);
  return rows;
}

void compute(const std::vector<Job*>& work, RunStore& store, const RunnerOptions& options, RunReport& report) {
  if (work.empty()) return;
  use_one_thread_inside();
  double seconds = 0.0;  // infinite where one is unknown: then all count the same
  for (const Job* job : work) seconds += job->expected.seconds;
  Progress progress("runs", work.size(), options.show_progress ? Progress::Output::shown : Progress::Output::silent,
                    seconds);
  std::mutex mutex;
  for_each_task(work.size(), options.jobs, [&](std::size_t i) {
    Job& job = *work[i];
    const auto start = std::chrono::steady_clock::now();
    std::string reason;
    try {
      Measured result = measured(job, options);
      job.row = std::move(result.row);
      job.curves = std::move(result.curves);
    } catch (const Error& error) {
      if (error.fault() != Fault::skipped) throw;
      reason = error.what();
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    {
      const std::lock_guard lock(mutex);
      const bool keep = options.perturbation == Perturbation::none;
      if (job.row) {
        ++report.computed;
        if (keep) {
          store.save(job.key, job.experiment->columns, *job.row, taken.count(), job.experiment->series, job.curves);
        }
        if (options.curves == Curves::unwanted) job.curves.clear();
      } else {
        if (report.skipped++ == 0) report.skip_reason = reason;
        if (keep) store.save_skip(job.key, reason);
      }
    }
    progress.advance(job.expected.seconds);
  });
}

}  // namespace

RunReport compute_runs(const std::vector<RunRequest>& requests, RunStore& store, const RunnerOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  RunReport report;
  Jobs asked = checked_jobs(requests);
  if (options.perturbation == Perturbation::none) look_up(asked.jobs, store, options.reuse, options.curves, report);
  const std::vector<Job*> work = work_order(asked.jobs, store);
  if (options.reuse == Reuse::same_code) report.other_code_rows = rows_passed_over(work, store);
  if (options.announce) options.announce(forecast_of(asked.jobs));
  compute(work, store, options, report);
  for (const std::size_t job : asked.of_request) {
    report.rows.push_back(asked.jobs[job].row);
    if (options.curves == Curves::wanted) report.curves.push_back(asked.jobs[job].curves);
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

bool all_missing_were_skipped(const std::vector<RunRequest>& requests, const RunStore& store, Reuse reuse) {
  const Jobs asked = checked_jobs(requests);
  return std::all_of(asked.jobs.begin(), asked.jobs.end(), [&](const Job& job) {
    return store.find(job.key, job.experiment->columns, reuse) || store.skip_reason(job.key);
  });
}

std::vector<RunForecast> forecast_runs(const std::vector<RunRequest>& requests, const RunStore& store, Reuse reuse) {
  Jobs asked = checked_jobs(requests);
  RunReport ignored;
  look_up(asked.jobs, store, reuse, Curves::unwanted, ignored);
  (void)work_order(asked.jobs, store);  // fills in the expected times
  return forecast_of(asked.jobs);
}

RunForecast sum_of(const std::vector<RunForecast>& forecasts) {
  RunForecast sum{nullptr};
  for (const RunForecast& one : forecasts) {
    sum.wanted += one.wanted;
    sum.stored += one.stored;
    sum.timed += one.timed;
    sum.scaled += one.scaled;
    sum.nominal += one.nominal;
    sum.unknown += one.unknown;
    sum.seconds += one.seconds;
    sum.longest = std::max(sum.longest, one.longest);
  }
  return sum;
}

}  // namespace basin::claims
