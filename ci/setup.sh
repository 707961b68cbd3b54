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

fail() {
  printf 'basin: %s\n' "$*" >&2
  exit 3
}

# install_packages PACKAGE...: those that are missing. Fails with a sentence.
install_packages() {
  command -v dpkg-query >/dev/null || fail "this is no Debian system (dpkg-query is missing); install the libraries named in README.md and build with cmake --preset release"
  local missing=() package
  for package in "$@"; do
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

# In a shell of its own: whoever sources this stays in the folder that relative paths were meant from.
build_basin() (
  local werror=OFF
  [ -z "${CI:-}" ] || werror=ON
  cd "$root"
  cmake --preset release -DBASIN_WERROR=$werror >"$root/build-configure.log" 2>&1 ||
    { tail -n 30 "$root/build-configure.log" >&2; fail "cmake could not configure $build (its last lines are above)"; }
  mkdir -p "$build" && mv "$root/build-configure.log" "$build/configure.log"
  printf 'basin: building in %s\n' "$build"
  cmake --build "$build" >"$build/build.log" 2>&1 ||
    { grep -E 'error|FAILED' -A 8 "$build/build.log" | head -n 60 >&2; fail "the build failed (first errors above, all of it in $build/build.log)"; }
)

# For the test of the page in a browser: Chromium and node (one that is there already stays, whatever its version), and the
# two npm packages that drive it, locked by ci/page, in the build folder. Without them that test is skipped and says so.
install_page_check() {
  local wanted=() target="$build/page"
  command -v chromium >/dev/null || wanted+=(chromium)
  command -v node >/dev/null || wanted+=(nodejs)
  command -v npm >/dev/null || wanted+=(npm)
  mkdir -p "$target"
  if [ ${#wanted[@]} -gt 0 ] && ! (install_packages "${wanted[@]}"); then
    printf 'basin: without %s the test of the page in a browser is skipped\n' "${wanted[*]}"
  elif ! cmp -s "$root/ci/page/package-lock.json" "$target/installed.json"; then
    cp "$root/ci/page/package.json" "$root/ci/page/package-lock.json" "$target/"
    if (cd "$target" && timeout 120 npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 >npm.log 2>&1); then
      cp "$target/package-lock.json" "$target/installed.json"
    else
      printf 'basin: npm could not install what the test of the page needs (%s); it is skipped\n' "$target/npm.log"
    fi
  fi
}

# What is measured against, and a further library of products: for bench/run.sh, and for the test that both sides of a
# comparison reach the same.
peers=(python3-numpy python3-torch libdnnl-dev)

install_packages "${packages[@]}"
case "${with_peers:-}" in
  yes) install_packages "${peers[@]}" ;;
  optional) (install_packages "${peers[@]}") || printf 'basin: without %s the test of both sides of comparisons is skipped\n' "${peers[*]}" ;;
esac
[ -z "${with_page_check:-}" ] || install_page_check
build_basin
