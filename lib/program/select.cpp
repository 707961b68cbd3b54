// Patterns are matched against ids only; no file is opened because of what a pattern says.
#include "program/select.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <set>

#include "core/error.hpp"
#include "core/suggest.hpp"

namespace basin::program {
namespace {

using claims::Claim;
using claims::Tier;

std::vector<std::string> ids_of(const std::vector<Claim>& claims) {
  std::vector<std::string> ids;
  for (const Claim& claim : claims) ids.push_back(claim.id);
  return ids;
}

/// A pattern without a claim in this tier: perhaps one of a dearer tier fits.
[[noreturn]] void throw_no_claim(const claims::Library& library, const std::string& pattern, Tier tier) {
  const std::vector<Claim> all = claims::read_claims(library, Tier::paper);
  for (const Claim& claim : all) {
    if (fits(pattern, claim.id)) {
      throw_input_error("claim '{}': belongs to the tier {}, not to {}; add --tier {}", claim.id,
                        claims::to_text(claim.tier), claims::to_text(tier), claims::to_text(claim.tier));
    }
  }
  throw_input_error("claim '{}': is unknown; {}", pattern, known_names(pattern, ids_of(all)));
}

bool same_cost(const claims::SamplePlan& a, const claims::SamplePlan& b) {
  return a.seeds == b.seeds && a.set == b.set && a.vary == b.vary;
}

bool same_cost(const Claim& a, const Claim& b) {
  return same_cost(a.plan, b.plan) && a.controls.size() == b.controls.size() &&
         std::equal(a.controls.begin(), a.controls.end(), b.controls.begin(),
                    [](const auto& x, const auto& y) { return same_cost(x.plan, y.plan); });
}

bool is_id(const std::string& text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool inner_dot = text[i] == '.' && i > 0 && i + 1 < text.size() && text[i - 1] != '.';
    if (!inner_dot && !letter(text[i])) return false;
  }
  return !text.empty();
}

}  // namespace

void require_claims(const std::vector<claims::Claim>& claims, const claims::Library& library, claims::Tier tier) {
  if (!claims.empty()) return;
  throw_input_error("{}: has no claims of the tier {}; name another folder with --claims or another --tier",
                    library.claims.string(), to_text(tier));
}

bool fits(const std::string& pattern, const std::string& id) {
  if (pattern == id) return true;
  const std::string beginning = pattern.ends_with('.') ? pattern : pattern + '.';
  if (id.starts_with(beginning)) return true;
  const bool is_glob = pattern.find_first_of("*?") != std::string::npos;
  return is_glob && fnmatch(pattern.c_str(), id.c_str(), FNM_NOESCAPE) == 0;
}

std::vector<Claim> select_claims(const claims::Library& library, const std::vector<std::string>& patterns,
                                 const std::vector<std::string>& sources, Tier tier) {
  std::vector<Claim> all = claims::read_claims(library, tier);
  for (const std::string& pattern : patterns) {
    const bool fits_one = std::any_of(all.begin(), all.end(), [&](const Claim& c) { return fits(pattern, c.id); });
    if (!fits_one) throw_no_claim(library, pattern, tier);
  }
  for (const std::string& source : sources) {
    std::set<std::string> known;
    for (const Claim& claim : all) known.insert(claim.source);
    if (!known.contains(source)) {
      throw_input_error("source '{}': has no claims in the tier {}; {}", source, claims::to_text(tier),
                        known_names(source, {known.begin(), known.end()}));
    }
  }
  std::vector<Claim> chosen;
  for (Claim& claim : all) {
    const bool named = patterns.empty() || std::any_of(patterns.begin(), patterns.end(),
                                                       [&](const auto& pattern) { return fits(pattern, claim.id); });
    const bool of_source = sources.empty() || std::find(sources.begin(), sources.end(), claim.source) != sources.end();
    if (named && of_source) chosen.push_back(std::move(claim));
  }
  return chosen;
}

Claim find_claim(const claims::Library& library, const std::string& id, std::optional<Tier> tier) {
  // An id is a path with dots; the alphabet keeps it inside the folder.
  std::string path = id;
  std::replace(path.begin(), path.end(), '.', '/');
  const auto file = library.claims / (path + ".toml");
  std::error_code none;
  if (!is_id(id) || !std::filesystem::is_regular_file(file, none)) {
    throw_input_error("claim '{}': is unknown; {}", id,
                      known_names(id, ids_of(claims::read_claims(library, Tier::paper))));
  }
  Claim claim = claims::read_claim(library, file, tier.value_or(Tier::quick));
  if (claim.tier > tier.value_or(Tier::quick)) {
    if (tier) {
      throw_input_error("claim '{}': belongs to the tier {}, not to {}; use --tier {}", id, to_text(claim.tier),
                        to_text(*tier), to_text(claim.tier));
    }
    claim = claims::read_claim(library, file, claim.tier);
  }
  return claim;
}

std::vector<Claim> claims_of_tiers(const claims::Library& library, const std::vector<Tier>& tiers) {
  std::vector<Claim> tests;
  const std::set<Tier> wanted(tiers.begin(), tiers.end());
  for (const Tier tier : wanted) {
    for (Claim& claim : claims::read_claims(library, tier)) {
      if (claim.tier != tier && same_cost(claims::read_claim(library, claim.file, claim.tier), claim)) continue;
      tests.push_back(std::move(claim));
    }
  }
  return tests;
}

}  // namespace basin::program
