// CLI11 does the reading. Options every command has are the program's own, found there from behind a command too.
#include "program/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>
#include <string_view>

#include "core/error.hpp"
#include "core/suggest.hpp"

namespace basin::program {
namespace {

/// What CLI11 fills in while it reads.
struct Typed {
  TypedOptions common;
  ListArguments list;
  ShowArguments show;
  RunArguments run;
  VerifyArguments verify;
  JudgeArguments judge;
  GoldenArguments golden;
  ReportArguments report;
  FillArguments fill;
  std::string golden_work;
  std::vector<std::string> tiers;  ///< of `list`
  std::string tier;                ///< of the others
  std::function<int(const Options&)> command;
};

std::optional<claims::Tier> tier_of(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(claims::read_tier(text));
}

/// An option that may be given several times with one value each.
void add_repeated(CLI::App& app, const std::string& name, std::vector<std::string>& values, const std::string& text) {
  app.add_option(name, values, text)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_common(CLI::App& app, Typed& typed) {
  TypedOptions& common = typed.common;
  app.add_option("--jobs", common.jobs, "runs at once (default: one a core)")->type_name("N");
  app.add_option("--store", common.store, "the run store (default: basin.sqlite in the build folder)")
      ->type_name("FILE");
  app.add_option("--data", common.data, "folder with MNIST and CIFAR-10 (default: $BASIN_DATA)")->type_name("DIR");
  app.add_option("--seed-epoch", common.seed_epoch, "shift all seeds, for an independent repetition")->type_name("N");
  app.add_option("--reuse", common.reuse, "stored runs to take: those of the same code, or any")->type_name("same|any");
  app.add_option("--claims", common.claims, "folder of claim files")->type_name("DIR");
  app.add_option("--golden", common.golden, "folder of golden rows and published numbers")->type_name("DIR");
  app.add_flag_callback(
      "--quiet", [&common] { common.talk = Talk::quiet; }, "no progress, no statements");
  app.set_version_flag("--version", std::string("basin ") + BASIN_VERSION);
}

void add_list(CLI::App& app, Typed& typed) {
  CLI::App* command = app.add_subcommand("list", "claims and experiments");
  add_repeated(*command, "--source", typed.list.sources, "only this source; may be repeated");
  add_repeated(*command, "--tier", typed.tiers, "only this tier (quick, full, paper); may be repeated");
  command->add_flag_callback(
      "--json", [&typed] { typed.list.as = ListAs::json; }, "as JSON");
  command->add_option("--ctest", typed.list.ctest, "write a CTest script that registers the claims")->type_name("FILE");
  command->callback([&typed] {
    for (const auto& tier : typed.tiers) typed.list.tiers.push_back(claims::read_tier(tier));
    typed.command = [arguments = typed.list](const Options& options) { return list(options, arguments); };
  });
}

void add_show(CLI::App& app, Typed& typed) {
  CLI::App* command = app.add_subcommand("show", "all that is known of a claim or an experiment");
  command->add_option("CLAIM|EXPERIMENT", typed.show.name, "its name")->required();
  command->add_option("--tier", typed.tier, "the claim at the cost of this tier");
  command->callback([&typed] {
    typed.show.tier = tier_of(typed.tier);
    typed.command = [arguments = typed.show](const Options& options) { return show(options, arguments); };
  });
}

void add_run(CLI::App& app, Typed& typed) {
  CLI::App* command = app.add_subcommand("run", "run an experiment at any setting");
  command->add_option("EXPERIMENT", typed.run.experiment, "its name")->required();
  add_repeated(*command, "--set", typed.run.settings, "name=value; may be repeated");
  command->add_option("--seeds", typed.run.seeds, "N (1..N) or A..B (default: 1)")->type_name("A..B");
  command->add_option("--csv", typed.run.csv, "write rows to a file, or - for the standard output")->type_name("FILE");
  command
      ->add_option(
          "--series", typed.run.series,
          "write the series of runs as CSV, a line for each epoch, picture, ..., where the experiment has some "
          "(basin show EXPERIMENT); - for the standard output")
      ->type_name("FILE");
  command->callback([&typed] {
    typed.command = [arguments = typed.run](const Options& options) { return run_experiment(options, arguments); };
  });
}

void add_verify(CLI::App& app, Typed& typed) {
  CLI::App* command = app.add_subcommand("verify", "run what is missing, judge, print the verdicts");
  command->add_option("CLAIM", typed.verify.patterns, "ids, beginnings of ids up to a dot, or globs (default: all)");
  add_repeated(*command, "--source", typed.verify.sources, "only this source; may be repeated");
  command->add_option("--tier", typed.tier, "quick (default), full or paper: claims up to this tier, at its cost");
  command->add_flag_callback(
      "--dry-run", [&typed] { typed.verify.work = Work::forecast; }, "print runs and expected time only");
  command->add_flag_callback(
      "--points", [&typed] { typed.verify.points = Points::listed; }, "list every published number beside ours");
  command->add_option("--json", typed.verify.json, "write verdicts as JSON; - for the standard output")
      ->type_name("FILE");
  command->add_option("--junit", typed.verify.junit, "write verdicts as JUnit XML; - for the standard output")
      ->type_name("FILE");
  command->callback([&typed] {
    typed.verify.tier = tier_of(typed.tier).value_or(claims::Tier::quick);
    typed.command = [arguments = typed.verify](const Options& options) { return verify(options, arguments); };
  });
}

void add_judge(CLI::App& app, Typed& typed) {
  CLI::App* command = app.add_subcommand("judge", "judge one claim from stored runs only");
  command->add_option("CLAIM", typed.judge.claim, "its id")->required();
  command->add_option("--control", typed.judge.control, "one of its controls")->type_name("NAME");
  command->add_option("--tier", typed.tier, "at the cost of this tier (default: the claim's own)");
  command->callback([&typed] {
    typed.judge.tier = tier_of(typed.tier);
    typed.command = [arguments = typed.judge](const Options& options) { return judge(options, arguments); };
  });
}

void add_golden(CLI::App& app, Typed& typed) {
  CLI::App* command = app.add_subcommand("golden", "recorded rows: did our code change?");
  const std::map<std::string, GoldenWork> works{
      {"check", GoldenWork::check}, {"update", GoldenWork::update}, {"diff", GoldenWork::diff}};
  command->add_option("check|update|diff", typed.golden_work, "compare, record, show what would change")->required();
  command->add_option("EXPERIMENT", typed.golden.experiments, "names (default: all with claims in the tier)");
  command->add_option("--tier", typed.tier, "quick (default), full or paper");
  command->callback([&typed, works] {
    const auto work = works.find(typed.golden_work);
    if (work == works.end()) {
      throw_input_error("golden '{}': is unknown; {}", typed.golden_work,
                        known_names(typed.golden_work, {"check", "update", "diff"}));
    }
    typed.golden.work = work->second;
    typed.golden.tier = tier_of(typed.tier).value_or(claims::Tier::quick);
    typed.command = [arguments = typed.golden](const Options& options) { return golden(options, arguments); };
  });
}

void add_report(CLI::App& app, Typed& typed) {
  CLI::App* command = app.add_subcommand("report", "the page: published beside measured, with figures");
  command
      ->add_option("--out", typed.report.out,
                   "folder to write index.html and figures/ to (default: report in the build folder)")
      ->type_name("DIR");
  add_repeated(*command, "--source", typed.report.sources, "only this source; may be repeated");
  add_repeated(*command, "--figure", typed.report.figures,
               "only this figure (jiang2020.fig_3, or a glob); may be repeated");
  command->add_option("--tier", typed.tier,
                      "quick (default), full or paper: claims at its cost, figures' runs up to it");
  command->add_flag_callback(
      "--stored", [&typed] { typed.report.runs = FigureRunsFrom::store; }, "compute nothing, draw what the store has");
  command->add_flag_callback(
      "--dry-run", [&typed] { typed.report.work = Work::forecast; },
      "print the runs of figures and expected time only");
  command->add_option("--figures", typed.common.figures, "folder of figure files")->type_name("DIR");
  command->add_option("--readmes", typed.common.readmes, "folder with <source>/README.md, for the errata")
      ->type_name("DIR");
  command
      ->add_option("--benchmarks", typed.common.benchmarks,
                   "results that bench/run.sh wrote, shown whatever --source says (default: bench/results.json)")
      ->type_name("FILE");
  command->callback([&typed] {
    typed.report.tier = tier_of(typed.tier).value_or(claims::Tier::quick);
    typed.command = [arguments = typed.report](const Options& options) { return report(options, arguments); };
  });
}

void add_fill(CLI::App& app, Typed& typed) {
  CLI::App* command = app.add_subcommand("fill", "compute the runs that an experiment's tests need (for CTest)");
  command->add_option("EXPERIMENT", typed.fill.experiment, "its name")->required();
  command->add_option("--tier", typed.tier, "quick (default), full or paper");
  command->callback([&typed] {
    typed.fill.tier = tier_of(typed.tier).value_or(claims::Tier::quick);
    typed.command = [arguments = typed.fill](const Options& options) { return fill(options, arguments); };
  });
}

/// CLI11 takes whatever follows an option as its value, another option too: `--csv --quiet` would write a file
/// "--quiet". An empty value, as of a shell variable that is not set, would be taken for an option not given.
void refuse_what_is_no_value(CLI::App& app) {
  const CLI::Validator is_value(
      [](std::string& value) {
        if (value.empty()) return std::string("needs a value, but it is empty");
        return value.starts_with("--") ? fmt::format("needs a value, but '{}' follows", value) : std::string();
      },
      "");
  for (CLI::Option* option : app.get_options()) {
    if (option->nonpositional() && option->get_expected_max() > 0) option->check(is_value);
  }
}

/// CLI11 takes the next argument for the value of `--store=`.
void refuse_empty_assignments(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.starts_with("--") && word.size() > 3 && word.find('=') == word.size() - 1) {
      throw_input_error("{}: needs a value, but it is empty; give one or leave the option out",
                        word.substr(0, word.size() - 1));
    }
  }
}

std::vector<std::string> option_names(const CLI::App& app, const CLI::App* command) {
  std::vector<std::string> names;
  for (const CLI::App* where : {&app, command}) {
    if (!where) continue;
    for (const CLI::Option* option : where->get_options()) {
      for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

/// The sentence for a command line that CLI11 refuses.
[[noreturn]] void throw_misuse(CLI::App& app, const CLI::ParseError& error) {
  const auto chosen = app.get_subcommands();
  const CLI::App* command = chosen.empty() ? nullptr : chosen.front();
  const std::string help = command ? "basin " + command->get_name() + " --help" : "basin --help";
  std::vector<std::string> extra = app.remaining(true);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) && !extra.empty()) {
    const std::string word = extra.front().substr(0, extra.front().find('='));
    if (word.starts_with("-")) {
      throw_input_error("option '{}': is unknown; {}", word, known_names(word, option_names(app, command)));
    }
    if (command) throw_input_error("'{}': is one argument too many for {}; see {}", word, command->get_name(), help);
    std::vector<std::string> commands;
    for (const CLI::App* known : app.get_subcommands({})) commands.push_back(known->get_name());
    throw_input_error("command '{}': is unknown; {}", word, known_names(word, commands));
  }
  throw_input_error("{}; see {}", error.what(), help);
}

}  // namespace

Request read_command_line(int argc, const char* const* argv) {
  Typed typed;
  CLI::App app("basin: are the claims about associative memory in autoencoders reproducible?", "basin");
  app.fallthrough();
  app.require_subcommand(0, 1);
  add_common(app, typed);
  add_list(app, typed);
  add_show(app, typed);
  add_run(app, typed);
  add_verify(app, typed);
  add_judge(app, typed);
  add_golden(app, typed);
  add_report(app, typed);
  add_fill(app, typed);
  refuse_what_is_no_value(app);
  for (CLI::App* command : app.get_subcommands({})) {
    refuse_what_is_no_value(*command);
    command->footer(
        "\nBeside these: --jobs, --store, --data, --seed-epoch, --reuse, --claims, --golden, --quiet; see\n"
        "basin --help.");
  }
  refuse_empty_assignments(argc, argv);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForVersion& version) {
    return {{}, {}, std::string(version.what()) + '\n'};
  } catch (const CLI::Success&) {
    return {{}, {}, app.help()};  // of the command, where there is one
  } catch (const CLI::ParseError& error) {
    throw_misuse(app, error);
  }
  if (!typed.command) throw_input_error("no command is given; see basin --help");
  return {typed.common, typed.command, {}};
}

}  // namespace basin::program
