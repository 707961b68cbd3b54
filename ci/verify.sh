#!/usr/bin/env bash
# From a fresh Debian 12 to the verdict table: installs what is missing, builds, runs `basin verify --tier quick`.
# Further arguments go to basin verify: ci/verify.sh --source jiang2020.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
exec "$build/basin" verify --tier quick "$@"
