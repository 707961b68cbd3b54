// The products of a batch against Eigen's.
#include "train/batch_product.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace basin::train {
namespace {

template <class Scalar>
Matrix<Scalar> zero_padded(const Matrix<Scalar>& m) {
  Matrix<Scalar> out = Matrix<Scalar>::Zero(padded_rows<Scalar>(m.rows()), m.cols());
  out.topRows(m.rows()) = m;
  return out;
}

std::vector<Eigen::Index> every_third_left_out(Eigen::Index units) {
  std::vector<Eigen::Index> named;
  for (Eigen::Index u = 0; u < units; ++u) {
    if (u % 3 != 1) named.push_back(u);
  }
  return named;
}

template <class Scalar>
void compare(Eigen::Index n, Eigen::Index q, Eigen::Index p, double tolerance) {
  const Matrix<Scalar> weights = Matrix<Scalar>::Random(q, p);
  const Matrix<Scalar> h = zero_padded<Scalar>(Matrix<Scalar>::Random(n, q));
  const Matrix<Scalar> delta = zero_padded<Scalar>(Matrix<Scalar>::Random(n, p));
  const Weights<Scalar> view{weights.data(), 1, q};
  const std::vector<Eigen::Index> inputs = every_third_left_out(q), outputs = every_third_left_out(p);

  Matrix<Scalar> z = Matrix<Scalar>::Ones(h.rows(), p), back = Matrix<Scalar>::Ones(h.rows(), q);
  add_batch_product(h.data(), h.rows(), view, inputs, outputs, z.data());
  add_batch_product(delta.data(), delta.rows(), view.transposed(), outputs, inputs, back.data());
  Matrix<Scalar> some = Matrix<Scalar>::Zero(q, p);
  for (const auto k : inputs) {
    for (const auto u : outputs) some(k, u) = weights(k, u);
  }
  const Matrix<Scalar> ones_z = Matrix<Scalar>::Ones(h.rows(), p), ones_back = Matrix<Scalar>::Ones(h.rows(), q);
  EXPECT_LT((z - ones_z - h * some).norm(), tolerance * z.norm());
  EXPECT_LT((back - ones_back - delta * some.transpose()).norm(), tolerance * back.norm());

  const Matrix<Scalar> columns = zero_padded<Scalar>(Matrix<Scalar>(h.topRows(n).transpose()));
  std::vector<const Scalar*> examples;
  for (Eigen::Index i = 0; i < n; ++i) examples.push_back(columns.col(i).data());
  Matrix<Scalar> gradient = Matrix<Scalar>::Zero(columns.rows(), p);
  batch_gradient(std::span<const Scalar* const>(examples), q, delta.data(), delta.rows(), Units(outputs),
                 [&](const Scalar* tile, Eigen::Index k, Eigen::Index u, Eigen::Index count) {
                   for (Eigen::Index i = 0; i < count; ++i) gradient(k + i, u) += tile[i];
                 });
  Matrix<Scalar> exact = Matrix<Scalar>::Zero(q, p);
  for (const auto u : outputs) exact.col(u) = h.topRows(n).transpose() * delta.col(u).head(n);
  EXPECT_LT((gradient.topRows(q) - exact).norm(), tolerance * exact.norm());
  EXPECT_EQ(gradient.bottomRows(gradient.rows() - q).norm(), 0);
}

// Sides that fill tiles, leave every kind of rest, and are longer than a block of the reduction.
TEST(BatchProduct, IsEigensProduct) {
  for (const Eigen::Index n : {1, 4, 17, 32, 100}) {
    for (const auto& [q, p] : {std::pair<Eigen::Index, Eigen::Index>{1, 1}, {3, 13}, {64, 48}, {300, 31}, {33, 290}}) {
      SCOPED_TRACE(testing::Message() << n << " examples, " << q << " x " << p);
      compare<float>(n, q, p, 1e-6);
      compare<double>(n, q, p, 1e-14);
    }
  }
}

}  // namespace
}  // namespace basin::train
