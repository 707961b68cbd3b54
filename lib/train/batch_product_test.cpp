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

template <class Scalar>
void compare(Eigen::Index n, Eigen::Index q, Eigen::Index p, double tolerance) {
  const Matrix<Scalar> weights = Matrix<Scalar>::Random(q, p);
  const Matrix<Scalar> h = zero_padded<Scalar>(Matrix<Scalar>::Random(n, q));
  const Matrix<Scalar> delta = zero_padded<Scalar>(Matrix<Scalar>::Random(n, p));
  const Weights<Scalar> view{weights.data(), q, p, 1, q};

  Matrix<Scalar> z(h.rows(), p), back(h.rows(), q);
  batch_product(h.data(), h.rows(), view, z.data());
  batch_product(delta.data(), delta.rows(), view.transposed(), back.data());
  EXPECT_LT((z - h * weights).norm(), tolerance * z.norm());
  EXPECT_LT((back - delta * weights.transpose()).norm(), tolerance * back.norm());

  const Matrix<Scalar> columns = zero_padded<Scalar>(Matrix<Scalar>(h.topRows(n).transpose()));
  std::vector<const Scalar*> examples;
  for (Eigen::Index i = 0; i < n; ++i) examples.push_back(columns.col(i).data());
  Matrix<Scalar> gradient = Matrix<Scalar>::Zero(columns.rows(), p);
  batch_gradient(examples.data(), n, q, delta.data(), delta.rows(), p,
                 [&](const Scalar* tile, Eigen::Index k, Eigen::Index u, Eigen::Index count) {
                   for (Eigen::Index i = 0; i < count; ++i) gradient(k + i, u) += tile[i];
                 });
  const Matrix<Scalar> exact = h.topRows(n).transpose() * delta.topRows(n);
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
