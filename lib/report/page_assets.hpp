// page.css and page.js as they are embedded into the library (page_assets.cpp.in). Internal.
#pragma once

#include <string_view>

namespace basin::report {

[[nodiscard]] std::string_view page_style();
[[nodiscard]] std::string_view page_script();

}  // namespace basin::report
