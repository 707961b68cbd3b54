// The parallel loop: every task once, in order, whatever the number of workers; failures stop the rest.
#include "core/parallel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace basin {
namespace {

TEST(Parallel, RunsEveryTaskOnceWithAnyNumberOfWorkers) {
  for (const unsigned workers : {0U, 1U, 2U, 7U, 64U}) {
    std::vector<std::atomic<int>> calls(50);
    for_each_task(calls.size(), workers, [&](std::size_t i) { ++calls[i]; });
    EXPECT_TRUE(std::all_of(calls.begin(), calls.end(), [](const auto& c) { return c == 1; })) << workers;
  }
}

TEST(Parallel, DoesNothingWithoutTasks) {
  int calls = 0;
  for_each_task(0, 4, [&](std::size_t) { ++calls; });
  EXPECT_EQ(calls, 0);
}

TEST(Parallel, OneWorkerKeepsTheOrder) {
  std::vector<std::size_t> order;
  for_each_task(20, 1, [&](std::size_t i) { order.push_back(i); });
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_EQ(order.size(), 20U);
}

TEST(Parallel, UsesSeveralThreads) {
  std::mutex mutex;
  std::set<std::thread::id> threads;
  for_each_task(4, 4, [&](std::size_t) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const std::lock_guard lock(mutex);
    threads.insert(std::this_thread::get_id());
  });
  EXPECT_GT(threads.size(), 1U);
}

TEST(Parallel, RethrowsTheFailureAndStopsTheRest) {
  for (const unsigned workers : {1U, 3U}) {
    std::atomic<std::size_t> started{0};
    const auto fail_at_ten = [&](std::size_t i) {
      ++started;
      if (i == 10) throw std::runtime_error("task ten");
      std::this_thread::sleep_for(std::chrono::microseconds(100));
    };
    try {
      for_each_task(100'000, workers, fail_at_ten);
      FAIL() << "nothing thrown";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "task ten");
    }
    EXPECT_LT(started, 1000U);
  }
}

TEST(Parallel, KeepsTheFailureOfTheFirstTask) {
  std::atomic<int> ready{0};
  const auto fail_together = [&](std::size_t i) {
    ++ready;
    while (ready < 2) std::this_thread::yield();
    throw std::runtime_error(i == 0 ? "zero" : "one");
  };
  try {
    for_each_task(2, 2, fail_together);
    FAIL() << "nothing thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "zero");
  }
}

TEST(Parallel, HasAtLeastOneCore) {
  EXPECT_GE(available_cores(), 1U);
}

}  // namespace
}  // namespace basin
