// Which code computed a run: the library's sources that can change a row, the experiment's own file, compiler, flags.
// The digests are made when library and program are built (ci/cmake/BasinDigest.cmake, basin_add_program).
#pragma once

#include <string>
#include <vector>

#include "claims/experiment.hpp"

namespace basin::claims {

/// SHA-256 (hex) of one experiment's source with the headers and helpers beside it.
struct SourceDigest {
  std::string file;  ///< as the compiler was given it
  std::string digest;
};

/// Makes the digests of a program's experiments known; the build generates a file that calls it before main.
void add_source_digests(const std::vector<SourceDigest>& digests);

/// SHA-256 (hex) of the library's sources, compiler, flags and processor; defined in a file that the build generates.
[[nodiscard]] std::string library_digest();

/// 16 hex digits for an experiment in this program. Where its source has no digest (a program linked by hand) the
/// program's own size and time of change stand in, so that rows of older code are never taken for this code's.
[[nodiscard]] std::string fingerprint_of(const Experiment& experiment);

}  // namespace basin::claims
