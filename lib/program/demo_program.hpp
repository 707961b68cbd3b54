// The program called as a user calls it, on an experiment that tosses a coin and claims in a folder of the test's own.
// For tests only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace basin::program {

/// What a call answered.
struct Answer {
  int code;
  std::string out, err;
};

/// Experiments demo2024.coin (settings p, data; columns heads, draw; series height, side by time), demo2024.broken,
/// whose runs throw, and demo2024.sum (setting terms; column sum), which says how much work it is.
class DemoProgram : public testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  /// Calls the program with the test's own store and folders.
  Answer call(std::vector<std::string> arguments) const;

  /// Writes claims/demo2024/<name>.toml: "the coin lands heads", for a coin of probability `p`, expected as said.
  void write_claim(const std::string& name, const std::string& p, const std::string& expected = "reproduced",
                   const std::string& more_settings = "") const;

  /// Writes claims/demo2024/<name>.toml, which puts the coin's draws at p = 0.25 and 0.75 beside published means of
  /// 0.5, and these numbers.
  void write_comparison(const std::string& name, const std::string& settings = "") const;

  [[nodiscard]] std::string content(const std::string& file) const;
  void write(const std::string& file, const std::string& text) const;

  std::filesystem::path folder;  ///< has a space in its name
};

}  // namespace basin::program
