// Tests of pulls as normal numbers.
#include "report/pulls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace basin::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

claims::PublishedNumber number(double value, std::size_t line, stats::SpreadKind kind = stats::SpreadKind::none) {
  return {{{"radius", 5.0}}, "height", value, std::nan(""), kind, 4, line};
}

ClaimEntry entry(const std::string& source, const std::vector<claims::Comparison>& comparisons,
                 const std::string& file = "a.csv") {
  ClaimEntry entry;
  entry.claim.id = source + ".one";
  entry.claim.source = source;
  claims::Published published;
  published.file = file;
  entry.claim.published = std::make_shared<const claims::Published>(published);
  entry.result.comparisons = comparisons;
  entry.standing = Standing::compared;
  return entry;
}

claims::Comparison comparison(double pull, double p, std::size_t line) {
  return {number(1.0, line), 2.0, 0.5, {1.5, 2.5}, 4, pull, 6.0, p, {}};
}

TEST(NormalOf, IsExceededByChanceAsOftenAsThePull) {
  EXPECT_NEAR(normal_of(1.0, 0.317310507862914), 1.0, 1e-12);
  EXPECT_NEAR(normal_of(-1.0, 0.0455002638963584), -2.0, 1e-12);
  EXPECT_EQ(normal_of(0.0, 1.0), 0.0);
  EXPECT_EQ(normal_of(-40.0, 0.0), -8.0);
  // Student's t with 3 degrees: 5.84 is exceeded as often as 2.576 of a normal number.
  const boost::math::students_t student(3);
  const double p = 2.0 * boost::math::cdf(boost::math::complement(student, 5.840909));
  EXPECT_NEAR(normal_of(5.840909, p), 2.575829, 1e-5);
}

TEST(AllPulls, CountsEachPublishedNumberOnce) {
  const std::vector<ClaimEntry> claims = {entry("a2020", {comparison(1.0, 0.3173, 3), comparison(-3.0, 0.0027, 4)}),
                                          entry("b2020", {comparison(1.0, 0.3173, 3)})};
  const auto content = all_pulls(claims);
  ASSERT_TRUE(content);
  ASSERT_EQ(content->table.rows.size(), 1u);  // both of one file: line 3 is a2020's
  EXPECT_THAT(content->table.rows.front(), ElementsAre("a2020", "2", "0", "2", "1", "0.1", "3"));
  EXPECT_THAT(content->csv, HasSubstr("a2020.one,a2020,radius=5,height,1,none,2,4,1,6,0.3173,"));
  const auto& histogram = std::get<HistogramPanel>(content->drawing.panels.front());
  double sum = 0.0;
  for (const double height : histogram.heights) sum += height;
  EXPECT_NEAR(sum, 1.0, 1e-12);
  EXPECT_DOUBLE_EQ(histogram.heights[12], 0.5);  // z = 1 lies in [1, 1.5)
}

TEST(AllPulls, LeavesOutWhatIsNotWhole) {
  auto not_run = entry("a2020", {comparison(1.0, 0.3, 3)});
  not_run.standing = Standing::not_run;
  EXPECT_FALSE(all_pulls({not_run}));
  EXPECT_FALSE(all_pulls({entry("a2020", {comparison(std::nan(""), std::nan(""), 3)})}));
  EXPECT_FALSE(all_pulls({}));
}

}  // namespace
}  // namespace basin::report
