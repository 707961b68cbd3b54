// Verdicts in words, and what a control must answer.
#include "stats/verdict.hpp"

namespace basin::stats {

std::string to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::reproduced:
      return "reproduced";
    case Verdict::contradicted:
      return "contradicted";
    case Verdict::inconclusive:
      break;
  }
  return "inconclusive";
}

Verdict opposite(Verdict verdict) {
  switch (verdict) {
    case Verdict::reproduced:
      return Verdict::contradicted;
    case Verdict::contradicted:
      return Verdict::reproduced;
    case Verdict::inconclusive:
      break;
  }
  return Verdict::inconclusive;
}

}  // namespace basin::stats
