// Verdicts for other programs; OUTPUT.md documents every key. JSON has no NaN and no infinity: both are null.
#include <nlohmann/json.hpp>

#include "claims/fingerprint.hpp"
#include "program/claim_json.hpp"
#include "program/verdict_report.hpp"

namespace basin::program {
namespace {

using nlohmann::ordered_json;

ordered_json levels_json(const Values& levels) {
  ordered_json object = ordered_json::object();
  for (const auto& [name, value] : levels) {
    object[name] = value_json(value);
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
  for (std::size_t i = 0; i < judged.result.controls.size(); ++i) {
    const auto& control = judged.result.controls[i];
    const claims::Control& declared = judged.claim.controls.at(i);
    const stats::Operating operating = operating_of(declared);
    list.push_back({{"name", control.name},
                    {"why", text_json(declared.why)},
                    {"set", levels_json(declared.plan.set)},
                    {"seeds", declared.plan.seeds},
                    {"verdict", to_text(control.judgement.verdict)},
                    {"expected", to_text(opposite(judged.claim.expected))},
                    {"works", control.works},
                    {"evidence", control.judgement.evidence},
                    {"false_alarm", number_json(operating.false_alarm)},
                    {"miss", number_json(operating.miss)},
                    {"arms", arms_json(control.judgement.arms)}});
  }
  return list;
}

ordered_json judged_json(const Judged& judged, const Provenance& provenance) {
  const auto& [claim, result, cost] = judged;
  const stats::Operating operating = operating_of(claim);
  return {{"id", claim.id},
          {"source", claim.source},
          {"file", file_name(claim.file, provenance)},
          {"where", claim.where},
          {"statement", claim.statement},
          {"kind", claim.kind},
          {"declared", claim.declared},
          {"tier", to_text(claim.judged)},
          {"verdict", result.skipped ? "skipped" : result.shown()},
          {"expected", to_text(claim.expected)},
          {"reason", text_json(claim.reason)},
          {"as_expected", result.as_expected},
          {"evidence", result.judgement.evidence},
          {"experiment", claim.experiment->name},
          {"fingerprint", claims::fingerprint_of(*claim.experiment)},
          {"set", levels_json(claim.plan.set)},
          {"seeds", claim.plan.seeds},
          {"rule", operating.summary},
          {"false_alarm", number_json(operating.false_alarm)},
          {"miss", number_json(operating.miss)},
          {"runs", {{"stored", cost.runs}, {"missing", result.missing}, {"seconds", number_json(cost.seconds)}}},
          {"published", claim.published ? ordered_json(file_name(claim.published->file, provenance)) : nullptr},
          {"controls", controls_json(judged)},
          {"arms", arms_json(result.judgement.arms)},
          {"comparisons", comparisons_json(result.comparisons)},
          {"repeat", command_to_repeat(claim, provenance.seed_epoch)}};
}

ordered_json provenance_json(const Provenance& provenance) {
  return {{"date", provenance.date},
          {"host", text_json(provenance.host)},
          {"machine", provenance.machine},
          {"compiler", provenance.compiler},
          {"native", std::string(BASIN_IS_NATIVE) == "yes"},
          {"store", provenance.store.string()},
          {"reuse", provenance.reuse == claims::Reuse::any ? "any" : "same"},
          {"seed_epoch", provenance.seed_epoch},
          {"tier", to_text(provenance.tier)},
          {"jobs", provenance.jobs}};
}

}  // namespace

std::string verdict_json(const std::vector<Judged>& all, const claims::RunReport& report,
                         const Provenance& provenance) {
  ordered_json claims = ordered_json::array();
  for (const Judged& judged : all) claims.push_back(judged_json(judged, provenance));
  const ordered_json document = {{"schema", json_schema},
                                 {"version", BASIN_VERSION},
                                 {"provenance", provenance_json(provenance)},
                                 {"runs",
                                  {{"computed", report.computed},
                                   {"reused", report.reused},
                                   {"reused_other_code", report.reused_other_code},
                                   {"skipped", report.skipped},
                                   {"skip_reason", text_json(report.skip_reason)},
                                   {"other_code_rows", report.other_code_rows},
                                   {"seconds", number_json(report.seconds)}}},
                                 {"claims", claims}};
  return json_text(document);
}

}  // namespace basin::program
