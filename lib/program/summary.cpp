// What was computed and what was not, and why.
#include "program/summary.hpp"

#include <fmt/format.h>

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

}  // namespace basin::program
