// What is read of benchmark results, what is refused, and what the page says of them.
#include "report/benchmarks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/test_folder.hpp"
#include "report/benchmarks_for_tests.hpp"
#include "report/page_parts.hpp"

namespace basin::report {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// The made-up results with their first `before` replaced.
std::string changed(const std::string& before, const std::string& after) {
  std::string text = made_up_results();
  const std::size_t at = text.find(before);
  if (at == std::string::npos) throw std::logic_error("the results have no " + before);
  return text.replace(at, before.size(), after);
}

/// Why the text is refused; "" where it is read.
std::string refusal(const std::string& text) {
  try {
    (void)benchmarks_in(text, "results.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::input);
    return error.what();
  }
  return "";
}

std::string section_of(const std::optional<Benchmarks>& benchmarks) {
  Html html;
  write_benchmarks(html, benchmarks);
  return std::move(html).take();
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Benchmarks, EveryKeyIsRead) {
  const Benchmarks all = made_up_benchmarks();
  EXPECT_EQ(all.measured.date, "2026-11-22");
  EXPECT_EQ(all.measured.cores, 2U);
  EXPECT_TRUE(all.measured.native);
  EXPECT_EQ(all.measured.torch, "1.13.1");
  EXPECT_EQ(all.measured.load, 0.12);
  ASSERT_EQ(all.comparisons.size(), 4U);
  const SpeedComparison& flow = all.comparisons[0];
  EXPECT_EQ(flow.title, "Gradient flow to loss 1e-7");
  EXPECT_EQ(flow.work, "dim 10, radius 1, n = 5, width 1000");
  EXPECT_EQ(flow.rounds, 5U);
  EXPECT_EQ(flow.ratio, 12345.0);
  EXPECT_EQ(flow.highest, 13000.0);
  EXPECT_EQ(flow.sense, Sense::at_least);
  EXPECT_EQ(flow.goal.value, 1000.0);
  EXPECT_EQ(flow.goal.met, true);
  EXPECT_EQ(flow.theirs, 13.58);
  ASSERT_EQ(flow.agreement.size(), 2U);
  EXPECT_NEAR(relative_difference(flow.agreement[0]), 0.1 / 9.9, 1e-12);
  EXPECT_EQ(all.comparisons[1].goal.met, false);
  EXPECT_TRUE(std::isnan(all.comparisons[1].lowest));
  EXPECT_EQ(all.comparisons[2].sense, Sense::at_most);
  EXPECT_TRUE(std::isnan(all.comparisons[3].goal.value));
  EXPECT_FALSE(all.comparisons[3].goal.met.has_value());
  ASSERT_EQ(all.growth.size(), 2U);
  EXPECT_EQ(all.growth[0].points.at(2), (std::pair{10000.0, 0.098}));
  EXPECT_EQ(all.growth[0].standard_error, 0.02);
  EXPECT_TRUE(std::isnan(all.growth[1].exponent));
  ASSERT_TRUE(all.tier.has_value());
  EXPECT_EQ(all.tier->runs, 15037U);
  EXPECT_EQ(all.tier->seconds, (std::map<unsigned, double>{{1, 1200.0}, {2, 640.0}}));
  EXPECT_EQ(all.tier->peak_memory_mib.at(2), 520.0);
  EXPECT_EQ(all.tier->by_claim.front().seconds, 120.0);  // the dearest first, whatever their order
}

TEST(Benchmarks, PartsMayBeMissingOrEmpty) {
  const std::string head =
      R"({"format": 1, "measured": {"date": "", "processor": "", "cores": null, "native": false, "code": "", "load": null})";
  for (const char* rest : {"}", R"(, "comparisons": [], "growth": [], "tier": {}})",
                           R"(, "comparisons": null, "growth": null, "tier": null})"}) {
    const Benchmarks none = benchmarks_in(head + rest, "results.json");
    EXPECT_TRUE(none.comparisons.empty() && none.growth.empty() && !none.tier) << rest;
    EXPECT_THAT(section_of(none), Not(HasSubstr("<table"))) << rest;
  }
}

TEST(Benchmarks, RelativeDifference) {
  const auto difference = [](double ours, double theirs) { return relative_difference({"", ours, theirs, 0.0, true}); };
  EXPECT_EQ(difference(0.0, 0.0), 0.0);
  EXPECT_EQ(difference(1.0, 2.0), 0.5);
  EXPECT_EQ(difference(-2.0, 2.0), 2.0);
  EXPECT_EQ(difference(1.7e308, -1.7e308), 2.0);
}

TEST(Benchmarks, RefusesWithFileAndPlace) {
  EXPECT_THAT(refusal(changed("0.12,", "0.12,,")), StartsWith("results.json:4: is no JSON"));
  EXPECT_THAT(refusal(changed("Nothing", "N\xff")), StartsWith("results.json:5: is no JSON in UTF-8"));
  EXPECT_THAT(refusal(""), StartsWith("results.json:1: is no JSON"));
  EXPECT_THAT(refusal("[]"), StartsWith("results.json: is of type array"));
  EXPECT_THAT(refusal("{}"), StartsWith("results.json: format: is missing"));
  EXPECT_THAT(refusal(changed("\"format\": 1", "\"format\": 2")), HasSubstr("format: is not 1"));
  EXPECT_THAT(refusal(changed("12345.0", "\"fast\"")),
              StartsWith("results.json: comparisons[0].ratio: is of type string; give a number"));
  EXPECT_THAT(refusal(changed("12345.0", "-1")), HasSubstr("comparisons[0].ratio: is -1"));
  EXPECT_THAT(refusal(changed("12345.0", "1e400")), HasSubstr("no double can hold"));
  EXPECT_THAT(refusal(changed("12345.0", "NaN")), HasSubstr("is no JSON"));
  EXPECT_THAT(refusal(changed("\"rounds\": 5", "\"rounds\": 5.5")), HasSubstr("comparisons[0].rounds: is 5.5"));
  EXPECT_THAT(refusal(changed("\"rounds\": 5", "\"round\": 5")), HasSubstr("comparisons[0].rounds: is missing"));
  EXPECT_THAT(refusal(changed("\"kernels\"", "\"kernel\"")),
              AllOf(HasSubstr("comparisons[0].kernel: is unknown"), HasSubstr("known: kernels")));
  EXPECT_THAT(refusal(changed("\"rounds\": 5", "\"rounds\": 5, \"rounds\": 6")), HasSubstr("'rounds' stands twice"));
  EXPECT_THAT(refusal(changed("at_least", "atleast")), HasSubstr("'atleast' is unknown; known: at_least"));
  EXPECT_THAT(refusal(changed("\"native\": true", "\"native\": 1")), HasSubstr("measured.native: is of type number"));
  EXPECT_THAT(refusal(changed("[1000, 0.01]", "[1000]")), HasSubstr("growth[0].points[0]: is no pair"));
  EXPECT_THAT(refusal(changed("[1000, 0.01]", "[0, 0.01]")), HasSubstr("growth[0].points[0]"));
  EXPECT_THAT(refusal(changed("\"1\": 1200", "\"one\": 1200")), HasSubstr("tier.seconds: has the key 'one'"));
  EXPECT_THAT(refusal(changed("\"1\": 1200", "\"01\": 1200")), HasSubstr("tier.seconds: has the key '01'"));
  EXPECT_THAT(refusal(changed("[1000, 0.01]", std::string(100, '['))), HasSubstr("nested deeper"));
  std::string many = "[1, 1]";
  for (int i = 0; i < 1000; ++i) many += ", [1, 1]";
  EXPECT_THAT(refusal(changed("[1000, 0.01]", many)), HasSubstr("growth[0].points: has 1003 entries"));
}

TEST(Benchmarks, RefusesWhatContradictsItself) {
  EXPECT_THAT(refusal(changed("12345.0", "999")), HasSubstr("the ratio 999 does not reach the goal 1000"));
  EXPECT_THAT(refusal(changed("12345.0", "null")), HasSubstr("does not reach"));
  EXPECT_THAT(refusal(changed("\"ratio\": 0.55", "\"ratio\": 1.5")), HasSubstr("comparisons[2].met"));
  EXPECT_THAT(refusal(changed("1.875", "1.7")), HasSubstr("tier.met: is true, but the speed-up 1.7"));
  EXPECT_THAT(refusal(changed("\"goal\": 1000.0", "\"goal\": null")), HasSubstr("comparisons[0].met: has no goal"));
  EXPECT_THAT(refusal(changed("9.8e-8", "9e-8")), HasSubstr("comparisons[0].agreement[0].equal: is true, but 9e-08"));
  EXPECT_THAT(refusal(changed("9.8e-8", "null")), HasSubstr("comparisons[0].agreement[0].equal: is true, but nan"));
  EXPECT_THAT(refusal(changed("\"equal\": true", "\"equal\": false")),
              HasSubstr("comparisons[0].met: is true, but both"));
  // The ratio may reach the goal and the goal not be met, as where both sides do not agree.
  EXPECT_EQ(refusal(changed("\"met\": true", "\"met\": false")), "");
}

TEST(Benchmarks, FilesAreLimited) {
  const TestFolder folder;
  EXPECT_EQ(read_benchmarks(folder.write("good.json", made_up_results())).comparisons.size(), 4U);
  const auto large = folder.write("large.json", made_up_results() + std::string(1U << 20U, ' '));
  for (const auto& file : {large, folder.path(), folder.path() / "none.json"})
    EXPECT_THROW((void)read_benchmarks(file), Error) << file;
}

TEST(BenchmarksSection, RatiosGoalsAndAgreementInWords) {
  const std::string html = section_of(made_up_benchmarks());
  EXPECT_THAT(html, HasSubstr("Gradient flow to loss 1e-7<span class=\"beside\">dim 10, radius 1, n = 5, width 1000<"));
  EXPECT_THAT(html, HasSubstr("<td><strong>12345</strong><span class=\"beside\">11000 to 13000, 5 rounds<"));
  EXPECT_THAT(html, HasSubstr("at least 1000 <span"));
  EXPECT_THAT(html, HasSubstr("at most 1 <span"));
  EXPECT_EQ(count(html, "</span>met<"), 3U);  // the tier's too
  EXPECT_EQ(count(html, "</span>missed<"), 1U);
  EXPECT_EQ(count(html, "no goal"), 1U);
  EXPECT_THAT(html, HasSubstr("loss equal to 0.01 (0.05 allowed)"));
  EXPECT_THAT(html, HasSubstr("largest |eigenvalue| equal (0.001 allowed)"));
  EXPECT_THAT(html, HasSubstr("loss differs by 0.5 (0.05 allowed)"));
  EXPECT_THAT(html, HasSubstr("<td>ours 1.1 ms<span class=\"beside\">theirs 13.6 s<"));
  EXPECT_THAT(html, HasSubstr("SkylakeX kernels"));
  EXPECT_THAT(html, HasSubstr("<strong>0.98</strong> ± 0.02"));
  EXPECT_THAT(html, HasSubstr("width 1000 to 10000<span class=\"beside\">10 ms to 98 ms, 3 points<"));
  EXPECT_THAT(html, Not(HasSubstr("nan")));
}

TEST(BenchmarksSection, TierWithItsDearestClaims) {
  const std::string html = section_of(made_up_benchmarks());
  EXPECT_THAT(html, HasSubstr("On 2 cores 1.875 times as fast as on one</strong>"));
  EXPECT_THAT(html, HasSubstr("goal: at least 1.8"));
  EXPECT_THAT(html, HasSubstr("191 claims, 15037 runs. From an empty store."));
  EXPECT_THAT(html, HasSubstr("<td class=\"cell\">20.0 min</td>"));
  EXPECT_THAT(html, HasSubstr("520 MiB"));
  EXPECT_THAT(html, HasSubstr("The dearest 10 claims"));
  EXPECT_THAT(html, HasSubstr("<summary>The other 2</summary>"));
  EXPECT_LT(html.find("curve_3<"), html.find("<details>"));
  EXPECT_GT(html.find("curve_2<"), html.find("<details>"));
}

TEST(BenchmarksSection, SaysWhereItWasMeasured) {
  EXPECT_THAT(section_of(made_up_benchmarks()),
              HasSubstr("Measured 2026-11-22 on Intel(R) Xeon(R) Processor @ 2.60GHz, 2 cores, compiled for this "
                        "processor; code 0.1.0, Python 3.11.2, PyTorch 1.13.1, NumPy 1.24.2; load 0.12 before it "
                        "began. Nothing else ran."));
}

TEST(BenchmarksSection, WithoutResultsASentence) {
  const std::string html = section_of(std::nullopt);
  EXPECT_THAT(html, AllOf(HasSubstr("id=\"benchmarks\""), HasSubstr("<code>bench/run.sh</code>")));
  EXPECT_THAT(html, Not(HasSubstr("<table")));
}

TEST(BenchmarksSection, WhatIsGivenIsText) {
  std::string text = made_up_results();
  for (std::size_t at = text.find("\"note\": \""); at != std::string::npos; at = text.find("\"note\": \"", at + 9))
    text.insert(at + 9, "<script>\\u0007\\u202e&");
  const std::string html = section_of(benchmarks_in(text, "results.json"));
  EXPECT_THAT(html, AllOf(Not(HasSubstr("<script>")), Not(HasSubstr("\x07")), HasSubstr("&lt;script&gt;\xef\xbf\xbd")));
}

}  // namespace
}  // namespace basin::report
