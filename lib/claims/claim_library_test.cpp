// The experiment and the claim that tests of claims work on, and tests of reading whole folders of them.
#include <chrono>
#include <stdexcept>

#include "claims/claim_test_library.hpp"
#include "claims/experiment.hpp"

namespace basin::claims {

namespace {

Row measure(const Setting& setting, const Run& run) {
  const bool trained = setting.text("train") == "descent";
  const double noise = 0.01 * run.stream("noise").normal(0);
  return {trained ? setting.number("examples") - 1.0 : 0.0, 1.0 / setting.number("radius") + noise, 1.0};
}

BASIN_EXPERIMENT(claimtest_sweep) {
  return {.name = "claimtest.sweep",
          .summary = "A known answer for tests of claims.",
          .parameters =
              {{.name = "radius", .kind = Kind::real, .fallback = 1.0, .low = 0.0, .low_included = false},
               {.name = "examples", .kind = Kind::count, .fallback = 5.0, .low = 1.0, .high = 100.0},
               {.name = "width", .kind = Kind::count, .fallback = 100.0, .low = 1.0, .infinity = Infinity::allowed},
               {.name = "train", .kind = Kind::choice, .fallback = "descent", .choices = {"none", "descent"}}},
          .columns = {{"unit_eigenvalues", "how many"}, {"largest", "modulus"}, {"converged", "1 or 0"}},
          .check =
              [](const Setting& setting) {
                if (setting.number("examples") > setting.number("width"))
                  throw_input_error("setting 'examples' is {}, more than the width", setting.number("examples"));
              },
          .measure = measure};
}

}  // namespace

const Experiment& claim_test_experiment() {
  return Registry::global().find("claimtest.sweep");
}

std::string claim_text_with(const std::string& from, const std::string& to) {
  std::string text = R"(schema    = 1
where     = "Lemma 4"
statement = "With 5 examples, 4 eigenvalues are near 1."
kind      = "table"
tier      = "quick"
expected  = "reproduced"
declared  = "2026-11-21"
[sample]
experiment = "claimtest.sweep"
set        = { examples = 5 }
seeds      = 43
[rule]
name  = "proportion"
where = "unit_eigenvalues == examples - 1"
good  = 0.95
bad   = 0.50
[tier.full]
seeds = 113
[control.untrained]
set  = { train = "none" }
)";
  if (from.empty()) return text + to;
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("the claim of the tests has no " + from);
  return text.replace(at, from.size(), to);
}

namespace {

TEST(ReadClaims, ByTierInOrderAndAllChecked) {
  const TestLibrary test;
  test.folder().write("claims/b2020/one.toml", claim_text_with());
  test.folder().write("claims/a2020/deep/two.toml", claim_text_with("[tier.full]\nseeds = 113\n", ""));
  test.folder().write("claims/a2020/three.toml",
                      claim_text_with("tier      = \"quick\"", "tier = \"full\"")
                          .replace(claim_text_with("tier      = \"quick\"", "tier = \"full\"").find("[tier.full]"), 11,
                                   "[tier.paper]"));
  test.folder().write("claims/STANDARD.md", "no claim");
  test.folder().write("claims/a2020/.five.toml.swp", "no claim");
  test.folder().write("claims/.cache/x.toml", "no claim");
  const auto ids = [&](Tier tier) {
    std::string text;
    for (const auto& claim : read_claims(test.folders(), tier)) text += claim.id + " ";
    return text;
  };
  EXPECT_EQ(ids(Tier::quick), "a2020.deep.two b2020.one ");
  EXPECT_EQ(ids(Tier::full), "a2020.deep.two a2020.three b2020.one ");
  const auto claims = read_claims(test.folders(), Tier::full);
  EXPECT_EQ(claims[0].source, "a2020");
  EXPECT_EQ(claims[1].tier, Tier::full);
  EXPECT_EQ(claims[2].plan.seeds, 113U);
  // A claim of a dearer tier is read all the same.
  test.folder().write("claims/a2020/three.toml", claim_text_with("tier      = \"quick\"", "tier = \"full\""));
  EXPECT_NE(error_of(test.folder(), [&] { (void)read_claims(test.folders(), Tier::quick); }).find("three.toml:17: "),
            std::string::npos);
}

TEST(ReadClaims, RefusesPathSurprises) {
  const TestLibrary test;
  const auto refusal = [&] { return error_of(test.folder(), [&] { (void)read_claims(test.folders(), Tier::quick); }); };
  const auto stray = test.folder().write("claims/stray.toml", claim_text_with());
  EXPECT_EQ(refusal(), "claims/stray.toml:1: a claim lies in claims/<source>/");
  std::filesystem::remove(stray);
  const auto upper = test.folder().write("claims/a2020/Five-1.toml", claim_text_with());
  EXPECT_EQ(refusal(),
            "claims/a2020/Five-1.toml:1: 'Five-1' cannot be part of an id; rename it with a-z, 0-9 and _ only");
  std::filesystem::remove(upper);
  const auto outside = test.folder().write("outside/five.toml", claim_text_with());
  std::filesystem::create_symlink(outside, test.folder().path() / "claims/a2020/link.toml");
  EXPECT_EQ(refusal(), "claims/a2020/link.toml: is a link that leaves claims; put the file itself there");
  std::filesystem::remove(test.folder().path() / "claims/a2020/link.toml");
  std::filesystem::create_directory_symlink(outside.parent_path(), test.folder().path() / "claims/a2020/more");
  EXPECT_EQ(refusal(), "claims/a2020/more: is a link to a folder; put the folder itself there");
  std::filesystem::remove(test.folder().path() / "claims/a2020/more");
  EXPECT_EQ(refusal(), "nothing was thrown");
  const Library nowhere{test.folder().path() / "none", test.folder().path()};
  EXPECT_NE(error_of(test.folder(), [&] { (void)read_claims(nowhere, Tier::quick); }).find("folder of claims"),
            std::string::npos);
  EXPECT_NE(
      error_of(test.folder(), [&] { (void)read_claim(test.folders(), outside, Tier::quick); }).find("a claim lies in"),
      std::string::npos);
}

TEST(ReadClaims, FiftyTakeMilliseconds) {
  const TestLibrary test;
  for (int i = 0; i < 50; ++i) test.folder().write("claims/a2020/c" + std::to_string(i) + ".toml", claim_text_with());
  using Clock = std::chrono::steady_clock;
  auto fastest = Clock::duration::max();
  for (int repeat = 0; repeat < 5; ++repeat) {  // the fastest of some: other work on the machine only adds
    const auto start = Clock::now();
    EXPECT_EQ(read_claims(test.folders(), Tier::quick).size(), 50U);
    fastest = std::min(fastest, Clock::now() - start);
  }
  const double milliseconds = std::chrono::duration<double, std::milli>(fastest).count();
  RecordProperty("milliseconds", std::to_string(milliseconds));
  EXPECT_LT(milliseconds, 150.0);  // 15 in a Release build; ten times that for sanitizers and slow machines
}

}  // namespace
}  // namespace basin::claims
