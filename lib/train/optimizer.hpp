// How a gradient becomes a step: plain descent, RMSprop, Adam.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <string>
#include <vector>

namespace basin::train {

/// What an optimizer does with a gradient g. w parameters, m and s running means of g and g^2, all zero at first; t the
/// number of the step, from 1.
///   descent: w -= lr g
///   rmsprop: s = c s + (1 - c) g^2; w -= lr g / sqrt(s + epsilon): epsilon inside the root, as in TensorFlow's core
///            (PyTorch has it outside) [strandqvist2020]
///   adam:    m = b m + (1 - b) g; s = c s + (1 - c) g^2; w -= lr (m / (1 - b^t)) / (sqrt(s / (1 - c^t)) + epsilon)
///            [Kingma and Ba 2015]
/// With a weight decay d, g is the loss's gradient plus d w, biases included (PyTorch's weight_decay).
enum class Method { descent, rmsprop, adam };

[[nodiscard]] std::string to_text(Method method);
/// Throws an input Error that names the known ones.
[[nodiscard]] Method read_method(const std::string& name);
[[nodiscard]] std::vector<std::string> method_names();

/// A method and its constants; the learning rate is apart.
struct Optimizer {
  Method method = Method::descent;
  double mean_decay = 0.9;    ///< b
  double square_decay = 0.9;  ///< c
  double epsilon = 1e-7;
  double weight_decay = 0.0;  ///< d

  /// The usual constants: rmsprop .9 and 1e-7, adam .9, .999 and 1e-8.
  [[nodiscard]] static Optimizer usual(Method method);
  /// Throws an input Error unless both decays are in [0, 1), epsilon is positive and finite, and the weight
  /// decay is finite and not negative.
  void check() const;
};

/// The optimizer at work on numbers that lie side by side. Scalar: float or double.
template <class Scalar>
class Update {
 public:
  Update(const Optimizer& optimizer, double learning_rate);

  /// How many running means it keeps of every parameter: 0, 1 (s), 2 (s, m).
  [[nodiscard]] int means() const;
  /// Whether a parameter whose gradient is 0 stays where it is: then only its running mean of g^2 decays, and that may
  /// be made up for later by a factor decay(steps).
  [[nodiscard]] bool rests_without_gradient() const {
    return optimizer_.method != Method::adam && optimizer_.weight_decay == 0.0;
  }
  [[nodiscard]] Scalar decay(std::int64_t steps) const;
  /// To be called before each step; `steps` then counts it.
  void next_step();
  [[nodiscard]] std::int64_t steps() const { return steps_; }
  /// Moves `count` parameters by their gradient. `squares` and `mean` are those of the parameters, or null where the
  /// method keeps none.
  void operator()(const Scalar* gradient, Scalar* parameters, Scalar* squares, Scalar* mean, Eigen::Index count) const;

 private:
  template <int Length>
  void move(const Scalar* gradient, Scalar* parameters, Scalar* squares, Scalar* mean, Eigen::Index count) const;

  Optimizer optimizer_;
  double learning_rate_;
  std::int64_t steps_ = 0;
  Scalar rate_, weight_decay_, square_correction_ = 1;  // of this step
};

}  // namespace basin::train
