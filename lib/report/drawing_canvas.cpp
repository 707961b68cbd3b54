// Texts, numbers and pixels in gnuplot's language.
#include "report/drawing_canvas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <stdexcept>

namespace basin::report {
namespace {

// Bytes of the character that starts at `at`; 0 where no character of UTF-8 that XML allows does.
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t first = byte(at);
  if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > text.size()) return 0;
  std::uint32_t code = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80U) return 0;
    code = (code << 6U) | (byte(at + i) & 0x3fU);
  }
  constexpr std::array<std::uint32_t, 5> smallest = {0, 0, 0xa0, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  return code < smallest[length] || code > 0x10ffff || surrogate || (code & 0xfffeU) == 0xfffeU ? 0 : length;
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0) {
      out += ' ';
    } else if (text[at] == '\'') {
      out += "\u2019";
    } else {
      // gnuplot writes '>' as it is, and XML forbids the end of a CDATA section in a text.
      if (text[at] == '>' && out.ends_with("]]")) out += ' ';
      out += text.substr(at, length);
    }
    at += std::max<std::size_t>(length, 1);
  }
  return out + "'";
}

std::string number(double value) {
  if (!std::isfinite(value)) throw std::logic_error("a number that is not finite has no place in a drawing");
  return fmt::format("{:.9g}", value);
}

double text_width(std::string_view text, double size) {
  std::size_t characters = 0;
  for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  return 0.57 * size * static_cast<double>(characters);  // DejaVu Sans, a wide one, has 0.6 with capitals
}

std::vector<std::string> wrapped(std::string_view text, double width, double size) {
  std::vector<std::string> lines;
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (!line.empty() && text_width(line, size) + text_width(word, size) + 0.57 * size > width) {
      lines.push_back(line);
      line.clear();
    }
    if (!line.empty() && !word.empty()) line += ' ';
    line += word;
    at = end + 1;
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

void Canvas::begin_plot(const Rect& area) {
  command("reset");
  command(fmt::format("set lmargin at screen {}", number(area.left / width_)));
  command(fmt::format("set rmargin at screen {}", number((area.left + area.width) / width_)));
  command(fmt::format("set tmargin at screen {}", number(1 - area.top / height_)));
  command(fmt::format("set bmargin at screen {}", number(1 - (area.top + area.height) / height_)));
  command("unset key");
}

std::string Canvas::block(const std::string& rows) {
  const std::string name = fmt::format("$d{}", blocks_++);
  script_ += name + " << EOD\n" + rows + "EOD\n";
  return name;
}

void Canvas::text(double x, double y, std::string_view text, double size, Align align, std::string_view colour) {
  const char* const side = align == Align::left ? "left" : align == Align::centre ? "center" : "right";
  command(fmt::format("set label {} at {} {} font ',{}' tc rgb '{}' front", quoted(text), at(x, y), side, number(size),
                      colour));
}

void Canvas::lines(double x, double y, const std::vector<std::string>& lines, double size, Align align) {
  for (std::size_t i = 0; i < lines.size(); ++i)
    text(x, y + (static_cast<double>(i) + 0.5) * line_height * size, lines[i], size, align);
}

void Canvas::upright(double x, double y, const std::vector<std::string>& lines, double size) {
  for (std::size_t i = 0; i < lines.size(); ++i)
    command(fmt::format("set label {} at {} center rotate by 90 font ',{}' tc rgb '{}' front", quoted(lines[i]),
                        at(x + static_cast<double>(i) * line_height * size, y), number(size), ink));
}

void Canvas::box(const Rect& area, std::string_view colour, std::string_view style) {
  command(fmt::format("set object rectangle from {} to {} fillcolor rgb '{}' fillstyle {}", at(area.left, area.top),
                      at(area.left + area.width, area.top + area.height), colour, style));
}

std::string Canvas::at(double x, double y) const {
  return fmt::format("screen {},{}", number(x / width_), number(1 - y / height_));
}

void Canvas::plot_nothing() {
  command("unset border\nunset tics");
  command("plot [0:1][0:1] NaN notitle");
}

}  // namespace basin::report
