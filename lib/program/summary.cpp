// What was computed and what was not, and why.
#include "program/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "claims/run_times.hpp"
#include "core/progress.hpp"

namespace basin::program {

std::string runs_summary(const claims::RunReport& report) {
  std::string text = fmt::format("{} runs computed, {} reused", report.computed, report.reused);
  if (report.reused_other_code > 0) text += fmt::format(" ({} of them from other code)", report.reused_other_code);
  if (report.skipped > 0) text += fmt::format(", {} skipped ({})", report.skipped, report.skip_reason);
  text += ", " + duration_text(report.seconds);
  if (report.other_code_rows > 0) {
    text += fmt::format("; {} stored runs were not taken, being from other code (--reuse any takes them)",
                        report.other_code_rows);
  }
  return text;
}

std::string rough_duration(double seconds) {
  if (!(seconds >= 1.0)) return "less than a second";
  if (seconds < 60.0) return fmt::format("about {:.0f} s", seconds);
  const auto minutes = static_cast<long long>(std::llround(std::min(seconds, 1e15) / 60.0));
  if (minutes < 60) return fmt::format("about {} min", minutes);
  const long long hours = minutes / 60;
  if (hours < 24) return fmt::format("about {} h {} min", hours, minutes % 60);
  return fmt::format("about {} d {} h", hours / 24, hours % 24);
}

std::string grouped(std::size_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t end = text.size(); end > 3; end -= 3) text.insert(end - 3, ",");
  return text;
}

std::string basis_text(const claims::RunForecast& forecast) {
  std::vector<std::string> parts;
  const auto add = [&](std::size_t runs, const std::string& how) {
    if (runs > 0) parts.push_back(fmt::format("{} {}", grouped(runs), how));
  };
  add(forecast.timed, "timed");
  add(forecast.scaled, "scaled by their work from runs of other settings");
  add(forecast.nominal, fmt::format("at a nominal {:g} operations a second", claims::nominal_rate));
  add(forecast.unknown, "unknown");
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string announcement(const claims::RunForecast& forecast, unsigned cores) {
  const std::string known = rough_duration(forecast.seconds_on(cores));
  std::string time = known;
  if (forecast.unknown == forecast.open())
    time = "time unknown (never timed)";
  else if (forecast.unknown > 0)
    time = fmt::format("{} for all but {} never timed", known, grouped(forecast.unknown));
  return fmt::format("{} of {} runs to compute on {} core{}, {}; stop it at any time, what is computed is kept",
                     grouped(forecast.open()), grouped(forecast.wanted), cores, cores == 1 ? "" : "s", time);
}

}  // namespace basin::program
