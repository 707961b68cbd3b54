// A library of claims in a test's own folder, on an experiment that needs no training. For tests only.
#pragma once

#include <string>

#include "claims/claim.hpp"
#include "core/test_folder.hpp"

namespace basin::claims {

/// The experiment "claimtest.sweep": settings radius > 0 (1), examples 1..100 (5, at most width), width (100, or
/// infinite), train none|descent (descent); columns unit_eigenvalues, largest, converged.
/// unit_eigenvalues = examples - 1 where trained, else 0; largest = 1 / radius + noise of sd 0.01.
[[nodiscard]] const Experiment& claim_test_experiment();

/// A sound claim file, with text replaced: each `from` must be there.
[[nodiscard]] std::string claim_text_with(const std::string& from = "", const std::string& to = "");

/// A folder with claims/ and golden/.
class TestLibrary {
 public:
  TestLibrary() {
    std::filesystem::create_directories(folders_.claims);
    std::filesystem::create_directories(folders_.golden);
  }
  [[nodiscard]] const TestFolder& folder() const { return folder_; }
  [[nodiscard]] const Library& folders() const { return folders_; }

  /// Writes claims/demo2020/five.toml and reads it.
  [[nodiscard]] Claim read(const std::string& text, Tier tier = Tier::quick) const {
    (void)claim_test_experiment();
    return read_claim(folders_, folder_.write("claims/demo2020/five.toml", text), tier);
  }

  /// The message of the error that the text provokes.
  [[nodiscard]] std::string refusal(const std::string& text) const {
    return error_of(folder_, [&] { (void)read(text); });
  }

 private:
  TestFolder folder_;
  Library folders_{folder_.path() / "claims", folder_.path() / "golden"};
};

}  // namespace basin::claims
