#include "core/random.hpp"

#include <Random123/philox.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace basin {
namespace {

std::uint64_t mix(std::uint64_t z) {  // SplitMix64's finisher
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

// 53 bits of two words, moved half a step from 0 so that the logarithm below is finite.
double to_uniform(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = ((std::uint64_t{high} << 32U) | low) >> 11U;
  return (static_cast<double>(bits) + 0.5) * 0x1.0p-53;
}

std::array<double, 2> normals(const std::array<std::uint32_t, 4>& words) {
  const double radius = std::sqrt(-2.0 * std::log(to_uniform(words[0], words[1])));
  const double angle = 2.0 * std::numbers::pi * to_uniform(words[2], words[3]);
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

double moved(double draw, Perturbation perturbation) {
  return perturbation == Perturbation::none ? draw : draw * (1.0 + std::numeric_limits<float>::epsilon());
}

// Calls use(words of block b, index of the draw's place in out, place in the block) for every draw asked for.
template <class Use>
void each_block(const Stream& stream, std::uint64_t first, std::uint64_t count, Use use) {
  std::uint64_t i = first;
  const std::uint64_t end = first + count;
  while (i < end) {
    const auto words = stream.words(i / 2);
    const std::uint64_t stop = std::min(end, (i / 2 + 1) * 2);
    use(words, i - first, i % 2, stop - i);
    i = stop;
  }
}

}  // namespace

std::uint64_t hash_text(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325ULL;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return mix(h);
}

Stream::Stream(std::string_view experiment, std::uint64_t seed, std::string_view purpose, Perturbation perturbation)
    : key_{}, stream_(hash_text(purpose)), perturbation_(perturbation) {
  const std::uint64_t key = mix(hash_text(experiment) ^ mix(seed + 0x9e3779b97f4a7c15ULL));
  key_ = {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32U)};
}

std::array<std::uint32_t, 4> Stream::words(std::uint64_t block) const {
  const r123::Philox4x32::ctr_type counter = {
      {static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32U), static_cast<std::uint32_t>(stream_),
       static_cast<std::uint32_t>(stream_ >> 32U)}};
  const r123::Philox4x32::key_type key = {{key_[0], key_[1]}};
  const auto out = r123::Philox4x32{}(counter, key);
  return {out[0], out[1], out[2], out[3]};
}

double Stream::uniform(std::uint64_t i) const {
  double draw = 0.0;
  fill_uniform({&draw, 1}, i);
  return draw;
}

double Stream::normal(std::uint64_t i) const {
  double draw = 0.0;
  fill_normal({&draw, 1}, i);
  return draw;
}

void Stream::fill_normal(std::span<double> out, std::uint64_t first) const {
  each_block(*this, first, out.size(), [&](const auto& words, std::uint64_t at, std::uint64_t place, std::uint64_t n) {
    const auto pair = normals(words);
    for (std::uint64_t k = 0; k < n; ++k) out[at + k] = moved(pair[place + k], perturbation_);
  });
}

void Stream::fill_uniform(std::span<double> out, std::uint64_t first) const {
  each_block(*this, first, out.size(), [&](const auto& words, std::uint64_t at, std::uint64_t place, std::uint64_t n) {
    const std::array<double, 2> pair = {to_uniform(words[0], words[1]), to_uniform(words[2], words[3])};
    for (std::uint64_t k = 0; k < n; ++k) out[at + k] = moved(pair[place + k], perturbation_);
  });
}

}  // namespace basin
