// Verdicts for other programs. JSON has no NaN and no infinity: both are null.
#include <cmath>
#include <nlohmann/json.hpp>

#include "program/claim_json.hpp"
#include "program/verdict_report.hpp"

namespace basin::program {
namespace {

using nlohmann::ordered_json;

ordered_json levels_json(const Values& levels) {
  ordered_json object = ordered_json::object();
  for (const auto& [name, value] : levels) {
    std::visit([&, key = name](const auto& held) { object[key] = held; }, value);
  }
  return object;
}

ordered_json arms_json(const std::vector<stats::ArmEvidence>& arms) {
  ordered_json list = ordered_json::array();
  for (const auto& arm : arms) {
    list.push_back({{"levels", levels_json(arm.levels)},
                    {"mean", number_json(arm.mean)},
                    {"low", number_json(arm.low)},
                    {"high", number_json(arm.high)},
                    {"sd", number_json(arm.sd)},
                    {"runs", arm.runs}});
  }
  return list;
}

ordered_json comparisons_json(const std::vector<claims::Comparison>& comparisons) {
  ordered_json list = ordered_json::array();
  for (const auto& comparison : comparisons) {
    const auto& published = comparison.published;
    list.push_back({{"levels", levels_json(comparison.levels)},
                    {"column", published.column},
                    {"published", number_json(published.value)},
                    {"published_sd", number_json(stats::published_sd(published.mean()))},
                    {"published_runs", number_json(published.runs)},
                    {"mean", number_json(comparison.mean)},
                    {"sd", number_json(comparison.sd)},
                    {"low", number_json(comparison.interval.low)},
                    {"high", number_json(comparison.interval.high)},
                    {"runs", comparison.runs},
                    {"difference", number_json(comparison.mean - published.value)},
                    {"pull", number_json(comparison.pull)},
                    {"p", number_json(comparison.p)}});
  }
  return list;
}

ordered_json controls_json(const Judged& judged) {
  ordered_json list = ordered_json::array();
  for (const auto& control : judged.result.controls) {
    list.push_back({{"name", control.name},
                    {"verdict", to_text(control.judgement.verdict)},
                    {"expected", to_text(opposite(judged.claim.expected))},
                    {"works", control.works},
                    {"evidence", control.judgement.evidence},
                    {"arms", arms_json(control.judgement.arms)}});
  }
  return list;
}

}  // namespace

std::string verdict_json(const std::vector<Judged>& all, const claims::RunReport& report) {
  ordered_json claims = ordered_json::array();
  for (const Judged& judged : all) {
    const auto operating = operating_of(judged.claim);
    claims.push_back({{"id", judged.claim.id},
                      {"source", judged.claim.source},
                      {"tier", to_text(judged.claim.judged)},
                      {"verdict", judged.result.skipped ? "skipped" : judged.result.shown()},
                      {"expected", to_text(judged.claim.expected)},
                      {"as_expected", judged.result.as_expected},
                      {"evidence", judged.result.judgement.evidence},
                      {"false_alarm", number_json(operating.false_alarm)},
                      {"miss", number_json(operating.miss)},
                      {"controls", controls_json(judged)},
                      {"arms", arms_json(judged.result.judgement.arms)},
                      {"comparisons", comparisons_json(judged.result.comparisons)}});
  }
  const ordered_json document = {{"schema", 1},
                                 {"version", BASIN_VERSION},
                                 {"runs",
                                  {{"computed", report.computed},
                                   {"reused", report.reused},
                                   {"reused_other_code", report.reused_other_code},
                                   {"skipped", report.skipped},
                                   {"seconds", number_json(report.seconds)}}},
                                 {"claims", claims}};
  return json_text(document);
}

}  // namespace basin::program
