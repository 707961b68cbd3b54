// Verdicts for continuous integration: JUnit XML, as Jenkins, GitLab and the viewers of GitHub actions read it.
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <utility>

#include "program/claim_json.hpp"
#include "program/output.hpp"
#include "program/verdict_report.hpp"
#include "program/xml.hpp"

namespace basin::program {
namespace {

using claims::Claim;
using Properties = std::vector<std::pair<std::string, std::string>>;

struct Suite {
  std::string cases;
  std::size_t tests = 0, failures = 0, skipped = 0;
  double seconds = 0.0;
};

enum class Outcome { passed, failed, skipped };

/// One test case before it is text.
struct Case {
  std::string name, file;
  Outcome outcome;
  double seconds;
  Properties properties;
  std::string message;  ///< one line
  std::string account;  ///< several
};

Outcome outcome_of(const claims::ClaimJudgement& result, bool good) {
  if (result.skipped) return Outcome::skipped;
  return good ? Outcome::passed : Outcome::failed;
}

std::string number_text(double value) {
  return fmt::format("{}", value);
}

/// Numbers of each arm, by the levels of its varied settings where there are several. What is not known is left out.
void add_arms(Properties& properties, const std::vector<stats::ArmEvidence>& arms) {
  for (const auto& arm : arms) {
    const std::string at = arms.size() > 1 ? "[" + to_text(arm.levels) + "]" : "";
    properties.emplace_back("n" + at, fmt::format("{}", arm.runs));
    for (const auto& [name, value] :
         {std::pair("mean", arm.mean), std::pair("interval_low", arm.low), std::pair("interval_high", arm.high)}) {
      if (std::isfinite(value)) properties.emplace_back(name + at, number_text(value));
    }
  }
}

Properties properties_of(const Claim& claim, const std::string& verdict, stats::Verdict expected,
                         const stats::Judgement& judgement, const stats::Operating& operating) {
  const std::string tier = to_text(claim.judged);
  Properties properties = {{"source", claim.source},
                           {"tier", tier},
                           {"kind", claim.kind},
                           {"labels", fmt::format("{} {} {}", tier, claim.source, claim.kind)},
                           {"verdict", verdict},
                           {"expected", to_text(expected)},
                           {"evidence", judgement.evidence},
                           {"false_alarm", number_text(operating.false_alarm)},
                           {"power", number_text(1.0 - operating.miss)}};
  add_arms(properties, judgement.arms);
  return properties;
}

/// What a reader of a red test needs, and of a green one may want: the sentence, where it stands, the numbers, how to
/// see it again.
std::string account_of(const Judged& judged, const Provenance& provenance) {
  const auto& [claim, result, cost] = judged;
  std::string text = fmt::format("{}\nwhere: {} ({})\n", claim.statement, claim.where, claim.source);
  if (!claim.reason.empty()) text += fmt::format("recorded reason: {}\n", claim.reason);
  text += fmt::format("claim: {}\nevidence: {}\n", file_name(claim.file, provenance), result.judgement.evidence);
  for (const auto& control : result.controls) {
    text +=
        fmt::format("control {}: {}, {}, {} wanted ({})\n", control.name, control.works ? "works" : "FAILS",
                    to_text(control.judgement.verdict), to_text(opposite(claim.expected)), control.judgement.evidence);
  }
  for (const auto& one : result.comparisons) {
    const std::string at = one.levels.empty() ? "" : " at " + to_text(one.levels);
    text += fmt::format("published {} of {}{}, ours {}", short_number(one.published.value), one.published.column, at,
                        short_number(one.mean));
    if (std::isfinite(one.interval.low)) {
      text += fmt::format(" ({} to {})", short_number(one.interval.low), short_number(one.interval.high));
    }
    text += fmt::format(", {} runs\n", one.runs);
  }
  return text + "reproduce: " + command_to_repeat(claim, provenance.seed_epoch) + '\n';
}

void add_case(Suite& suite, const std::string& source, const Case& one) {
  ++suite.tests;
  suite.seconds += one.seconds;
  suite.cases +=
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\" file=\"{}\">\n      <properties>\n",
                  xml_value(source), xml_value(one.name), one.seconds, xml_value(one.file));
  for (const auto& [name, value] : one.properties) {
    suite.cases += fmt::format("        <property name=\"{}\" value=\"{}\"/>\n", xml_value(name), xml_value(value));
  }
  suite.cases += "      </properties>\n";
  if (one.outcome == Outcome::failed) {
    ++suite.failures;
    suite.cases += fmt::format("      <failure type=\"verdict\" message=\"{}\">{}</failure>\n", xml_value(one.message),
                               xml_text(one.account));
  } else if (one.outcome == Outcome::skipped) {
    ++suite.skipped;
    suite.cases += fmt::format("      <skipped message=\"{}\"/>\n", xml_value(one.message));
  }
  if (one.outcome != Outcome::failed) {
    suite.cases += fmt::format("      <system-out>{}</system-out>\n", xml_text(one.account));
  }
  suite.cases += "    </testcase>\n";
}

/// The claim as a case, then each control as one. The time of the runs, the controls' included, stands at the claim.
void add_claim(Suite& suite, const Judged& judged, const std::string& skip_reason, const Provenance& provenance) {
  const auto& [claim, result, cost] = judged;
  const std::string skipped = skip_reason.empty() ? "its data is not there" : skip_reason;
  const std::string file = file_name(claim.file, provenance);
  const std::string account = account_of(judged, provenance);
  const std::string verdict = result.skipped ? "skipped" : result.shown();
  Properties properties = properties_of(claim, verdict, claim.expected, result.judgement, operating_of(claim));
  std::string controls;
  for (const auto& control : claim.controls) controls += (controls.empty() ? "" : " ") + control.name;
  properties.emplace_back("controls", controls);
  add_case(
      suite, claim.source,
      {"claim." + claim.id, file, outcome_of(result, result.as_expected), cost.seconds, std::move(properties),
       result.skipped ? skipped
                      : fmt::format("{}, expected {}: {}", verdict, to_text(claim.expected), result.judgement.evidence),
       account});
  for (std::size_t i = 0; i < result.controls.size(); ++i) {
    const auto& control = result.controls[i];
    const stats::Verdict wanted = opposite(claim.expected);
    const std::string its = result.skipped ? "skipped" : to_text(control.judgement.verdict);
    add_case(suite, claim.source,
             {"control." + claim.id + "." + control.name, file, outcome_of(result, control.works), 0.0,
              properties_of(claim, its, wanted, control.judgement, operating_of(claim.controls.at(i))),
              result.skipped ? skipped
                             : fmt::format("{}, expected {}: {}", its, to_text(wanted), control.judgement.evidence),
              account});
  }
}

std::string counts(const Suite& suite) {
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"{:.3f}\"", suite.tests,
                     suite.failures, suite.skipped, suite.seconds);
}

}  // namespace

std::string verdict_junit(const std::vector<Judged>& all, const claims::RunReport& report,
                          const Provenance& provenance) {
  std::map<std::string, Suite> suites;
  for (const Judged& judged : all) {
    if (judged.claim.gates()) add_claim(suites[judged.claim.source], judged, report.skip_reason, provenance);
  }
  Suite sum;
  for (const auto& [source, suite] : suites) {
    sum.tests += suite.tests;
    sum.failures += suite.failures;
    sum.skipped += suite.skipped;
    sum.seconds += suite.seconds;
  }
  // ISO 8601 without a zone, as the schemas of Ant and Jenkins have it; the time is UTC.
  const std::string timestamp = provenance.date.substr(0, provenance.date.find('Z'));
  const Properties about = {{"version", BASIN_VERSION},
                            {"compiler", provenance.compiler},
                            {"machine", provenance.machine},
                            {"tier", to_text(provenance.tier)},
                            {"seed_epoch", fmt::format("{}", provenance.seed_epoch)}};
  std::string text =
      fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"basin\" {}>\n", counts(sum));
  for (const auto& [source, suite] : suites) {
    text += fmt::format("  <testsuite name=\"{}\" {} timestamp=\"{}\" hostname=\"{}\">\n    <properties>\n",
                        xml_value(source), counts(suite), xml_value(timestamp), xml_value(provenance.host));
    for (const auto& [name, value] : about) {
      text += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", xml_value(name), xml_value(value));
    }
    text += "    </properties>\n" + suite.cases + "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

}  // namespace basin::program
