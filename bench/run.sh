#!/usr/bin/env bash
# Measures basin beside what would be run instead, in turn on one core, how cost grows, and the whole quick tier; prints
# ratios and writes them as JSON. Installs what is missing and builds first. bench/run.sh --help lists the options.
set -euo pipefail
bench="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
case " $* " in
  *" --help "* | *" -h "*) ;;
  *)
    with_peers=yes
    source "$bench/../ci/setup.sh"
    ;;
esac
PYTHONPATH="$bench" exec /usr/bin/python3 -m harness "$@"
