#include "core/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>
#include <vector>

namespace basin {
namespace {

std::vector<double> draw_with(unsigned threads, std::size_t count) {
  const Stream stream("x.y", 7, "init");
  std::vector<double> out(count);
  std::vector<std::jthread> workers;
  for (unsigned w = 0; w < threads; ++w) {
    workers.emplace_back([&, w] {
      for (std::size_t i = count; i-- > 0;) {  // backwards, so that order is put to the test too
        if (i % threads == w) out[i] = stream.normal(i);
      }
    });
  }
  workers.clear();
  return out;
}

TEST(Random, BitsDoNotDependOnThreadsOrOrder) {
  std::vector<double> whole(1001);
  Stream("x.y", 7, "init").fill_normal(whole);
  EXPECT_EQ(draw_with(1, whole.size()), whole);
  EXPECT_EQ(draw_with(2, whole.size()), whole);
  EXPECT_EQ(draw_with(8, whole.size()), whole);
}

TEST(Random, FillingContinuesWhereItWasInterrupted) {
  const Stream stream("x.y", 7, "data");
  std::vector<double> whole(64), parts(64);
  stream.fill_uniform(whole);
  const std::span<double> out(parts);
  stream.fill_uniform(out.subspan(0, 13), 0);
  stream.fill_uniform(out.subspan(13, 24), 13);
  stream.fill_uniform(out.subspan(37), 37);
  EXPECT_EQ(parts, whole);
}

// Pinned: a change of these draws changes every run of every experiment.
TEST(Random, DrawsAreThoseOfEarlierReleases) {
  const Stream stream("jiang2020.radius_sweep", 1, "init");
  EXPECT_EQ(stream.words(0), (std::array<std::uint32_t, 4>{1755013295U, 2082895984U, 3967003471U, 3979495911U}));
}

TEST(Random, StreamsSeedsAndExperimentsDiffer) {
  const double draw = Stream("x.y", 1, "init").uniform(0);
  EXPECT_NE(draw, Stream("x.y", 1, "data").uniform(0));
  EXPECT_NE(draw, Stream("x.y", 2, "init").uniform(0));
  EXPECT_NE(draw, Stream("x.z", 1, "init").uniform(0));
  EXPECT_NE(draw, Stream("x.y", 1, "init").uniform(1));
}

// Moments of 10^6 draws within 5 standard errors of those of the law: wrong scales, offsets and tails all fail.
TEST(Random, NormalsHaveTheMomentsOfTheNormalLaw) {
  constexpr std::size_t count = 1000000;
  std::vector<double> draws(count);
  Stream("moments", 1, "init").fill_normal(draws);
  double m1 = 0, m2 = 0, m3 = 0, m4 = 0, lag = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double z = draws[i];
    m1 += z, m2 += z * z, m3 += z * z * z, m4 += z * z * z * z;
    if (i > 0) lag += z * draws[i - 1];
  }
  const double n = count, limit = 5.0 / std::sqrt(n);
  EXPECT_NEAR(m1 / n, 0.0, limit);
  EXPECT_NEAR(m2 / n, 1.0, limit * std::sqrt(2.0));
  EXPECT_NEAR(m3 / n, 0.0, limit * std::sqrt(15.0));
  EXPECT_NEAR(m4 / n, 3.0, limit * std::sqrt(96.0));
  EXPECT_NEAR(lag / n, 0.0, limit);
}

TEST(Random, UniformsStayInsideAndFillTheInterval) {
  std::vector<double> draws(100000);
  Stream("x.y", 3, "data").fill_uniform(draws);
  std::array<int, 10> bins{};
  for (const double u : draws) {
    ASSERT_GT(u, 0.0);
    ASSERT_LT(u, 1.0);
    ++bins[static_cast<std::size_t>(u * 10.0)];
  }
  for (const int count : bins) EXPECT_NEAR(count, 10000, 5 * 95);  // 5 binomial standard deviations
}

TEST(Random, PerturbationMovesEveryDrawByOneUnitInTheLastPlaceOfSinglePrecision) {
  const Stream plain("x.y", 1, "init"), moved("x.y", 1, "init", Perturbation::last_bit);
  for (std::uint64_t i = 0; i < 20; ++i) {
    const auto before = static_cast<float>(plain.normal(i)), after = static_cast<float>(moved.normal(i));
    const float next = std::nextafter(before, before * 2.0F);
    EXPECT_GE(std::abs(after), std::abs(next));
    EXPECT_LE(std::abs(after), std::abs(std::nextafter(next, before * 2.0F)));
  }
}

}  // namespace
}  // namespace basin
