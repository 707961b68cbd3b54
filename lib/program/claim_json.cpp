// What `basin list --json` says of a claim or an experiment.
#include "program/claim_json.hpp"

#include <cmath>

namespace basin::program {
namespace {

using nlohmann::ordered_json;

const char* kind_text(claims::Kind kind) {
  switch (kind) {
    case claims::Kind::count:
      return "count";
    case claims::Kind::real:
      return "real";
    case claims::Kind::choice:
      break;
  }
  return "choice";
}

}  // namespace

ordered_json number_json(double value) {
  return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr);
}

ordered_json text_json(const std::string& text) {
  return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

ordered_json value_json(const Value& value) {
  if (const auto* word = std::get_if<std::string>(&value)) return *word;
  const double number = std::get<double>(value);
  return std::isfinite(number) ? ordered_json(number) : ordered_json(to_text(value));
}

std::string json_text(const ordered_json& document) {
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

ordered_json claim_json(const claims::Claim& claim) {
  const stats::Operating operating = operating_of(claim);
  ordered_json controls = ordered_json::array();
  for (const auto& control : claim.controls) {
    const stats::Operating its = operating_of(control);
    controls.push_back({{"name", control.name},
                        {"why", control.why},
                        {"seeds", control.plan.seeds},
                        {"arms", arms_of(control.plan).size()},
                        {"false_alarm", number_json(its.false_alarm)},
                        {"miss", number_json(its.miss)}});
  }
  return {{"id", claim.id},
          {"source", claim.source},
          {"tier", to_text(claim.tier)},
          {"judged", to_text(claim.judged)},
          {"kind", claim.kind},
          {"expected", to_text(claim.expected)},
          {"where", claim.where},
          {"statement", claim.statement},
          {"reason", text_json(claim.reason)},
          {"declared", claim.declared},
          {"experiment", claim.experiment->name},
          {"seeds", claim.plan.seeds},
          {"arms", arms_of(claim.plan).size()},
          {"false_alarm", number_json(operating.false_alarm)},
          {"miss", number_json(operating.miss)},
          {"controls", controls}};
}

ordered_json experiment_json(const claims::Experiment& experiment) {
  ordered_json parameters = ordered_json::array();
  for (const auto& parameter : experiment.parameters) {
    ordered_json one = {{"name", parameter.name},
                        {"kind", kind_text(parameter.kind)},
                        {"default", value_json(parameter.fallback)},
                        {"meaning", parameter.meaning}};
    if (parameter.kind == claims::Kind::choice) one["choices"] = parameter.choices;
    parameters.push_back(std::move(one));
  }
  ordered_json columns = ordered_json::array();
  for (const auto& column : experiment.columns) columns.push_back({{"name", column.name}, {"meaning", column.meaning}});
  ordered_json series = ordered_json::array();
  for (const auto& one : experiment.series) {
    series.push_back({{"name", one.name}, {"meaning", one.meaning}});
    if (!one.words.empty()) series.back()["words"] = one.words;
  }
  ordered_json document = {{"name", experiment.name},
                           {"summary", experiment.summary},
                           {"parameters", parameters},
                           {"columns", columns},
                           {"series", series}};
  const auto& x = experiment.series_x;
  if (!series.empty()) document["series_x"] = {{"name", x.name}, {"meaning", x.meaning}};
  return document;
}

}  // namespace basin::program
