// What is said before runs are computed: how many, how long, and on what that rests.
#include "claims/run_times.hpp"
#include "program/demo_program.hpp"
#include "program/summary.hpp"

namespace basin::program {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(Summary, RoughDurations) {
  EXPECT_EQ(rough_duration(0.0), "less than a second");
  EXPECT_EQ(rough_duration(40.4), "about 40 s");
  EXPECT_EQ(rough_duration(60.0), "about 1 min");
  EXPECT_EQ(rough_duration(3599.0), "about 1 h 0 min");
  EXPECT_EQ(rough_duration(5 * 3600.0 + 600.0), "about 5 h 10 min");
  EXPECT_EQ(rough_duration(51 * 3600.0), "about 2 d 3 h");
}

TEST(Summary, GroupedNumbers) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(2340), "2,340");
  EXPECT_EQ(grouped(1234567), "1,234,567");
}

TEST(Summary, Announcements) {
  claims::RunForecast forecast{.experiment = nullptr, .wanted = 2960, .stored = 620, .timed = 2340, .seconds = 37200.0};
  EXPECT_EQ(
      announcement(forecast, 2),
      "2,340 of 2,960 runs to compute on 2 cores, about 5 h 10 min; stop it at any time, what is computed is kept");
  forecast.timed -= 40;
  forecast.unknown = 40;
  EXPECT_THAT(announcement(forecast, 1), HasSubstr("on 1 core, about 10 h 20 min for all but 40 never timed; stop"));
  forecast.timed = 0;
  forecast.unknown = 2340;
  EXPECT_THAT(announcement(forecast, 2), HasSubstr("on 2 cores, time unknown (never timed); stop"));
  forecast.longest = 30000.0;
  EXPECT_EQ(forecast.seconds_on(2), 30000.0);
  EXPECT_EQ(forecast.seconds_on(1), 37200.0);
}

class Forecast : public DemoProgram {
 protected:
  /// A claim on sums of this many terms: one run, and one of its control.
  void write_sum(const std::string& terms) const {
    const std::string sample = "[sample]\nexperiment = \"demo2024.sum\"\nset = { terms = " + terms + " }\nseeds = 1\n";
    const std::string rule = "[rule]\nname = \"exact\"\nof = \"sum\"\nequals = " + terms + "\n";
    write("claims/demo2024/sums.toml", R"(schema    = 1
where     = "Table 3"
statement = "Ones add up."
kind      = "exact"
tier      = "quick"
expected  = "reproduced"
declared  = "2024-01-31"
)" + sample + rule + "[control.one]\nset = { terms = 1 }\n");
  }
};

TEST_F(Forecast, SaysWhatIsNominalScaledAndTimed) {
  write_sum("4e13");  // 2000 s at the nominal rate
  EXPECT_THAT(call({"verify", "--dry-run", "--jobs", "2"}).out,
              AllOf(HasSubstr("2 at a nominal 2e+10 operations a second"), HasSubstr("expected time 33:20"),
                    Not(HasSubstr("unknown"))));
  write_sum("2e6");
  EXPECT_EQ(call({"verify"}).code, 0);
  write_sum("4e6");
  EXPECT_THAT(call({"verify", "--dry-run"}).out, AllOf(HasSubstr("1 scaled by their work from runs of other settings"),
                                                       Not(HasSubstr("nominal")), Not(HasSubstr("unknown"))));
  EXPECT_THAT(call({"verify", "--dry-run", "--seed-epoch", "1"}).out, HasSubstr("1 timed, 1 scaled"));
}

// What is known is said beside what is not.
TEST_F(Forecast, NamesTheKnownPartWhereSomeIsUnknown) {
  write_sum("4e13");
  write_claim("heads", "1.0");
  EXPECT_THAT(call({"verify", "--dry-run", "--jobs", "2"}).out,
              HasSubstr("expected time 33:20 + unknown (120 of these runs were never timed in this store"));
}

TEST_F(Forecast, IsSaidBeforeALongWait) {
  write_claim("heads", "1.0");
  const std::string said = "120 of 120 runs to compute on 2 cores, time unknown (never timed); stop it at any time";
  const Answer first = call({"verify", "--jobs", "2"});
  EXPECT_THAT(first.err, testing::StartsWith(said));
  EXPECT_EQ(first.err.find(said), first.err.rfind(said));
  EXPECT_EQ(call({"verify", "--jobs", "2", "--seed-epoch", "1"}).err, "");  // known, and short
  EXPECT_EQ(call({"verify", "--quiet", "--store", (folder / "second").string()}).err, "");
  EXPECT_THAT(call({"verify", "--quiet", "--tier", "full", "--store", (folder / "third").string()}).err,
              HasSubstr("runs to compute"));
}

}  // namespace
}  // namespace basin::program
