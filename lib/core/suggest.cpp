#include "core/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace basin {

namespace {

constexpr std::size_t longest = 64;  // chosen: names are shorter, and a hostile one must not cost time
constexpr std::size_t most_shown = 20;

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  a = a.substr(0, longest);
  b = b.substr(0, longest);
  std::array<std::array<std::size_t, longest + 1>, longest + 1> d{};
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

std::string known_names(const std::string& wrong, std::vector<std::string> names) {
  if (names.empty()) return "none is known";
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::multimap<std::size_t, std::string> by_distance;
  for (auto& name : names) by_distance.emplace(edit_distance(wrong, name), std::move(name));
  std::string text = "known:";
  std::size_t shown = 0;
  for (const auto& [distance, name] : by_distance) {
    if (shown == most_shown) return text + fmt::format(", and {} more", by_distance.size() - shown);
    text += (shown++ == 0 ? " " : ", ") + name;
  }
  return text;
}

}  // namespace basin
