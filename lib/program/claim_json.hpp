// Claims and experiments as JSON, and what the JSON writers share. Included by .cpp files only.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "claims/claim.hpp"

namespace basin::program {

/// Of the documents in OUTPUT.md: one more where a key is removed, renamed or means something else, the same where keys
/// are added.
inline constexpr int json_schema = 1;

/// The number, or null where it is NaN or infinite.
[[nodiscard]] nlohmann::ordered_json number_json(double value);

/// The text, or null where it is empty.
[[nodiscard]] nlohmann::ordered_json text_json(const std::string& text);

/// A setting's value: a finite number or a word; "inf" for infinity, which settings may have (width = inf).
[[nodiscard]] nlohmann::ordered_json value_json(const Value& value);

/// Indented text; bytes that are no UTF-8 are replaced.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& document);

[[nodiscard]] nlohmann::ordered_json claim_json(const claims::Claim& claim);
[[nodiscard]] nlohmann::ordered_json experiment_json(const claims::Experiment& experiment);

}  // namespace basin::program
