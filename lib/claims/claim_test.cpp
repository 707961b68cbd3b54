// Tests of what a claim file means, and of what its reader refuses.
#include "claims/claim.hpp"

#include "claims/claim_test_library.hpp"

namespace basin::claims {
namespace {

const std::string name = "claims/demo2020/five.toml:";

TEST(ReadClaim, ReadsTheWholeFile) {
  const TestLibrary test;
  const Claim claim = test.read(claim_text_with());
  EXPECT_EQ(claim.id, "demo2020.five");
  EXPECT_EQ(claim.source, "demo2020");
  EXPECT_EQ(claim.where, "Lemma 4");
  EXPECT_EQ(claim.kind, "table");
  EXPECT_EQ(claim.declared, "2026-11-21");
  EXPECT_EQ(claim.expected, stats::Verdict::reproduced);
  EXPECT_EQ(claim.experiment, &claim_test_experiment());
  EXPECT_EQ(claim.plan.set, (Values{{"examples", 5.0}}));
  EXPECT_TRUE(claim.plan.vary.empty());
  EXPECT_EQ(claim.plan.seeds, 43U);
  ASSERT_NE(claim.rule, nullptr);
  EXPECT_TRUE(claim.rule->columns().contains("unit_eigenvalues"));
  ASSERT_EQ(claim.controls.size(), 1U);
  EXPECT_EQ(claim.controls[0].name, "untrained");
  EXPECT_EQ(claim.controls[0].plan.set, (Values{{"examples", 5.0}, {"train", "none"}}));
  EXPECT_EQ(claim.controls[0].plan.seeds, 10U);
  EXPECT_FALSE(claim.published);
}

TEST(ReadClaim, DatesMayBeTomlDates) {
  const TestLibrary test;
  EXPECT_EQ(test.read(claim_text_with("\"2026-11-21\"", "2026-11-21")).declared, "2026-11-21");
  EXPECT_EQ(test.refusal(claim_text_with("\"2026-11-21\"", "\"2026-02-30\"")),
            name + "7: 'declared' must be a date YYYY-MM-DD");
  EXPECT_EQ(test.refusal(claim_text_with("\"2026-11-21\"", "\"yesterday\"")),
            name + "7: 'declared' must be a date YYYY-MM-DD");
}

TEST(ReadClaim, ArmsInTheFilesOrderLastFastest) {
  const TestLibrary test;
  const Claim claim =
      test.read(claim_text_with("seeds      = 43", "seeds = 43\nvary = { width = [100, 200], radius = [5, 10.5] }"));
  ASSERT_EQ(claim.plan.vary.size(), 2U);
  EXPECT_EQ(claim.plan.vary[0].first, "width");
  const auto arms = arms_of(claim.plan);
  ASSERT_EQ(arms.size(), 4U);
  EXPECT_EQ(to_text(arms[0]), "examples=5 radius=5 width=100");
  EXPECT_EQ(to_text(arms[1]), "examples=5 radius=10.5 width=100");
  EXPECT_EQ(to_text(arms[3]), "examples=5 radius=10.5 width=200");
}

TEST(ReadClaim, ControlsCollapseWhatTheySet) {
  const TestLibrary test;
  const std::string vary = "seeds = 43\nvary = { width = [100, 200], radius = [5, 10] }";
  std::string text = claim_text_with("seeds      = 43", vary);
  text +=
      "seeds = 12\nwhy = \"nothing is learnt\"\nvary = { width = [100] }\n[control.one_radius]\nset = { radius = 3 }\n";
  const Claim claim = test.read(text);
  ASSERT_EQ(claim.controls.size(), 2U);
  const Control& untrained = claim.controls[0];
  EXPECT_EQ(untrained.why, "nothing is learnt");
  EXPECT_EQ(untrained.plan.seeds, 12U);
  EXPECT_EQ(untrained.plan.vary[0].second, std::vector<Value>{100.0});
  EXPECT_EQ(untrained.plan.vary[1].second, (std::vector<Value>{5.0, 10.0}));
  const Control& one = claim.controls[1];
  ASSERT_EQ(one.plan.vary.size(), 1U);
  EXPECT_EQ(one.plan.vary[0].first, "width");
  EXPECT_EQ(one.plan.set.at("radius"), Value(3.0));
}

TEST(ReadClaim, TiersOverrideCostCumulatively) {
  const TestLibrary test;
  const std::string tiers =
      "[tiers.full]\nseeds = 113\nset = { width = 1000 }\n[tiers.paper]\nset = { width = 5000 }\nvary = { radius = [1, "
      "2, 3] }\n";
  std::string text = claim_text_with("[tier.full]\nseeds = 113\n", tiers);
  text.insert(text.find("[rule]"), "vary = { radius = [1, 2] }\n");
  const Claim quick = test.read(text, Tier::quick), full = test.read(text, Tier::full),
              paper = test.read(text, Tier::paper);
  EXPECT_EQ(to_text(quick.plan.set), "examples=5");
  EXPECT_EQ(quick.plan.seeds, 43U);
  EXPECT_EQ(full.judged, Tier::full);
  EXPECT_EQ(to_text(full.plan.set), "examples=5 width=1000");
  EXPECT_EQ(full.plan.seeds, 113U);
  EXPECT_EQ(arms_of(full.plan).size(), 2U);
  EXPECT_EQ(to_text(full.controls[0].plan.set), "examples=5 train=none width=1000");
  EXPECT_EQ(to_text(paper.plan.set), "examples=5 width=5000");
  EXPECT_EQ(paper.plan.seeds, 113U);
  EXPECT_EQ(arms_of(paper.plan).size(), 3U);
  EXPECT_EQ(arms_of(paper.controls[0].plan).size(), 3U);
}

TEST(ReadClaim, MistakesInDearerTiersAreFoundAtOnce) {
  const TestLibrary test;
  EXPECT_EQ(test.refusal(claim_text_with("seeds = 113", "set = { raduis = 3 }")),
            name + "18: setting 'raduis' is unknown; known: radius, train, width, examples");
  EXPECT_EQ(test.refusal(claim_text_with("seeds = 113", "seeds = 3")).substr(0, name.size() + 4), name + "18: ");
  EXPECT_EQ(test.refusal(claim_text_with("seeds = 113", "sed = 3")),
            name + "18: unknown key 'sed' in [tiers.full]; known: set, seeds, vary");
  EXPECT_EQ(test.refusal(claim_text_with("seeds = 113", "vary = { radius = [1, 2] }")),
            name + "18: [tiers.full] varies 'radius', which [sample] does not vary; it can only change levels");
  EXPECT_EQ(test.refusal(claim_text_with("[tier.full]", "[tier.huge]")),
            name + "17: tier 'huge' is unknown; known: quick, full, paper");
  EXPECT_EQ(
      test.refusal(claim_text_with("[tier.full]", "[tier.quick]")),
      name + "17: [tiers.quick] overrides a tier that is no dearer than the claim's own, quick; say it in [sample]");
}

TEST(ReadClaim, RefusesUnknownRepeatedAndMissingKeys) {
  const TestLibrary test;
  EXPECT_EQ(test.refusal(claim_text_with("kind ", "knid ")),
            name + "4: unknown key 'knid' in the claim; did you mean 'kind'?");
  EXPECT_EQ(test.refusal(claim_text_with("declared", "colour = \"red\"\ndeclared")).substr(0, name.size() + 43),
            name + "7: unknown key 'colour' in the claim; known");
  EXPECT_EQ(test.refusal(claim_text_with("good  = 0.95", "good = 0.95\ngood = 0.9")).substr(0, name.size() + 16),
            name + "16: is no TOML (");
  EXPECT_EQ(test.refusal(claim_text_with("where     = \"Lemma 4\"\n", "")),
            name + "1: the claim has no 'where'; it is needed (claims/STANDARD.md)");
  EXPECT_EQ(test.refusal(claim_text_with("[control.untrained]\nset  = { train = \"none\" }\n", "")),
            name + "1: the claim has no 'control'; it is needed (claims/STANDARD.md)");
  EXPECT_EQ(test.refusal(claim_text_with("set  = { train = \"none\" }\n", "sett = { train = \"none\" }\n")),
            name + "20: unknown key 'sett' in [control.untrained]; known: set, seeds, vary, why");
  EXPECT_EQ(test.refusal(claim_text_with("seeds      = 43\n", "")).substr(0, name.size() + 22),
            name + "8: [sample] has no 'se");
}

TEST(ReadClaim, RefusesWrongValues) {
  const TestLibrary test;
  const auto refusal = [&](const std::string& from, const std::string& to) {
    const std::string message = test.refusal(claim_text_with(from, to));
    EXPECT_EQ(message.substr(0, name.size()), name) << message;
    return message.substr(std::min(name.size(), message.size()));
  };
  EXPECT_EQ(refusal("schema    = 1", "schema = 2"), "1: 'schema' must be a whole number from 1 to 1");
  EXPECT_EQ(refusal("\"Lemma 4\"", "\" \""), "2: 'where' is empty; it must say something");
  EXPECT_EQ(refusal("\"Lemma 4\"", "\"a\\nb\""), "2: 'where' must be one line of text");
  EXPECT_EQ(refusal("\"Lemma 4\"", "4"), "2: 'where' must be a text in quotes");
  EXPECT_EQ(refusal("\"table\"", "\"tabel\""),
            "4: kind 'tabel' is unknown; known: table, exact, derived, figure, qualitative");
  EXPECT_EQ(refusal("tier      = \"quick\"", "tier = \"quik\""),
            "5: tier 'quik' is unknown; known: quick, full, paper");
  EXPECT_EQ(refusal("\"reproduced\"", "\"invalid\""),
            "6: expected is 'invalid'; it must be reproduced, contradicted or, of a comparison with published means, "
            "compared");
  EXPECT_EQ(refusal("\"reproduced\"", "\"contradicted\"").substr(0, 25), "1: the claim has no 'reas");
  EXPECT_EQ(refusal("seeds      = 43", "seeds = 0"), "11: 'seeds' must be a whole number from 1 to 100000");
  EXPECT_EQ(refusal("seeds      = 43", "seeds = 43.0"), "11: 'seeds' must be a whole number from 1 to 100000");
  EXPECT_EQ(refusal("seeds      = 43", "seeds = 100001"), "11: 'seeds' must be a whole number from 1 to 100000");
  EXPECT_EQ(refusal("examples = 5", "examples = true"), "10: 'examples' must be a number or a text in quotes");
  EXPECT_EQ(refusal("examples = 5", "examples = nan").substr(0, 27), "10: setting 'examples' is n");
  EXPECT_EQ(refusal("examples = 5", "examples = 9007199254740993").substr(0, 21), "10: 'examples' is 900");
  EXPECT_EQ(refusal("examples = 5", "exmples = 5"),
            "10: setting 'exmples' is unknown; known: examples, radius, train, width");
  EXPECT_EQ(refusal("examples = 5", "width = 4, radius = 2"), "8: setting 'examples' is 5, more than the width");
  EXPECT_EQ(refusal("claimtest.sweep", "claimtest.swep").substr(0, 65),
            "9: experiment 'claimtest.swep' is unknown; known: claimtest.sweep");
  EXPECT_EQ(refusal("seeds      = 43", "seeds = 43\nvary = { radius = [] }"),
            "12: 'radius' must be a list of at least one number or text");
  EXPECT_EQ(refusal("seeds      = 43", "seeds = 43\nvary = { radius = [1, 2, 1.0] }"),
            "12: 'radius' has the level 1 twice");
  EXPECT_EQ(refusal("seeds      = 43", "seeds = 43\nvary = { examples = [1, 2] }"),
            "12: [sample] both sets and varies 'examples'; keep one");
}

TEST(ReadClaim, RefusesWhatIsTooLarge) {
  const TestLibrary test;
  EXPECT_EQ(test.refusal(std::string(65537, '#')).substr(0, 41), "claims/demo2020/five.toml: has 65537 byte");
  std::string many = "seeds = 43\nvary = { radius = [1";
  for (int i = 2; i <= 40; ++i) many += ", " + std::to_string(i);
  std::string widths = many + "], width = [";
  for (int i = 100; i < 140; ++i) widths += std::to_string(i) + ", ";
  EXPECT_EQ(test.refusal(claim_text_with("seeds      = 43", widths + "] }")),
            name + "12: makes more than 1024 arms; vary less");
  many.replace(0, 10, "seeds = 30000");
  EXPECT_EQ(test.refusal(claim_text_with("seeds      = 43", many + "] }")),
            name + "11: 30000 seeds in 40 arms are more than 1000000 runs; ask for fewer");
  EXPECT_NE(test.refusal(std::string(20000, '[')).find(name + "1: is no TOML"), std::string::npos);
}

TEST(ReadClaim, RefusesControlsThatChangeNothing) {
  const TestLibrary test;
  const std::string same = "[control.untrained] changes no setting of the claim; it can give no other verdict";
  EXPECT_EQ(test.refusal(claim_text_with("set  = { train = \"none\" }\n", "set = { examples = 5 }\n")),
            name + "19: " + same);
  // 100 is the default: what is said twice is not changed.
  EXPECT_EQ(test.refusal(claim_text_with("set  = { train = \"none\" }\n", "set = { width = 100 }\n")),
            name + "19: " + same);
  EXPECT_EQ(test.refusal(claim_text_with("set  = { train = \"none\" }\n", "seeds = 20\n")), name + "19: " + same);
  EXPECT_EQ(test.refusal(claim_text_with("[control.untrained]", "[control.Un-trained]")),
            name + "19: [control.Un-trained]: names are made of a-z, 0-9 and _");
  EXPECT_EQ(test.refusal(claim_text_with("train = \"none\"", "train = \"nothing\"")).substr(0, name.size() + 12),
            name + "20: setting ");
}

TEST(ReadClaim, RulesAreCheckedWithTheirLine) {
  const TestLibrary test;
  EXPECT_EQ(test.refusal(claim_text_with("\"proportion\"", "\"proporton\"")),
            name + "13: rule 'proporton' is unknown; known: proportion, exact, mean_within, published_mean");
  EXPECT_NE(test.refusal(claim_text_with("good  = 0.95", "godo = 0.95")).find(name + "15: "), std::string::npos);
  EXPECT_NE(test.refusal(claim_text_with("unit_eigenvalues ==", "unit_eigenvalue ==")).find(name + "14: "),
            std::string::npos);
  EXPECT_NE(test.refusal(claim_text_with("bad   = 0.50", "bad = \"x\"")).find(name + "16: "), std::string::npos);
  EXPECT_NE(test.refusal(claim_text_with("bad   = 0.50", "bad = [1]")).find(name + "16: 'bad' must be"),
            std::string::npos);
  // Power: too few seeds in the claim, and in the control.
  EXPECT_NE(test.refusal(claim_text_with("seeds      = 43", "seeds = 42")).find(name + "11: 42 seeds"),
            std::string::npos);
  EXPECT_NE(test.refusal(claim_text_with("set  = { train = \"none\" }\n", "set = { train = \"none\" }\nseeds = 2\n"))
                .find(name + "21: "),
            std::string::npos);
}

TEST(ReadClaim, ArmsMustSuitTheRule) {
  const TestLibrary test;
  std::string text = claim_text_with("unit_eigenvalues == examples - 1", "decreasing(largest, radius)");
  EXPECT_NE(test.refusal(text).find(name + "14: rule 'proportion': 'where'"), std::string::npos);  // nothing is varied
  text.insert(text.find("[rule]"), "vary = { radius = [1, 2] }\n");
  EXPECT_EQ(test.refusal(text), "nothing was thrown");
  EXPECT_NE(
      test.refusal(text + "vary = { radius = [1] }\n").find(name + "20: [control.untrained] does not suit the rule: "),
      std::string::npos);
  EXPECT_NE(test.refusal(text + "[control.one]\nset = { radius = 1 }\n").find(name + "22: [control.one] does not suit"),
            std::string::npos);
  text.replace(text.find("[1, 2]"), 6, "[1]");
  EXPECT_NE(test.refusal(text).find(name), std::string::npos);
  EXPECT_NE(test.refusal(claim_text_with("== examples - 1", "== train")).find(name + "14: "), std::string::npos);
}

}  // namespace
}  // namespace basin::claims
