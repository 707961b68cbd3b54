// Verdicts for continuous integration: JUnit XML.
#include <fmt/format.h>

#include <map>

#include "program/verdict_report.hpp"

namespace basin::program {
namespace {

/// Text as XML wants it; control characters, which XML 1.0 has no way to say, become spaces.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

struct Suite {
  std::string cases;
  std::size_t tests = 0, failures = 0, skipped = 0;
};

enum class Outcome { passed, failed, skipped };

void add_case(Suite& suite, const std::string& source, const std::string& name, Outcome outcome,
              const std::string& message) {
  ++suite.tests;
  std::string inside;
  if (outcome == Outcome::failed) {
    ++suite.failures;
    inside = fmt::format("<failure message=\"{}\"/>", escaped(message));
  } else if (outcome == Outcome::skipped) {
    ++suite.skipped;
    inside = fmt::format("<skipped message=\"{}\"/>", escaped(message));
  } else {
    inside = fmt::format("<system-out>{}</system-out>", escaped(message));
  }
  suite.cases +=
      fmt::format("    <testcase classname=\"{}\" name=\"{}\">{}</testcase>\n", escaped(source), escaped(name), inside);
}

Outcome outcome_of(const claims::ClaimJudgement& result, bool good) {
  if (result.skipped) return Outcome::skipped;
  return good ? Outcome::passed : Outcome::failed;
}

}  // namespace

std::string verdict_junit(const std::vector<Judged>& all) {
  std::map<std::string, Suite> suites;
  for (const auto& [claim, result] : all) {
    if (!claim.gates()) continue;
    Suite& suite = suites[claim.source];
    const std::string skipped = "its data is not there";
    add_case(suite, claim.source, "claim." + claim.id, outcome_of(result, result.as_expected),
             result.skipped ? skipped
                            : fmt::format("{}, expected {}: {}", result.shown(), to_text(claim.expected),
                                          result.judgement.evidence));
    for (const auto& control : result.controls) {
      add_case(suite, claim.source, "control." + claim.id + "." + control.name, outcome_of(result, control.works),
               result.skipped ? skipped
                              : fmt::format("{}, expected {}: {}", to_text(control.judgement.verdict),
                                            to_text(opposite(claim.expected)), control.judgement.evidence));
    }
  }
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"basin\">\n";
  for (const auto& [source, suite] : suites) {
    text += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n{}",
                        escaped(source), suite.tests, suite.failures, suite.skipped, suite.cases);
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

}  // namespace basin::program
