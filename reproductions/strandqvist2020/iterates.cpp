// What becomes of one picture when the trained map is applied to it again and again: a training picture, one near it,
// or noise. Its iterates are pictures to look at, stored ones and false ones. [strandqvist2020, chapter 7]
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "autoencoder.hpp"
#include "claims/experiment.hpp"
#include "claims/training.hpp"
#include "core/error.hpp"
#include "data/pictures.hpp"
#include "dynamics/attractor_category.hpp"
#include "dynamics/iterated_fixed_point.hpp"
#include "dynamics/spectrum.hpp"

namespace {

using namespace basin;
using namespace basin::claims;
using Eigen::Index;

const std::vector<Index> looks = {0, 1, 10, 100, 1000};  // after so many maps

// The first true attractor.
std::optional<Index> first_attractor(const nets::Network<double>& network, const Eigen::MatrixXd& pictures) {
  const auto iterated = dynamics::iterated_fixed_points(network, pictures);
  const auto spectra = dynamics::jacobian_spectra(network, pictures);
  const Eigen::VectorXd nearest_other = dynamics::distances_to_nearest_other(pictures);
  for (std::size_t i = 0; i < iterated.size(); ++i) {
    const auto at = static_cast<Index>(i);
    if (dynamics::category_of(iterated[i], spectra[i].radius) == dynamics::AttractorCategory::attractor &&
        !dynamics::is_false_fixed_point(iterated[i], nearest_other(at))) {
      return at;
    }
  }
  return {};
}

// The first false fixed point; where there is none the first picture whose iterates settle as far away as that,
// nearer to another picture.
std::optional<Index> first_false_positive(const nets::Network<double>& network, const Eigen::MatrixXd& pictures) {
  const auto iterated = dynamics::iterated_fixed_points(network, pictures);
  const Eigen::VectorXd nearest_other = dynamics::distances_to_nearest_other(pictures);
  std::optional<Index> elsewhere;
  for (std::size_t i = 0; i < iterated.size(); ++i) {
    const auto at = static_cast<Index>(i);
    if (dynamics::is_false_fixed_point(iterated[i], nearest_other(at))) return at;
    if (!elsewhere && iterated[i].converged && iterated[i].nearest != at) elsewhere = at;
  }
  return elsewhere;
}

std::optional<Index> wanted_picture(const Setting& setting, const strandqvist2020::Autoencoder& autoencoder) {
  const std::string& which = setting.text("which");
  if (which == "attractor") return first_attractor(autoencoder.trained.network, autoencoder.pictures);
  if (which == "false_positive") return first_false_positive(autoencoder.trained.network, autoencoder.pictures);
  return setting.count("picture");
}

Eigen::VectorXd start_from(const Setting& setting, const Run& run, const Eigen::VectorXd& picture) {
  const std::string& from = setting.text("from");
  if (from == "picture") return picture;
  if (from == "random") return data::random_pictures(run.stream("noise"), picture.size(), 1);
  Eigen::VectorXd normal(picture.size());
  run.stream("noise").fill_normal({normal.data(), static_cast<std::size_t>(normal.size())});
  return (picture + setting.number("noise") * normal).cwiseMax(0.0).cwiseMin(1.0);
}

// Pixel by pixel: the training picture, iterates, where they end, the training picture nearest to that.
std::vector<Curve> strip_of(const Eigen::VectorXd& picture, const dynamics::PathOfIterates& way,
                            const Eigen::MatrixXd& pictures) {
  std::vector<Curve> strip(8);
  const Index last = std::min(picture.size(), static_cast<Index>(most_curve_points));
  for (Index i = 0; i < last; ++i) {
    const double nearest = way.end.overflowed() ? std::nan("") : pictures(i, way.end.nearest);
    add_point(strip, static_cast<double>(i),
              {picture(i), way.path(i, 0), way.path(i, 1), way.path(i, 2), way.path(i, 3), way.path(i, 4), way.last(i),
               nearest});
  }
  return strip;
}

Measured measure(const Setting& setting, const Run& run) {
  const auto autoencoder = strandqvist2020::train_autoencoder(setting, run);
  const auto& [pictures, trained] = autoencoder;
  const std::optional<Index> wanted = wanted_picture(setting, autoencoder);
  const Index chosen = wanted.value_or(setting.count("picture"));
  const Eigen::VectorXd picture = pictures.col(chosen), start = start_from(setting, run, picture);
  const dynamics::PathOfIterates way = dynamics::path_of_iterates(trained.network, start, pictures, chosen, looks);
  const auto radius_at = [&](const Eigen::VectorXd& x) {
    return dynamics::jacobian_spectra(trained.network, x).front().radius;
  };
  const double nearest_other = dynamics::distances_to_nearest_other(pictures)(chosen);
  const auto yes = [](bool holds) { return holds ? 1.0 : 0.0; };
  const Row row = {static_cast<double>(chosen),
                   yes(wanted.has_value()),
                   radius_at(picture),
                   (start - picture).norm(),
                   static_cast<double>(way.end.maps),
                   yes(way.end.converged),
                   yes(way.end.overflowed()),
                   static_cast<double>(way.end.nearest),
                   yes(way.end.nearest == chosen),
                   way.end.distance,
                   way.end.norm,
                   radius_at(way.last),
                   yes(dynamics::is_false_fixed_point(way.end, nearest_other)),
                   yes(way.end.converged && way.end.norm < dynamics::black_share * picture.norm()),
                   trained.loss,
                   static_cast<double>(trained.steps),
                   yes(std::isfinite(trained.loss))};
  return {row, strip_of(picture, way, pictures)};
}

double work(const Setting& setting) {
  const double examples = setting.text("which") == "picture" ? 1.0 : setting.number("examples");
  constexpr double maps = 200.0;  // chosen: many settle sooner, few go on to 32,000
  return strandqvist2020::training_work(setting) +
         2.0 * maps * examples * strandqvist2020::autoencoder_of(setting).parameters();
}

void check(const Setting& setting) {
  strandqvist2020::check_autoencoder(setting);
  if (setting.count("picture") >= setting.count("examples")) {
    throw_input_error("picture={} is none of examples={}; count from 0", setting.count("picture"),
                      setting.count("examples"));
  }
}

}  // namespace

BASIN_EXPERIMENT(iterates) {
  Experiment experiment{
      .name = "strandqvist2020.iterates",
      .summary = "Iterates of one picture under a trained deep ReLU autoencoder, as pictures.",
      .parameters = strandqvist2020::autoencoder_parameters(),
      .columns = {{"chosen", "index of the training picture"},
                  {"found", "1 where there is one of the kind asked for; 0: `picture` was taken"},
                  {"picture_radius", "|lambda|max of the Jacobian at the training picture"},
                  {"start_distance", "from it to where iteration starts"},
                  {"maps", "until iteration ended"},
                  {"settled", "1 where it converged"},
                  {"overflowed", "1 where it grew without bound"},
                  {"nearest", "index of the training picture nearest to the end; -1 where it overflowed"},
                  {"is_own", "1 where that is the chosen one"},
                  {"final_distance", "from the chosen picture to the end; nan where it overflowed"},
                  {"final_norm", "of the end, 0: black; nan where it overflowed"},
                  {"final_radius", "|lambda|max of the Jacobian at the end; nan where it overflowed"},
                  {"false_fixed_point", "1 where it settled, is_own, half way to another picture or farther"},
                  {"black", "1 where it settled at a picture that is a hundred times darker"},
                  {"loss", "mean squared error when training ended"},
                  {"steps", "parameter updates"},
                  {"converged", "1 unless training diverged: the source's runs end by their epochs"}},
      .series_x = {"pixel", "red, then green, then blue, each row by row; the first 16384"},
      .series = {{"training_picture", "the chosen one"},
                 {"map_0", "where iteration starts"},
                 {"map_1", "after 1 map"},
                 {"map_10", "after 10 maps, or where it ended before"},
                 {"map_100", "after 100 maps, or where it ended before"},
                 {"map_1000", "after 1000 maps, or where it ended before"},
                 {"last", "where it ended"},
                 {"nearest_picture", "the training picture nearest to that"}},
      .check = check,
      .measure = measure,
      .work = work,
      .chaotic = strandqvist2020::is_chaotic};
  experiment.parameters.push_back(choice_parameter("which", "picture", {"picture", "attractor", "false_positive"},
                                                   "the training picture: `picture`; the first attractor; the first "
                                                   "false fixed point, else the first that settles elsewhere"));
  experiment.parameters.push_back(count_parameter("picture", 0, 0, "index of a training picture"));
  experiment.parameters.push_back(choice_parameter("from", "picture", {"picture", "noisy", "random"},
                                                   "iteration starts at it, near it, or at a uniform picture"));
  experiment.parameters.push_back(positive_parameter(
      "noise", 0.2, "standard deviation of what from=noisy adds to each number, which then is cut to [0, 1]"));
  return experiment;
}
