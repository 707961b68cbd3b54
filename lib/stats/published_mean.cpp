// published_mean: our means beside published means of few runs, as pulls. To look at: with 4 published runs the
// critical t at 1e-6 is 130, so that no verdict can hang on it (ci/decisions/0006-comparisons.md).
#include <cmath>

#include "core/error.hpp"
#include "stats/interval.hpp"
#include "stats/observations.hpp"
#include "stats/rule_parameters.hpp"
#include "stats/rules.hpp"

namespace basin::stats {
namespace {

/// Runs that did not converge have a say: the source's own runs end by the epoch limit too, and its mean has them all.
Sample with_undecided_runs(const Sample& sample) {
  Sample all = sample;
  for (Arm& arm : all.arms)
    for (auto& run : arm.runs)
      if (run) run->erase("converged");
  return all;
}

class PublishedMeanRule final : public Rule {
 public:
  PublishedMeanRule(const RuleText& text, const Names& names)
      : expression_(RuleParameters(text, {"of"}).expression("of", Result::number, names)), targets_(text.targets) {
    if (targets_.empty())
      throw_input_error("rule 'published_mean': 'of' is '{}', of which nothing was published for these arms",
                        expression_.text());
  }

  Judgement judge(const Sample& sample, Role /*role*/) const override {
    const bool reads_it = expression_.columns().contains("converged");
    const Observations seen = observe(expression_, reads_it ? sample : with_undecided_runs(sample));
    Judgement judgement{Verdict::inconclusive, seen.objection, evidence_of_means(seen)};
    std::size_t pulls = 0, numbers = 0;
    std::string largest_text;
    double largest = -1.0;
    for (std::size_t i = 0; i < seen.arms.size(); ++i) {
      const PublishedMean published = target_of("published_mean", targets_, seen.arms[i]).mean;
      const ArmEvidence& ours = judgement.arms[i];
      numbers += ours.runs;
      const Pull pull = pull_of({ours.runs, ours.mean, ours.sd}, published);
      if (std::isnan(pull.t)) continue;
      ++pulls;
      if (!(std::abs(pull.t) > largest)) continue;
      largest = std::abs(pull.t);
      const std::string levels = basin::to_text(ours.levels);
      largest_text = fmt::format("largest pull {:+.1f} ({}{}{:.6g} ours, {:.6g} published), p = {:.2g}", pull.t, levels,
                                 levels.empty() ? "" : ": ", ours.mean, published.value, pull.p);
    }
    if (!judgement.evidence.empty()) return judgement;
    judgement.verdict = Verdict::compared;
    const std::size_t cells = seen.arms.size(), runs = cells * seen.seeds;
    judgement.evidence =
        fmt::format("{} cell{}: {}", cells, cells == 1 ? "" : "s", pulls > 0 ? largest_text : "no pull");
    if (pulls > 0 && pulls < cells) judgement.evidence += fmt::format("; {} without a pull", cells - pulls);
    if (numbers < runs) judgement.evidence += fmt::format("; {} of {} runs gave no number", runs - numbers, runs);
    return judgement;
  }

  Operating operating(std::size_t seeds, std::size_t arms, Role /*role*/) const override {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    return {none, none,
            fmt::format("mean of {} over {} seeds beside the published one, {} arm{}: shown as a pull (Student t), "
                        "judges nothing",
                        expression_.text(), seeds, arms, arms == 1 ? "" : "s")};
  }

  void require_power(std::size_t seeds, std::size_t /*arms*/, Role /*role*/) const override {
    if (seeds < 2) throw_input_error("one run has no spread; a comparison needs at least 2 seeds");
  }

  std::set<std::string> columns() const override { return expression_.columns(); }
  std::string quantity() const override { return expression_.text(); }

 private:
  Expression expression_;
  std::vector<Target> targets_;
};

}  // namespace

std::unique_ptr<Rule> make_published_mean(const RuleText& text, const Names& names) {
  return std::make_unique<PublishedMeanRule>(text, names);
}

}  // namespace basin::stats
