// An experiment's fingerprint follows its source's digest, and only that of its own source.
#include "claims/fingerprint.hpp"

#include <gtest/gtest.h>

namespace basin::claims {
namespace {

Experiment in_file(const std::string& file) {
  Experiment experiment;
  experiment.name = "test.fingerprint";
  experiment.file = file;
  return experiment;
}

TEST(Fingerprint, IsSixteenHexDigitsAndStaysTheSame) {
  const std::string text = fingerprint_of(in_file("fp_test/none.cpp"));
  EXPECT_EQ(text.size(), 16U);
  EXPECT_EQ(text.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(text, fingerprint_of(in_file("fp_test/none.cpp")));
}

TEST(Fingerprint, FollowsTheDigestOfItsOwnSource) {
  const std::string before = fingerprint_of(in_file("fp_test/a.cpp"));
  const std::string other = fingerprint_of(in_file("fp_test/b.cpp"));
  add_source_digests({{"/somewhere/fp_test/a.cpp", "0123"}, {"/somewhere/xfp_test/b.cpp", "4567"}});
  const std::string after = fingerprint_of(in_file("fp_test/a.cpp"));
  EXPECT_NE(after, before);
  EXPECT_EQ(fingerprint_of(in_file("fp_test/b.cpp")), other);
  add_source_digests({{"/somewhere/fp_test/b.cpp", "0123"}});
  EXPECT_EQ(fingerprint_of(in_file("fp_test/b.cpp")), after);
}

TEST(Fingerprint, TheLibraryHasADigest) {
  EXPECT_EQ(library_digest().size(), 64U);
}

}  // namespace
}  // namespace basin::claims
