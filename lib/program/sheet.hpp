// What `basin show` prints: names on the left, texts folded on the right.
#pragma once

#include <optional>
#include <string>

#include "claims/claim.hpp"
#include "claims/run_store.hpp"
#include "program/options.hpp"

namespace basin::program {

/// Names and texts, a text folded to lines of at most 100 characters behind its name.
class Sheet {
 public:
  /// Each line of `text` is folded for itself.
  void add(const std::string& name, const std::string& text);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// The store, to be read; empty where it cannot be: what is shown of a claim or an experiment does not hang on it.
[[nodiscard]] std::optional<claims::RunStore> store_if_sound(const Options& options);

/// All that is known of a claim: statement, place, rule and its error rates, tiers with their runs and times, published
/// numbers, controls, how to judge it.
[[nodiscard]] std::string claim_sheet(const Options& options, const claims::Claim& claim);

}  // namespace basin::program
