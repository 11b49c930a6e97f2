# Sourced by the scripts beside it: the repository root as working folder, packages, the release build, the list
# of source files.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\n== %s\n' "$*"; }

fail() {
  printf '%s: %s\n' "$0" "$*" >&2
  exit 2
}

# The packages of scripts/packages.txt that are not installed.
missing_packages() {
  local package
  grep -v '^#' scripts/packages.txt | while read -r package; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || echo "$package"
  done
}

# Installs what is missing; leaves apt alone when nothing is.
install_packages() {
  command -v dpkg-query >/dev/null || fail 'found no dpkg-query, expected Debian 12 (other systems: docs/development.md)'
  local missing as_root=()
  missing=$(missing_packages)
  if [[ -z $missing ]]; then
    say 'packages: all of scripts/packages.txt are installed'
    return
  fi
  if [[ $EUID -ne 0 ]]; then
    command -v sudo >/dev/null || fail "neither root nor sudo; have these packages installed:" $missing
    as_root=(sudo)
  fi
  say 'packages: installing' $missing
  "${as_root[@]}" apt-get update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing
}

# build_release [TARGET]: configures and builds build/release, everything or one target.
build_release() {
  say "build: preset release, ${1:-every target}"
  cmake --preset release
  cmake --build --preset release ${1:+--target "$1"}
}

# Every C++ file of ours, one a line; folders that do not exist yet are skipped.
source_files() {
  local folder
  for folder in src tests bench proofs_check; do
    [[ ! -d $folder ]] || find "$folder" \( -name '*.hpp' -o -name '*.cpp' \)
  done | sort
}
