// A section for each source: what it is, how its claims stand, its figures, its errata.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "report/markdown.hpp"
#include "report/page_parts.hpp"

namespace basin::report {
namespace {

constexpr std::size_t most_rows_open = 12;  ///< chosen: what fits beside a figure without scrolling

std::string base64(std::string_view bytes) {
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k)
      three = three << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) text += i + k > bytes.size() ? '=' : letters[three >> (18U - 6U * k) & 63U];
  }
  return text;
}

constexpr double wide_picture = 800.0;  ///< from this width on a picture has a row of its own: several panels

/// The width that the picture asks for in pixels: of its viewBox, 720 where it has none or an odd one.
double width_of(std::string_view svg) {
  static constexpr std::string_view name = "viewBox=\"";
  std::array<double, 4> box{};
  const std::size_t at = svg.substr(0, svg.find('>', svg.find("<svg"))).find(name);
  if (at == std::string_view::npos) return 720.0;
  const std::string numbers(svg.substr(at + name.size(), 80));
  if (std::sscanf(numbers.c_str(), "%lf %lf %lf %lf", &box[0], &box[1], &box[2], &box[3]) != 4) return 720.0;
  return box[2] >= 100.0 && box[2] <= 4000.0 ? box[2] : 720.0;
}

void write_figure(Html& html, const FigureEntry& figure) {
  const std::string id = "figure-" + anchor_of(figure.source + (figure.source.empty() ? "" : "-") + figure.name);
  const bool wide = width_of(figure.svg) >= wide_picture;
  const std::string look = wide ? "wide" : "narrow";
  html.open("figure", {{"id", id}, {"class", look}, {"aria-labelledby", id + "-title"}});
  html.element("h3", figure.title, {{"id", id + "-title"}});
  if (!figure.svg.empty()) {
    // The frame scrolls where the screen is too narrow for the words of several panels.
    if (wide)
      html.open("div", {{"class", "picture"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", figure.title}});
    html.empty("img", {{"src", "data:image/svg+xml;base64," + base64(figure.svg)},
                       {"alt", figure.alt},
                       {"width", fmt::format("{:.0f}", width_of(figure.svg))}});
    if (wide) html.close();
  }
  html.open("figcaption");
  if (!figure.where.empty()) html.element("span", figure.where, {{"class", "where"}});
  if (!figure.caption.empty()) html.element("p", figure.caption);
  if (!figure.note.empty()) html.element("p", figure.note, {{"class", "note"}});
  html.open("p", {{"class", "files"}});
  if (!figure.csv_file.empty())
    html.element("a", "Numbers (CSV)", {{"href", figure.csv_file}, {"aria-label", "Numbers (CSV) of " + figure.title}});
  if (!figure.svg.empty() && !figure.svg_file.empty())
    html.element("a", "Picture (SVG)", {{"href", figure.svg_file}, {"aria-label", "Picture (SVG) of " + figure.title}});
  html.close().close();
  if (!figure.commands.empty()) {
    html.open("details").element("summary", figure.commands.size() == 1 ? "The command that computed its runs"
                                                                        : "The commands that computed its runs");
    html.open("ul", {{"class", "commands"}});
    for (const std::string& command : figure.commands) html.open("li").element("code", command).close();
    html.close().close();
  }
  const bool opened = figure.table.rows.size() <= most_rows_open;
  if (opened) {
    html.open("details", {{"open", ""}});
  } else {
    html.open("details");
  }
  html.element("summary", fmt::format("Its numbers, {} row{}", figure.table.rows.size(),
                                      figure.table.rows.size() == 1 ? "" : "s"));
  write_table(html, figure.table, "Numbers of the figure " + figure.title);
  html.close().close();
}

/// "70 claims: 66 reproduced, 4 contradicted; 70 as expected, 0 unexpected."
std::string counts_text(const Counts& counts) {
  std::string text = fmt::format("{} claim{}:", counts.claims, counts.claims == 1 ? "" : "s");
  std::string_view separator = " ";
  for (const Standing standing : all_standings()) {
    const std::size_t number = counts.by_standing.at(standing);
    if (number == 0) continue;
    text += fmt::format("{}{} {}", separator, number, to_text(standing));
    separator = ", ";
  }
  return text + fmt::format("; {} as expected, {} unexpected.", counts.as_expected, counts.unexpected);
}

/// Links to another source's page lead to its section; other files are not beside the page.
LinkResolver resolver(const std::vector<std::string>& keys) {
  return [keys](std::string_view address) -> std::string {
    if (address.substr(0, 7) == "http://" || address.substr(0, 8) == "https://") return std::string(address);
    for (const std::string& key : keys)
      if (address.substr(0, address.find('#')) == "../" + key + "/README.md") return "#source-" + anchor_of(key);
    return {};
  };
}

}  // namespace

void write_figures(Html& html, const std::vector<FigureEntry>& figures, std::string_view source) {
  const auto is_its = [&](const FigureEntry& figure) { return figure.source == source; };
  if (std::none_of(figures.begin(), figures.end(), is_its)) return;
  html.open("div", {{"class", "figures"}});
  for (const FigureEntry& figure : figures)
    if (is_its(figure)) write_figure(html, figure);
  html.close();
}

void write_sources(Html& html, const PageInput& input) {
  const std::vector<std::string> keys = source_keys(input);
  const LinkResolver resolve = resolver(keys);
  for (const std::string& key : keys) {
    const std::string id = "source-" + anchor_of(key);
    html.open("section", {{"id", id}, {"class", "source"}, {"aria-labelledby", id + "-title"}});
    html.element("h2", key, {{"id", id + "-title"}});
    const auto is_key = [&](const SourceEntry& source) { return source.key == key; };
    const auto source = std::find_if(input.sources.begin(), input.sources.end(), is_key);
    const bool known = source != input.sources.end();
    if (known) html.open("div", {{"class", "reference"}}).raw(markdown_html(source->reference, resolve)).close();
    const Counts counts = count_claims(input.claims, key);
    if (counts.claims > 0) {
      html.open("p", {{"class", "source-counts"}}).text(counts_text(counts) + " ");
      html.element("a", "See the claims of " + key, {{"href", "#claims"}, {"data-show-source", key}}).close();
    }
    write_figures(html, input.figures, key);
    if (known && !source->errata.empty()) {
      html.open("div", {{"class", "errata"}}).element("h3", "Errata of " + key);
      html.raw(markdown_html(source->errata, resolve)).close();
    }
    html.close();
  }
}

}  // namespace basin::report
