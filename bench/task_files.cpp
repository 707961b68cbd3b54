// basin_tasks NAME FOLDER: writes what a task trains as files that NumPy reads, for the peers.
// task.json: activations, scales, bias, batch_norm, loss, stop, learning_rate, optimizer, batch.
// inputs, targets, test_inputs, test_targets (a row an example), weight_l (outputs, inputs), bias_l, order (epochs,
// examples): .npy, double precision or 64-bit integers.
#include <fmt/format.h>

#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "core/error.hpp"
#include "tasks.hpp"

namespace {

using namespace basin;
namespace fs = std::filesystem;

// NumPy's format, version 1.0: magic, length of the header, the header padded with blanks to whole 64 bytes, numbers in
// the order of columns. (numpy.lib.format)
template <class Scalar>
void write_npy(const fs::path& file, const Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>& m) {
  constexpr const char* kind = std::is_integral_v<Scalar> ? "<i8" : "<f8";
  static_assert(sizeof(Scalar) == 8);
  std::string header =
      fmt::format("{{'descr': '{}', 'fortran_order': True, 'shape': ({}, {}), }}", kind, m.rows(), m.cols());
  constexpr std::size_t before = 10;
  header.resize((before + header.size() + 1 + 63) / 64 * 64 - before, ' ');
  header.back() = '\n';
  std::ofstream out(file, std::ios::binary);
  out.write("\x93NUMPY\x01\x00", 8);
  out.put(static_cast<char>(header.size() & 255)).put(static_cast<char>(header.size() >> 8));
  out << header;
  out.write(reinterpret_cast<const char*>(m.data()), static_cast<std::streamsize>(m.size()) * 8);
  out.close();
  if (!out) throw_machine_error("{}: could not be written; see to the space there", file.string());
}

std::string text_of(train::Loss loss) {
  switch (loss) {
    case train::Loss::half_sum:
      return "half_sum";
    case train::Loss::mean:
      return "mean";
    case train::Loss::cross_entropy:
      return "cross_entropy";
  }
  return "";
}

// Row e is the order of epoch e.
Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic> orders_of(const bench::Task& task) {
  const Eigen::Index examples = task.problem.examples();
  const auto& batches = task.descent.batches;
  const std::int64_t epochs = batches.order ? task.problem.stop.max_steps / batches.steps(examples) : 0;
  Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic> orders(epochs, examples);
  for (std::int64_t e = 0; e < epochs; ++e) {
    const auto order = train::epoch_order(batches, examples, e);
    for (Eigen::Index i = 0; i < examples; ++i) orders(e, i) = order[static_cast<std::size_t>(i)];
  }
  return orders;
}

void write_task(const bench::Task& task, const fs::path& folder) {
  const auto& problem = task.problem;
  const auto& spec = problem.initial.spec;
  nlohmann::json json;
  for (std::size_t l = 0; l < spec.layers(); ++l) {
    json["activations"].push_back(nets::to_text(spec.activations[l]));
    json["scales"].push_back(spec.scale(l));
    write_npy<double>(folder / fmt::format("weight_{}.npy", l), problem.initial.weights[l]);
    if (spec.bias == nets::Bias::all) {
      write_npy<double>(folder / fmt::format("bias_{}.npy", l), problem.initial.biases[l]);
    }
  }
  const auto& optimizer = task.descent.optimizer;
  json["bias"] = spec.bias == nets::Bias::all;
  json["batch_norm"] = spec.batch_norm == nets::BatchNorm::hidden;
  json["loss"] = text_of(problem.loss);
  json["stop"] = {{"loss", problem.stop.loss}, {"max_steps", problem.stop.max_steps}};
  json["learning_rate"] = task.descent.learning_rate;
  json["optimizer"] = {{"method", train::to_text(optimizer.method)},
                       {"mean_decay", optimizer.mean_decay},
                       {"square_decay", optimizer.square_decay},
                       {"epsilon", optimizer.epsilon}};
  json["batch"] = task.descent.batches.largest(problem.examples());
  write_npy<double>(folder / "inputs.npy", problem.inputs.transpose());
  write_npy<double>(folder / "targets.npy", problem.targets.transpose());
  write_npy<std::int64_t>(folder / "order.npy", orders_of(task));
  if (task.test.points.size() > 0) {
    write_npy<double>(folder / "test_inputs.npy", task.test.points.transpose());
    write_npy<double>(folder / "test_targets.npy", task.test.labels.transpose());
  }
  std::ofstream(folder / "task.json") << json.dump(1) << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 3) throw_input_error("basin_tasks takes a task and a folder: basin_tasks descent_5 FOLDER");
    fs::create_directories(argv[2]);
    write_task(bench::task_named(argv[1]), argv[2]);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "basin_tasks: {}\n", error.what());
    return 2;
  }
}
