// Draws pictures column after column, so that each has its own numbers of the stream.
#include "data/pictures.hpp"

#include <span>

#include "core/error.hpp"

namespace basin::data {

Eigen::MatrixXd random_pictures(const Stream& draws, Eigen::Index pixels, Eigen::Index count) {
  constexpr Eigen::Index most_values = Eigen::Index{1} << 27;
  if (pixels < 1 || count < 1) {
    throw_input_error("cannot draw {} pictures of {} values (both must be at least 1)", count, pixels);
  }
  if (count > most_values / pixels) {
    throw_input_error("cannot draw {} pictures of {} values (together they may have {}); draw fewer", count, pixels,
                      most_values);
  }
  Eigen::MatrixXd pictures(pixels, count);
  draws.fill_uniform(std::span(pictures.data(), static_cast<std::size_t>(pictures.size())));
  return pictures;
}

}  // namespace basin::data
