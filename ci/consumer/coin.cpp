// An experiment outside basin's own tree: one toss of a biased coin.
#include "claims/experiment.hpp"

namespace {

using namespace basin::claims;

Row measure(const Setting& setting, const Run& run) {
  return {run.stream("toss").uniform(0) < setting.number("bias") ? 1.0 : 0.0};
}

}  // namespace

BASIN_EXPERIMENT(coin) {
  return {.name = "consumer.coin",
          .summary = "One toss of a biased coin.",
          .parameters = {{.name = "bias",
                          .kind = Kind::real,
                          .fallback = 0.99,
                          .low = 0,
                          .high = 1,
                          .meaning = "probability of heads"}},
          .columns = {{"heads", "1 where the toss was heads"}},
          .measure = measure};
}
