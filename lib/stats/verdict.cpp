// Verdicts in words, and what a control must answer.
#include "stats/verdict.hpp"

namespace basin::stats {

std::string to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::reproduced:
      return "reproduced";
    case Verdict::contradicted:
      return "contradicted";
    case Verdict::compared:
      return "compared";
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
    case Verdict::compared:
      break;
  }
  return verdict;
}

}  // namespace basin::stats
