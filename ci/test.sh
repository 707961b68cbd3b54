#!/usr/bin/env bash
# Installs what is missing, builds, and runs the quick tests: units, runs, claims, controls, goldens, checks.
# Further arguments go to ctest: ci/test.sh -R claim.
set -euo pipefail
with_page_check=yes with_peers=optional
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
exec ctest --test-dir "$build" -L quick --output-on-failure --no-tests=error -j "$(nproc)" "$@"
