// Work shared among threads so that results do not depend on how many there are.
#pragma once

#include <cstddef>
#include <functional>

namespace basin {

/// Runs task(0) .. task(count - 1), each once, on up to `workers` threads (0: one a core). Tasks start in order.
/// The first exception stops tasks that have not started; it is rethrown when all workers are done.
void for_each_task(std::size_t count, unsigned workers, const std::function<void(std::size_t)>& task);

/// The cores this process may use (its affinity mask), at least 1.
[[nodiscard]] unsigned available_cores();

/// Keeps OpenBLAS and OpenMP to one thread in this process: basin's parallelism is one run a core.
void use_one_thread_inside();

}  // namespace basin
