// What a trained classifier embeds of the plane: whether the region of the inner class is bounded or runs through a
// tunnel to the window's edge, how often the gradient turns around it, its critical points. [kuehn2024]
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include "claims/classification.hpp"
#include "claims/experiment.hpp"
#include "core/error.hpp"
#include "dynamics/certified_winding_number.hpp"
#include "dynamics/critical_certificate.hpp"
#include "dynamics/critical_point.hpp"
#include "dynamics/decision_regions.hpp"
#include "dynamics/determinant_sign.hpp"
#include "dynamics/network_plane.hpp"
#include "dynamics/plane_bounds.hpp"
#include "dynamics/tunnel.hpp"
#include "dynamics/winding_number.hpp"
#include "dynamics/window.hpp"
#include "nets/rewrite.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
const Eigen::Vector2d centre = Eigen::Vector2d::Zero();

// Where the region of the inner class is looked for: the point of that class that is nearest to the centre and told
// right; the centre where there is none.
Eigen::Vector2d start_of(const dynamics::NetworkPlane& logit, const data::LabelledPoints& training) {
  Eigen::Vector2d start = centre;
  double nearest = std::numeric_limits<double>::infinity();
  for (Eigen::Index i = 0; i < training.points.cols(); ++i) {
    const Eigen::Vector2d x = training.points.col(i);
    if (training.labels(i) != 0.0 || x.norm() >= nearest || !(logit.value(x) < 0.0)) continue;
    start = x;
    nearest = x.norm();
  }
  return start;
}

template <class Number>
double number_or_nan(const std::optional<Number>& number) {
  return number ? static_cast<double>(*number) : unknown;
}

// 0 too where no point of the inner class is told right, and the component is of the other class.
double reach_of(const dynamics::Component& component) {
  if (component.reach == dynamics::Reach::unresolved) return unknown;
  const bool inner = component.side == dynamics::Side::inner;
  return inner && component.reach == dynamics::Reach::reaches_edge ? 1.0 : 0.0;
}

// The bottleneck's layer in the network that is looked at, 0 for none: one further than where it was set where a block
// that standardises the inputs came before the others.
std::size_t bottleneck_of(const Setting& setting, const Classifier& classifier) {
  const auto layer = static_cast<std::size_t>(setting.count("bottleneck"));
  return layer == 0 ? 0 : layer + classifier.network.spec.layers() - classifier.as_trained.spec.layers();
}

// The function whose gradient is followed around: the network's logit, or what its layer of one unit makes of the plane
// - the gradient of the whole is that of this layer times a number, which may be 0 along whole curves.
nets::Network<double> turning_part(const nets::Network<double>& network, std::size_t bottleneck) {
  return bottleneck > 0 ? nets::up_to_preactivation(network, bottleneck) : network;
}

std::vector<dynamics::CriticalPoint> critical_points_of(const Setting& setting, const dynamics::NetworkPlane& logit) {
  dynamics::CriticalSearch search;
  search.starts = static_cast<int>(setting.count("starts"));
  return dynamics::critical_points(logit, dynamics::square_window(setting.number("half_window")), search);
}

bool is_extremum(const dynamics::CriticalPoint& point) {
  return point.kind == dynamics::CriticalKind::minimum || point.kind == dynamics::CriticalKind::maximum;
}

template <class Holds>
double count_if(const std::vector<dynamics::CriticalPoint>& points, Holds holds) {
  return static_cast<double>(std::count_if(points.begin(), points.end(), holds));
}

// How many extrema are proven: by interval arithmetic, each in a box of its own.
double proven_extrema(const nets::Network<double>& network, const std::vector<dynamics::CriticalPoint>& found) {
  double proven = 0.0;
  for (const auto& point : found) {
    if (!is_extremum(point)) continue;
    const auto certificate = dynamics::certify_critical_point(network, point.x);
    if (certificate && certificate->kind == point.kind && certificate->box.contains(point.x)) proven += 1.0;
  }
  return proven;
}

// How many extrema, proven ones, saddles, degenerate points; NaN where none were looked for, or intervals cannot prove.
std::array<double, 4> count_critical_points(const Setting& setting, const nets::Network<double>& network,
                                            const dynamics::NetworkPlane& logit) {
  if (setting.count("starts") == 0) return {unknown, unknown, unknown, unknown};
  const auto found = critical_points_of(setting, logit);
  const auto is_of = [](dynamics::CriticalKind kind) {
    return [kind](const dynamics::CriticalPoint& point) { return point.kind == kind; };
  };
  return {count_if(found, is_extremum), setting.text("activation") == "relu" ? unknown : proven_extrema(network, found),
          count_if(found, is_of(dynamics::CriticalKind::saddle)),
          count_if(found, is_of(dynamics::CriticalKind::degenerate))};
}

// The curve along which the gradient is followed, as a polygon; empty where there is none.
std::vector<Eigen::Vector2d> polygon_of(const Setting& setting, const dynamics::DecisionRegions& regions,
                                        const dynamics::Component& inner) {
  std::vector<Eigen::Vector2d> polygon;
  if (setting.text("along") == "boundary") {
    return inner.reach == dynamics::Reach::bounded ? regions.outer_boundary(inner).points : polygon;
  }
  if (setting.text("along") == "circle") return dynamics::circle_polygon(centre, setting.number("circle"), 64);
  const dynamics::Window window = dynamics::square_window(setting.number("half_window"));
  for (const auto corner : {dynamics::Window::BottomLeft, dynamics::Window::BottomRight, dynamics::Window::TopRight,
                            dynamics::Window::TopLeft}) {
    polygon.push_back(window.corner(corner));
  }
  return polygon;
}

// How often the gradient turns around along the curve, by sampling; NaN where that is not resolved.
double sampled_winding(const nets::Network<double>& network, const std::vector<Eigen::Vector2d>& polygon) {
  if (polygon.empty()) return unknown;
  return number_or_nan(dynamics::winding_number(dynamics::NetworkPlane(network), polygon).number);
}

// The same, proven by interval arithmetic; NaN where it is not.
double proven_winding(const Setting& setting, const nets::Network<double>& network,
                      const std::vector<Eigen::Vector2d>& polygon) {
  const auto pieces = static_cast<int>(setting.count("proof_pieces"));
  if (setting.text("activation") == "relu" || polygon.empty() || pieces == 0) return unknown;
  return number_or_nan(dynamics::certified_winding_number(network, polygon, pieces));
}

// How well it is known that the winding number is this one: 0 not at all (it is another, or not resolved), 1 by
// sampling, 2 proven. Never undecided: a gradient that turns within less than doubles tell apart counts as not known.
double certainty_of(double wanted, double number, double proven) {
  return proven == wanted ? 2.0 : number == wanted ? 1.0 : 0.0;
}

constexpr std::size_t table_columns = 7;

// Whether one point of a wall is the next of the curve after another: the way between them is the straight one.
bool follows(const dynamics::TunnelPoint& before, const dynamics::TunnelPoint& after) {
  constexpr double rounding = 1e-9;
  return before.curve == after.curve &&
         after.along - before.along <= (after.x - before.x).norm() + rounding * (1.0 + after.along);
}

// The boundary of the component that holds the centre, as a table by point: curve, x, width of the tunnel there.
std::vector<Curve> table_of(const dynamics::DecisionRegions& regions, const dynamics::Component& inner,
                            const dynamics::Tunnel& tunnel, const dynamics::NetworkPlane& logit) {
  std::vector<Curve> table(table_columns);
  double stretch = 0.0;
  const auto add = [&](std::size_t curve, const Eigen::Vector2d& x, double width) {
    const dynamics::PlaneGradient gradient = logit.gradient(x);
    add_point(
        table, static_cast<double>(table[0].x.size()),
        {static_cast<double>(curve), x.x(), x.y(), width, std::atan2(gradient.direction.y(), gradient.direction.x()),
         gradient.log_norm / std::numbers::ln10, stretch});
  };
  // Every so many points, so that no table is longer than a run may keep.
  std::size_t points = 1;
  for (const std::size_t curve : inner.boundary) points += regions.curves().curves[curve].points.size();
  const std::size_t each = 1 + points / 2000;  // chosen: a curve is drawn well with 2000 points
  for (const std::size_t curve : inner.boundary) {
    const auto& along = regions.curves().curves[curve].points;
    for (std::size_t i = 0; i < along.size(); i += each) add(curve, along[i], unknown);
    stretch += 1.0;
  }
  for (std::size_t i = 0; i < tunnel.walls.size(); ++i) {
    const dynamics::TunnelPoint& wall = tunnel.walls[i];
    if (i > 0 && !follows(tunnel.walls[i - 1], wall)) stretch += 1.0;
    if (i % each == 0) add(wall.curve, wall.x, wall.width);
  }
  if (table[0].x.empty()) add(0, centre, unknown);
  return table;
}

// A network whose training has diverged may be no function of the plane: numbers that are not finite.
bool is_function(const nets::Network<double>& network, const dynamics::Window& window) {
  return nets::forward(nets::up_to_preactivation(network, network.spec.layers()), dynamics::grid_points(window, 65))
      .allFinite();
}

constexpr std::size_t looked_at = 20;  // columns before those of the training

Measured nothing_to_look_at() {
  std::vector<Curve> table(table_columns);
  add_point(table, 0.0, {unknown, unknown, unknown, unknown, unknown, unknown, unknown});
  return {Row(looked_at, unknown), table};
}

Measured look_at(const Setting& setting, const Classifier& classifier, const dynamics::Window& window) {
  const dynamics::NetworkPlane logit(classifier.network);
  const dynamics::DecisionRegions regions(logit, window);
  const Eigen::Vector2d start = start_of(logit, classifier.training);
  const dynamics::Component inner = regions.component_of(start);
  const std::size_t bottleneck = bottleneck_of(setting, classifier);
  const nets::Network<double> turns = turning_part(classifier.network, bottleneck);
  const auto polygon = polygon_of(setting, regions, inner);
  const double number = sampled_winding(turns, polygon), proven = proven_winding(setting, turns, polygon);
  const auto tunnel = dynamics::tunnel(logit, regions, setting.number("inner"), setting.number("outer"), start);
  const auto [extrema, proven_ones, saddles, degenerate] = count_critical_points(setting, classifier.network, logit);
  const auto signs = dynamics::determinant_signs(classifier.network, window, 9);
  Row row = {number,
             proven,
             certainty_of(0.0, number, proven),
             certainty_of(1.0, number, proven),
             number_or_nan(regions.bounded(dynamics::Side::inner)),
             number_or_nan(regions.bounded(dynamics::Side::outer)),
             reach_of(inner),
             static_cast<double>(inner.holes),
             tunnel.width,
             tunnel.largest_log_norm / std::numbers::ln10,
             extrema,
             proven_ones,
             saddles,
             degenerate,
             bottleneck == 0 ? unknown
                             : static_cast<double>(dynamics::critical_levels(classifier.network, bottleneck, window)),
             dynamics::block_margin(classifier.as_trained),
             signs.of_layers,
             signs.rarer_share,
             signs.resolved_share,
             signs.against_layers};
  return {row, table_of(regions, inner, tunnel, logit)};
}

Measured measure(const Setting& setting, const Run& run) {
  const Classifier classifier = train_classifier(setting, run);
  const dynamics::Window window = dynamics::square_window(setting.number("half_window"));
  Measured measured =
      is_function(classifier.network, window) ? look_at(setting, classifier, window) : nothing_to_look_at();
  // A network that was not to be trained is as it should be.
  const bool trained = setting.text("train") == "none" ||
                       (classifier.finite && classifier.training_accuracy >= setting.number("trained_from"));
  measured.row.insert(measured.row.end(), {classifier.training_accuracy, classifier.test_accuracy, classifier.loss,
                                           static_cast<double>(classifier.steps), trained ? 1.0 : 0.0});
  return measured;
}

// Operations of a run, to a factor of a few and from above: beside the training about 250 a weight for every piece of
// the proof, 2000 for every start of Newton's method, 1e6 for the curves.
double work(const Setting& setting) {
  const double starts = setting.number("starts");
  return classification_work(setting) + classifier_spec(setting).parameters() *
                                            (250.0 * setting.number("proof_pieces") + 2000.0 * starts * starts + 1e6);
}

void check(const Setting& setting) {
  check_classification(setting);
  dynamics::check_window(dynamics::square_window(setting.number("half_window")));
  const auto layer = static_cast<std::size_t>(setting.count("bottleneck"));
  if (layer > 0 && classifier_spec(setting).is_residual(layer - 1)) {
    throw_input_error("bottleneck={} is a residual block, from one unit to one; give width > 1, or skip=0 strength=1",
                      layer);
  }
  if (setting.count("starts") == 1) throw_input_error("starts=1 is no grid; give at least 2, or 0 for no search");
  if (setting.number("circle") >= setting.number("half_window")) {
    throw_input_error("circle={} does not lie in the window of half_window={}; lower it", setting.number("circle"),
                      setting.number("half_window"));
  }
  if (setting.number("inner") >= setting.number("outer")) {
    throw_input_error("inner={} and outer={} are no ring; lower inner", setting.number("inner"),
                      setting.number("outer"));
  }
}

}  // namespace

BASIN_EXPERIMENT(embedding) {
  // chosen: half way between guessing and knowing
  Parameter trained_from =
      positive_parameter("trained_from", 0.75, "training accuracy from which on a run counts as converged");
  trained_from.low_included = true;
  trained_from.high = 1.0;
  Parameter starts = count_parameter("starts", 15, 0, "of Newton's method along each side of the window; 0: no search");
  starts.high = 201.0;
  Parameter proof_pieces =
      count_parameter("proof_pieces", 20000, 0, "of the curve at most, to prove its winding number; 0: no proof");
  proof_pieces.high = 1e6;
  Experiment experiment{
      .name = "kuehn2024.embedding",
      .summary = "Topology of a trained classifier in the plane: regions, tunnel, winding number, critical points.",
      .parameters = classification_parameters(),
      .columns =
          {{"winding_number", "turns of the gradient along the curve; of a bottleneck's unit where there is one"},
           {"winding_proven", "the same proven by interval arithmetic; nan where it is not"},
           {"winding_zero", "whether it is known to be 0: 0 no (another, unresolved), 1 by sampling, 2 proven"},
           {"winding_one", "the same of 1"},
           {"bounded_inner", "components of the inner class that do not reach the window's edge"},
           {"bounded_outer", "components of the outer class that do not"},
           {"reaches_edge", "1 where the inner class's region at the centre reaches the edge; nan where unresolved"},
           {"holes", "in the region of the centre"},
           {"tunnel_width", "smallest width of the centre's region within the ring; nan where there is no tunnel"},
           {"tunnel_slope", "log10 of the logit's steepest slope along the tunnel's walls"},
           {"extrema", "isolated minima and maxima found in the window; nan where starts=0"},
           {"proven_extrema", "of them those proven by intervals; nan for relu"},
           {"saddles", "found in the window"},
           {"degenerate_points", "critical points found whose Hessian is singular: on critical curves"},
           {"critical_levels", "values of a bottleneck's unit along whose curves the gradient vanishes; nan without"},
           {"block_margin", "least skip - strength |W| of the residual blocks: > 0 excludes critical points"},
           {"sign_of_layers", "product of the signs of det W_l, batch norm taken in; nan unless all are square"},
           {"rarer_sign", "share of the grid where det of the hidden map has the rarer sign; 0: constant"},
           {"signs_resolved", "share of the grid where rounding leaves the sign known"},
           {"signs_against", "points of the grid whose sign is not sign_of_layers; nan where that is"},
           {"training_accuracy", "of the network kept"},
           {"test_accuracy", "of the network kept"},
           {"loss", "cross entropy of the network kept on its training points"},
           {"steps", "parameter updates"},
           {"converged", "1 where training accuracy reached trained_from, or nothing was trained"}},
      .series_x = {"point", "along the boundary of the centre's region, then along the tunnel's walls"},
      .series = {{"curve", "which curve of the decision boundary"},
                 {"x1", "coordinate"},
                 {"x2", "coordinate"},
                 {"chord", "width of the tunnel, from here to the opposite wall; nan on the boundary"},
                 {"gradient_angle", "of the logit's gradient, radians"},
                 {"log10_gradient", "logarithm of its length"},
                 {"stretch", "counts up wherever a point does not follow the one before: lines to draw"}},
      .check = check,
      .measure = measure,
      .work = work,
      .chaotic = is_chaotic_classification};
  experiment.parameters.push_back(
      positive_parameter("half_window", 2.0, "the window is [-half_window, half_window]^2"));
  experiment.parameters.push_back(choice_parameter("along", "circle", {"circle", "boundary", "window"},
                                                   "the curve: a circle (64-gon), the boundary of the centre's region "
                                                   "where it is bounded, the window's edge"));
  experiment.parameters.push_back(
      positive_parameter("circle", 0.4, "radius of the circle the gradient is followed on"));
  experiment.parameters.push_back(starts);
  experiment.parameters.push_back(proof_pieces);
  experiment.parameters.push_back(trained_from);
  return experiment;
}
