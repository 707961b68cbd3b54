#include "train/tall_product.hpp"

#include <gtest/gtest.h>

namespace basin::train {
namespace {

template <class Scalar>
class TallProduct : public testing::Test {};
using Scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(TallProduct, Scalars);

// Every number of columns around the register tiles, short and long short sides, against Eigen in double precision.
TYPED_TEST(TallProduct, AgreesWithThePlainProducts) {
  using M = Matrix<TypeParam>;
  const double tolerance = std::is_same_v<TypeParam, float> ? 2e-5 : 1e-13;
  for (const Eigen::Index rows : {16, 48, 80, 208}) {
    for (const Eigen::Index q : {1, 3, 10, 32, 129}) {
      for (const Eigen::Index n : {1, 2, 4, 5, 6, 11}) {
        const M tall = M::Random(rows, q), few = M::Random(q, n), other = M::Random(rows, n);
        const Eigen::MatrixXd t = tall.template cast<double>(), f = few.template cast<double>(),
                              o = other.template cast<double>();
        M out(rows, n), contracted(q, n), sum = tall;
        expand<TypeParam>(panel(tall), panel(few), panel(out));
        contract<TypeParam>(panel(tall), panel(other), panel(contracted));
        add_product<TypeParam>(panel(sum), TypeParam(-0.5), panel(other), panel(few));
        const double scale = static_cast<double>(rows + q);
        EXPECT_LT((out.template cast<double>() - t * f).cwiseAbs().maxCoeff(), tolerance * scale);
        EXPECT_LT((contracted.template cast<double>() - t.transpose() * o).cwiseAbs().maxCoeff(), tolerance * scale);
        EXPECT_LT((sum.template cast<double>() - (t - 0.5 * o * f.transpose())).cwiseAbs().maxCoeff(),
                  tolerance * scale);
      }
    }
  }
}

TYPED_TEST(TallProduct, PaddingIsAWholeNumberOfVectors) {
  for (const Eigen::Index rows : {1, 15, 16, 17, 1000}) {
    const Eigen::Index padded = padded_rows<TypeParam>(rows);
    EXPECT_GE(padded, rows);
    EXPECT_EQ(padded % static_cast<Eigen::Index>(vector_bytes / sizeof(TypeParam)), 0);
    EXPECT_LT(padded - rows, static_cast<Eigen::Index>(vector_bytes / sizeof(TypeParam)));
  }
}

}  // namespace
}  // namespace basin::train
