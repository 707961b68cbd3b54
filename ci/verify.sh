#!/usr/bin/env bash
# From a fresh Debian 12 to the verdict table and the page: installs what is missing, builds, runs `basin verify --tier quick`,
# then `basin report`, whose last line says where the page is.
# Further arguments go to basin verify, and to basin report those that it knows: ci/verify.sh --source jiang2020.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

report=() write_report=yes
arguments=("$@")
for ((i = 0; i < ${#arguments[@]}; i++)); do
  case "${arguments[i]}" in
    --quiet | --source=* | --tier=* | --store=* | --data=* | --jobs=* | --seed-epoch=* | --reuse=* | --claims=* | --golden=*)
      report+=("${arguments[i]}") ;;
    --source | --tier | --store | --data | --jobs | --seed-epoch | --reuse | --claims | --golden)
      report+=("${arguments[i]}" "${arguments[i + 1]:-}")
      i=$((i + 1)) ;;
    --dry-run | --help | -h | --version) write_report= ;;
  esac
done

tier=(--tier quick)
[[ " $* " != *" --tier"[\ =]* ]] || tier=()
status=0
"$build/basin" verify "${tier[@]}" "$@" || status=$?
# Of verdicts that differ (1) or data that is not there (77) the page has much to say; of a call that failed nothing.
case "$status" in
  0 | 1 | 77) [ -z "$write_report" ] || "$build/basin" report "${report[@]}" ;;
esac
exit "$status"
