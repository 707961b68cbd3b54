#include "dynamics/certified_winding_number.hpp"

#include "dynamics/plane_enclosure.hpp"
#include "dynamics/winding_number.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Vector2d;

struct Corner {
  Vector2d point, gradient;  // a double in the enclosure of the gradient there
};

class ProvenWalk {
 public:
  ProvenWalk(const std::vector<DenseLayer>& layers, int pieces) : layers_(layers), pieces_(pieces) {}

  [[nodiscard]] Corner at(const Vector2d& x) const {
    const auto g = plane_jet<Interval>(layers_, Interval(x[0]), Interval(x[1])).first;
    return {x, Vector2d(median(g[0]), median(g[1]))};
  }

  bool go(const Corner& a, const Corner& b) {
    if (--pieces_ < 0) return false;
    Window box(a.point);
    box.extend(b.point);
    if (is_proven(PlaneEnclosure(layers_, box), a, b)) {
      turned_ += signed_angle(a.gradient, b.gradient);
      return true;
    }
    const Vector2d middle = box.center();
    if (middle == a.point || middle == b.point) return false;
    const Corner between = at(middle);
    return go(a, between) && go(between, b);
  }

  [[nodiscard]] std::optional<int> number() const { return whole_turns(turned_); }

 private:
  static bool is_proven(const PlaneEnclosure& e, const Corner& a, const Corner& b) {
    const auto side = e.one_side();
    if (!side) return false;
    const Interval x((*side)[0]), y((*side)[1]);
    return is_positive(x * a.gradient[0] + y * a.gradient[1]) && is_positive(x * b.gradient[0] + y * b.gradient[1]);
  }

  const std::vector<DenseLayer>& layers_;
  int pieces_;
  double turned_ = 0.0;
};

}  // namespace

std::optional<int> certified_winding_number(const nets::Network<double>& network, const std::vector<Vector2d>& polygon,
                                            int pieces) {
  const auto layers = smooth_layers(network);
  check_polygon(polygon);
  try {
    ProvenWalk walk(layers, pieces);
    const Corner start = walk.at(polygon.front());
    Corner here = start;
    for (std::size_t k = 1; k <= polygon.size(); ++k) {
      const Corner next = k == polygon.size() ? start : walk.at(polygon[k]);
      if (next.point != here.point && !walk.go(here, next)) return {};
      here = next;
    }
    return walk.number();
  } catch (const NotEnclosed&) {
    return {};
  }
}

}  // namespace basin::dynamics
