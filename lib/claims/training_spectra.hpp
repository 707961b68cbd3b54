// The spectra of an autoencoder's Jacobian at its training points before and after it memorises them, at any width:
// by the engine that is set where it is finite, by theory where `width = inf`.
#pragma once

#include <vector>

#include "claims/training.hpp"
#include "dynamics/spectrum.hpp"

namespace basin::claims {

/// What is measured of the initial network.
enum class Before { skipped, measured };

/// Spectra at the training points, in their order.
struct MemorisedSpectra {
  std::vector<dynamics::Spectrum> before;  ///< of the initial network; empty where skipped
  std::vector<dynamics::Spectrum> after;
  double loss = 0.0;       ///< when training ended
  double steps = 0.0;      ///< of the engine; 0 at infinite width
  double converged = 0.0;  ///< 1 where training reached the stop loss
};

/// Trains as set and measures. At infinite width engine, lr, tolerance, precision and max_steps have no meaning:
/// training is exact; train=none gives the initial function.
[[nodiscard]] MemorisedSpectra memorise(const Setting& setting, const Run& run, Before before);

/// As add_training_numbers.
void add_training_numbers(Row& row, const MemorisedSpectra& memorised);

}  // namespace basin::claims
