// Tests of what settings accept, refuse and say.
#include "claims/setting.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <stdexcept>

#include "core/error.hpp"

namespace basin::claims {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

const std::vector<Parameter>& parameters() {
  static const std::vector<Parameter> list = {
      {.name = "radius",
       .kind = Kind::real,
       .fallback = 1.0,
       .low = 0.0,
       .low_included = false,
       .meaning = "norm of every example"},
      {.name = "examples", .kind = Kind::count, .fallback = 5.0, .low = 1.0, .high = 1000.0, .meaning = "how many"},
      {.name = "width", .kind = Kind::count, .fallback = 1000.0, .low = 1.0, .infinity = Infinity::allowed},
      {.name = "offset", .kind = Kind::real, .fallback = 0.0},
      {.name = "activation", .kind = Kind::choice, .fallback = "sigmoid", .choices = {"sigmoid", "tanh", "erf"}}};
  return list;
}

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::input);
    return error.what();
  }
  return "nothing was thrown";
}

std::string refusal(const Values& given) {
  return message_of([&] { const Setting setting(parameters(), given); });
}

TEST(SettingOf, FillsInDefaults) {
  const Setting setting(parameters(), {{"radius", 2.5}, {"activation", "erf"}});
  EXPECT_EQ(setting.number("radius"), 2.5);
  EXPECT_EQ(setting.count("examples"), 5);
  EXPECT_EQ(setting.text("activation"), "erf");
  EXPECT_EQ(setting.canonical(), "activation=erf examples=5 offset=0 radius=2.5 width=1000");
}

TEST(SettingOf, OneKeyForOneSetting) {
  EXPECT_EQ(Setting(parameters(), {{"offset", -0.0}}).canonical(), Setting(parameters(), {}).canonical());
}

TEST(SettingOf, RefusesInASentence) {
  EXPECT_EQ(refusal({{"radius", -1.0}}), "setting 'radius' is -1; it must be greater than 0 (norm of every example)");
  EXPECT_EQ(refusal({{"radius", 0.0}}), "setting 'radius' is 0; it must be greater than 0 (norm of every example)");
  EXPECT_EQ(refusal({{"examples", 1001.0}}),
            "setting 'examples' is 1001; it must be a whole number of at least 1 and at most 1000 (how many)");
  EXPECT_EQ(refusal({{"examples", 2.5}}),
            "setting 'examples' is 2.5; it must be a whole number of at least 1 and at most 1000 (how many)");
  EXPECT_EQ(refusal({{"radius", "5"}}),
            "setting 'radius' is the word '5'; it must be a number greater than 0 (norm of every example)");
  EXPECT_EQ(refusal({{"activation", "than"}}),
            "setting 'activation' is 'than', which is not one of its words; known: tanh, erf, sigmoid");
  EXPECT_EQ(refusal({{"activation", 1.0}}),
            "setting 'activation' is 1; it must be one of the words sigmoid, tanh, erf");
}

TEST(SettingOf, NamesTheKnownNearestFirst) {
  EXPECT_EQ(refusal({{"raduis", 1.0}}).find("setting 'raduis' is unknown; known: radius, "), 0U);
}

TEST(SettingOf, RefusesWhatIsNotFinite) {
  EXPECT_NE(refusal({{"radius", std::nan("")}}).find("setting 'radius' is nan"), std::string::npos);
  EXPECT_NE(refusal({{"radius", inf}}).find("must be finite"), std::string::npos);
  EXPECT_NE(refusal({{"offset", -inf}}).find("must be finite"), std::string::npos);
  EXPECT_NE(refusal({{"width", std::nan("")}}).find("is nan"), std::string::npos);
  EXPECT_NE(refusal({{"width", -inf}}).find("is -inf"), std::string::npos);
  EXPECT_EQ(Setting(parameters(), {{"width", inf}}).number("width"), inf);
}

TEST(SettingOf, CountsStopWhereDoublesSkip) {
  EXPECT_EQ(Setting(parameters(), {{"width", 9007199254740992.0}}).count("width"), Eigen::Index{1} << 53);
  EXPECT_NE(refusal({{"width", 9007199254740994.0}}).find("2^53"), std::string::npos);
}

TEST(SettingOf, AsksAreChecked) {
  const Setting setting(parameters(), {{"width", inf}, {"radius", 1.5}});
  EXPECT_THROW((void)setting.number("height"), std::logic_error);
  EXPECT_THROW((void)setting.number("activation"), std::logic_error);
  EXPECT_THROW((void)setting.text("radius"), std::logic_error);
  EXPECT_THROW((void)setting.count("radius"), std::logic_error);
  EXPECT_THROW((void)setting.count("width"), std::logic_error);
}

TEST(ReadAssignment, ReadsByKind) {
  EXPECT_EQ(read_assignment(parameters(), "radius=2.5"), (std::pair<std::string, Value>{"radius", 2.5}));
  EXPECT_EQ(read_assignment(parameters(), "width=inf"), (std::pair<std::string, Value>{"width", inf}));
  EXPECT_EQ(read_assignment(parameters(), "examples=1e2"), (std::pair<std::string, Value>{"examples", 100.0}));
  EXPECT_EQ(read_assignment(parameters(), "activation=tanh"), (std::pair<std::string, Value>{"activation", "tanh"}));
}

TEST(ReadAssignment, Refuses) {
  const auto refused = [](const std::string& text) {
    return message_of([&] { (void)read_assignment(parameters(), text); });
  };
  EXPECT_EQ(refused("radius"), "'radius' is no setting; write name=value, such as radius=10");
  EXPECT_EQ(refused("=3"), "'=3' is no setting; write name=value, such as radius=10");
  EXPECT_NE(refused("radius=").find("setting 'radius' is ''"), std::string::npos);
  EXPECT_NE(refused("radius=5x").find("setting 'radius' is '5x'"), std::string::npos);
  EXPECT_NE(refused("radius=1e999").find("no double can hold"), std::string::npos);
  EXPECT_NE(refused("radius=-3").find("greater than 0"), std::string::npos);
  EXPECT_NE(refused("raduis=3").find("known: radius"), std::string::npos);
}

}  // namespace
}  // namespace basin::claims
