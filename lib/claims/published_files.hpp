// Published numbers by file name: read once, checked against each experiment that they stand beside. Internal.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "claims/claim_text.hpp"
#include "claims/experiment.hpp"
#include "claims/published.hpp"

namespace basin::claims {

/// The files that were read: some thirty claims share one.
class PublishedFiles {
 public:
  /// golden/<source>/published/<name>, which `asker` names in its own line. Throws an input Error "file:line: ..."
  /// where the name is no bare one of a .csv file, there is no such file, or its settings or columns are not the
  /// experiment's.
  [[nodiscard]] std::shared_ptr<const Published> find(const std::filesystem::path& golden, const std::string& source,
                                                      const Located<std::string>& name,
                                                      const std::filesystem::path& asker, const Experiment& experiment);

 private:
  std::map<std::filesystem::path, std::shared_ptr<const Published>> files_;
};

}  // namespace basin::claims
