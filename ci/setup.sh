#!/usr/bin/env bash
# Installs what basin needs from Debian's packages, where something is missing, and builds it in build/release.
# Sourced or run by verify.sh and test.sh; may be run again at any time. Root or sudo is needed only to install.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
build="$root/build/release"

packages=(
  g++ cmake ninja-build ccache git ca-certificates python3
  libeigen3-dev libarmadillo-dev libopenblas-dev libboost-dev libboost-math-dev librandom123-dev
  libsqlitecpp-dev libsqlite3-dev libtomlplusplus-dev nlohmann-json3-dev libcli11-dev libfmt-dev
  zlib1g-dev libmd4c-dev libmd4c-html0-dev gnuplot-nox libtorch-dev libgtest-dev libgmock-dev libbenchmark-dev
)

# For the test of the page in a browser only. Where node is there already (other versions than Debian's), it stays.
command -v chromium >/dev/null || packages+=(chromium)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)

fail() {
  printf 'basin: %s\n' "$*" >&2
  exit 3
}

install_packages() {
  command -v dpkg-query >/dev/null || fail "this is no Debian system (dpkg-query is missing); install the libraries named in README.md and build with cmake --preset release"
  local missing=() package
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)" = "ii " ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "packages are missing (${missing[*]}) and there is neither root nor sudo; install them and run this again"
    as_root=(sudo)
  fi
  printf 'basin: installing %s\n' "${missing[*]}"
  local log
  log="$(mktemp)"
  { "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; fail "apt-get could not install ${missing[*]} (its last lines are above); see to the package sources and run this again"; }
  rm -f "$log"
}

build_basin() {
  local werror=OFF
  [ -z "${CI:-}" ] || werror=ON
  cd "$root"
  cmake --preset release -DBASIN_WERROR=$werror >"$root/build-configure.log" 2>&1 ||
    { tail -n 30 "$root/build-configure.log" >&2; fail "cmake could not configure $build (its last lines are above)"; }
  mkdir -p "$build" && mv "$root/build-configure.log" "$build/configure.log"
  printf 'basin: building in %s\n' "$build"
  cmake --build "$build" >"$build/build.log" 2>&1 ||
    { grep -E 'error|FAILED' -A 8 "$build/build.log" | head -n 60 >&2; fail "the build failed (first errors above, all of it in $build/build.log)"; }
}

# The two npm packages that open and judge the page, locked by ci/page, into the build folder. Without them check.page is
# skipped and says so.
install_page_check() {
  local target="$build/page"
  mkdir -p "$target"
  cmp -s "$root/ci/page/package-lock.json" "$target/installed.json" && return 0
  cp "$root/ci/page/package.json" "$root/ci/page/package-lock.json" "$target/"
  if (cd "$target" && timeout 120 npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 >npm.log 2>&1); then
    cp "$target/package-lock.json" "$target/installed.json"
  else
    printf 'basin: npm could not install what the test of the page needs (%s); that test is skipped\n' "$target/npm.log"
  fi
}

install_packages
build_basin
install_page_check
