// A pool that lives for one call: workers take the next task number from a counter until there is none.
#include "core/parallel.hpp"

#include <dlfcn.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <limits>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace basin {
namespace {

/// The exception of the task that comes first: with several failing at once, which one is told does not depend on
/// timing alone.
class FirstFailure {
 public:
  void keep(std::size_t task, std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (task < task_) {
      task_ = task;
      failure_ = std::move(failure);
    }
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::mutex mutex_;
  std::size_t task_ = std::numeric_limits<std::size_t>::max();
  std::exception_ptr failure_;
};

void call_if_linked(const char* setter) {
  if (void* symbol = dlsym(RTLD_DEFAULT, setter)) reinterpret_cast<void (*)(int)>(symbol)(1);
}

}  // namespace

void for_each_task(std::size_t count, unsigned workers, const std::function<void(std::size_t)>& task) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  FirstFailure failure;
  const auto work = [&] {
    while (!stop.load()) {
      const std::size_t i = next.fetch_add(1);
      if (i >= count) return;
      try {
        task(i);
      } catch (...) {
        failure.keep(i, std::current_exception());
        stop.store(true);
      }
    }
  };
  {
    const std::size_t wanted = std::min<std::size_t>(count, workers == 0 ? available_cores() : workers);
    std::vector<std::jthread> helpers;
    // The calling thread is one of the workers, so that where no thread can be had the work is still done.
    try {
      while (helpers.size() + 1 < wanted) helpers.emplace_back(work);
    } catch (const std::system_error&) {
    }
    work();
  }
  failure.rethrow();
}

unsigned available_cores() {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  // The call fails on machines with more cores than the mask has bits; then all of them are ours.
  if (sched_getaffinity(0, sizeof mask, &mask) == 0) return static_cast<unsigned>(std::max(1, CPU_COUNT(&mask)));
  return std::max(1U, std::thread::hardware_concurrency());
}

void use_one_thread_inside() {
  // The variables are for libraries opened later; they are not forced on a user who set them.
  setenv("OPENBLAS_NUM_THREADS", "1", 0);
  setenv("OMP_NUM_THREADS", "1", 0);
  call_if_linked("openblas_set_num_threads");
  call_if_linked("omp_set_num_threads");
}

}  // namespace basin
