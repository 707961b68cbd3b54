// The sheet a drawing is put on: a gnuplot script that grows, in pixels from the top left corner. Internal.
// The only place where texts and numbers become gnuplot's language.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace basin::report {

/// A text as a gnuplot string that is never read as anything else: in single quotes, between which gnuplot knows no
/// escapes, no `commands` and no @macros. A quote becomes an apostrophe (U+2019): gnuplot 5.4 takes a doubled one at
/// the start of a text, or two of them in a row, for the end. Control characters and what is no UTF-8 become a space,
/// "]]>" gets one.
[[nodiscard]] std::string quoted(std::string_view text);

/// A finite number as gnuplot reads it, nine digits.
[[nodiscard]] std::string number(double value);

/// About how wide a text is in pixels; no font is at hand to ask, and the reader's may be another.
[[nodiscard]] double text_width(std::string_view text, double size);

/// The text in lines of at most `width` pixels, broken between words; a longer word has its own line.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, double width, double size);

struct Rect {
  double left, top, width, height;
};

enum class Align { left, centre, right };

/// Sizes of letters in pixels.
inline constexpr double title_size = 16, label_size = 15, tick_size = 13;
/// From one line of text to the next, as part of the size.
inline constexpr double line_height = 1.3;
inline constexpr const char* ink = "#222222";

class Canvas {
 public:
  Canvas(double width, double height) : width_(width), height_(height) {}

  /// A command as it stands. Never put a text into it but through quoted().
  void command(const std::string& text) { script_ += text + "\n"; }

  /// Starts a plot: what was set for the one before is forgotten, its area is `area`.
  void begin_plot(const Rect& area);

  /// Numbers as a datablock; gives back its name.
  [[nodiscard]] std::string block(const std::string& rows);

  /// A line of text; (x, y) is the middle of its left end, centre or right end.
  void text(double x, double y, std::string_view text, double size, Align align = Align::left,
            std::string_view colour = ink);
  /// Lines of text one under the other; y is the top of the first.
  void lines(double x, double y, const std::vector<std::string>& lines, double size, Align align = Align::left);
  /// Lines that are read from below, centred on (x, y), which is the middle of the first.
  void upright(double x, double y, const std::vector<std::string>& lines, double size);
  /// A filled rectangle; `style` is gnuplot's: "solid noborder".
  void box(const Rect& area, std::string_view colour, std::string_view style);

  /// "screen X,Y" of a pixel.
  [[nodiscard]] std::string at(double x, double y) const;

  /// Draws the texts and boxes of a plot that has no curves.
  void plot_nothing();

  [[nodiscard]] const std::string& script() const { return script_; }

 private:
  double width_, height_;
  std::string script_;
  std::size_t blocks_ = 0;
};

}  // namespace basin::report
