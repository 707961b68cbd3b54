// Blocks of equal fitted value; a block that is not above the one before it is pooled with it.
#include "theory/isotonic.hpp"

#include <algorithm>
#include <vector>

#include "core/error.hpp"

namespace basin::theory {

Eigen::VectorXd isotonic_fit(const Eigen::VectorXd& y) {
  if (y.size() == 0 || !y.allFinite()) {
    throw_input_error("cannot fit a monotone sequence to {} numbers, all of which must be finite; give some", y.size());
  }
  struct Block {
    double mean;
    Eigen::Index size;
  };
  std::vector<Block> blocks;
  for (const double value : y) {
    Block last{value, 1};
    while (!blocks.empty() && blocks.back().mean >= last.mean) {
      const Block before = blocks.back();
      blocks.pop_back();
      const Eigen::Index size = before.size + last.size;
      const double share = static_cast<double>(last.size) / static_cast<double>(size);
      last = {before.mean + share * (last.mean - before.mean), size};
    }
    blocks.push_back(last);
  }
  Eigen::VectorXd fit(y.size());
  Eigen::Index first = 0;
  for (const Block& block : blocks) {
    fit.segment(first, block.size).setConstant(block.mean);
    first += block.size;
  }
  return fit;
}

double monotone_bound(const Eigen::VectorXd& y) {
  const double increasing = (y - isotonic_fit(y)).squaredNorm();
  const double decreasing = (y + isotonic_fit(-y)).squaredNorm();
  return std::min(increasing, decreasing) / static_cast<double>(y.size());
}

}  // namespace basin::theory
