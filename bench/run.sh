#!/usr/bin/env bash
# Measures basin beside what would be run instead, in turn on one core, how cost grows, and the whole quick tier; prints
# ratios and writes them as JSON. Installs what is missing and builds first. bench/run.sh --help lists the options.
set -euo pipefail
with_peers=yes
source "$(dirname "${BASH_SOURCE[0]}")/../ci/setup.sh"
PYTHONPATH="$root/bench" exec /usr/bin/python3 -m harness "$@"
