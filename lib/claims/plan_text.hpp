// The keys set, vary and seeds of a table, wherever runs are asked for: claims and figures. Internal.
#pragma once

#include <string>

#include "claims/toml_table.hpp"

namespace basin::claims {

enum class Seeds { needed, optional };

/// Reads the three; `name` is how messages call the table. Throws an input Error "file:line: ..." for more than
/// most_arms levels, a level given twice, a setting that is set and varied.
[[nodiscard]] PlanText read_plan_text(TomlTable& table, const std::string& name, Seeds seeds);

}  // namespace basin::claims
