#!/usr/bin/env bash
# Sets up what swift-longtail needs: a few Debian packages, LibTorch, and the notes by which
# `swift build` finds it. Safe to run again: what is there already is kept, nothing is downloaded twice.
#
#   Scripts/setup.sh                      LibTorch by pip into .libtorch/
#   LIBTORCH=/path Scripts/setup.sh       LibTorch that is there already: a folder with include/ and
#                                         lib/, or the `torch` folder of a Python installation
#
# pip's own settings (PIP_INDEX_URL, PIP_FIND_LINKS, …) say where wheels come from, and so whether the
# CPU or the CUDA build is taken.
set -euo pipefail

readonly wanted_version=2.13.0
readonly oldest_minor=11
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly root notes="$root/.libtorch"

say() { printf 'setup: %s\n' "$*"; }
fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

can_be_root() {
  [ "$(id -u)" -eq 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

# Installs those of the named Debian packages that are missing.
install_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
      missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  can_be_root ||
    fail "these packages are missing; install them and run this again: sudo apt-get install ${missing[*]}"
  say "installing ${missing[*]}"
  local log
  log=$(mktemp)
  # The package lists may be old or absent: refresh them only if the first try fails.
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    "${missing[@]}" >"$log" 2>&1; then
    as_root apt-get update >>"$log" 2>&1 ||
      fail "apt-get update failed; check the network and /etc/apt/sources.list (details: $log)"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      "${missing[@]}" >>"$log" 2>&1 ||
      fail "apt-get could not install ${missing[*]}; run 'apt-get install ${missing[*]}' to see why (details: $log)"
  fi
  rm -f "$log"
}

system_libraries() {
  if command -v dpkg-query >/dev/null; then
    install_packages pkg-config g++ zlib1g-dev libturbojpeg0-dev libpng-dev libssl-dev
  fi
  command -v pkg-config >/dev/null ||
    fail "pkg-config is missing; install it with your system's package manager and run this again"
  local module
  for module in zlib libturbojpeg libpng libcrypto; do
    pkg-config --exists "$module" ||
      fail "pkg-config does not find $module; install its development files and run this again"
  done
}

# The `torch` folder that this script downloads to.
readonly downloaded="$notes/python/torch"

python_with_pip() {
  local python
  for python in python3 python; do
    if command -v "$python" >/dev/null && "$python" -m pip --version >/dev/null 2>&1; then
      printf '%s' "$python"
      return
    fi
  done
  return 1
}

download() {
  local python log="$notes/pip.log"
  if ! python=$(python_with_pip); then
    command -v dpkg-query >/dev/null && install_packages python3 python3-pip
    python=$(python_with_pip) ||
      fail "Python 3 with pip is needed to download LibTorch; install it, or set LIBTORCH to a LibTorch folder"
  fi
  say "downloading LibTorch $wanted_version (a few hundred MB, once)"
  rm -rf "$notes/partial"
  mkdir -p "$notes/partial"
  # Python's side of torch is not used, so neither are its dependencies …
  local install=("$python" -m pip install --disable-pip-version-check --no-compile
    --target "$notes/partial" "torch==$wanted_version")
  "${install[@]}" --no-deps >"$log" 2>&1 ||
    fail "pip could not install torch==$wanted_version: $(grep -m1 '^ERROR' "$log" || tail -n1 "$log") (details: $log; or set LIBTORCH to a LibTorch folder)"
  # … except that a CUDA build needs NVIDIA's libraries, which are dependencies.
  if [ -e "$notes/partial/torch/lib/libtorch_cuda.so" ]; then
    "${install[@]}" --upgrade >"$log" 2>&1 ||
      fail "pip could not install the CUDA libraries of torch==$wanted_version: $(tail -n1 "$log") (details: $log)"
  fi
  rm -rf "$notes/python"
  mv "$notes/partial" "$notes/python"
}

# Prints "2.13" for the LibTorch in the given folder.
version_of() {
  local header major minor
  for header in "$1/include/torch/headeronly/version.h" "$1/include/torch/version.h"; do
    [ -e "$header" ] || continue
    major=$(awk '$2 == "TORCH_VERSION_MAJOR" { print $3 }' "$header")
    minor=$(awk '$2 == "TORCH_VERSION_MINOR" { print $3 }' "$header")
    [ -n "$major" ] && [ -n "$minor" ] || continue
    printf '%s.%s' "$major" "$minor"
    return
  done
  return 1
}

find_libtorch() {
  if [ -n "${LIBTORCH:-}" ]; then
    if [ -d "$LIBTORCH/torch/include" ]; then
      folder="$LIBTORCH/torch"
    else
      folder="$LIBTORCH"
    fi
    [ -d "$folder/include/ATen" ] && [ -d "$folder/lib" ] ||
      fail "LIBTORCH=$LIBTORCH has no include/ATen and lib; point it at an unpacked LibTorch or at Python's torch folder"
    folder=$(cd "$folder" && pwd)
  else
    if [ ! -d "$downloaded/include/ATen" ] || [ "$(version_of "$downloaded")" != "${wanted_version%.*}" ]; then
      download
    fi
    folder="$downloaded"
  fi
  version=$(version_of "$folder") ||
    fail "$folder does not say its version in include/torch/version.h; take an unmodified LibTorch 2.$oldest_minor or later"
  local major=${version%.*} minor=${version#*.}
  { [ "$major" -gt 2 ] || { [ "$major" -eq 2 ] && [ "$minor" -ge "$oldest_minor" ]; }; } ||
    fail "$folder holds LibTorch $version; 2.$oldest_minor or later is needed"
  local found=""
  [ ! -e "$folder/lib/libtorch_cpu.so" ] || found=yes
  [ ! -e "$folder/lib/libtorch_cpu.dylib" ] || found=yes
  [ -n "$found" ] || fail "$folder/lib has no libtorch_cpu; take a LibTorch with shared libraries"
}

# Writes standard input to a file, unless it says the same already (so that nothing is rebuilt).
write_if_changed() {
  local new
  new=$(cat)
  [ -e "$1" ] && [ "$(cat "$1")" = "$new" ] && return
  printf '%s\n' "$new" >"$1.new" && mv "$1.new" "$1"
}

package_file() {
  # SwiftPM passes only -I, -L and -l on. The CUDA half of LibTorch is loaded at run time.
  cat <<PC
includedir=$folder/include
libdir=$folder/lib

Name: libtorch
Description: LibTorch, the C++ library of PyTorch
Version: $version
Cflags: -I\${includedir} -I\${includedir}/torch/csrc/api/include
Libs: -L\${libdir} -ltorch_cpu -lc10
PC
}

write_notes() {
  mkdir -p "$notes"
  printf '%s\n' "$folder/lib" | write_if_changed "$notes/library-path"
  package_file | write_if_changed "$notes/libtorch.pc"
  local shared=/usr/local/lib/pkgconfig
  if { [ -w "$shared" ] || mkdir -p "$shared" 2>/dev/null; } && [ -w "$shared" ] &&
    package_file | write_if_changed "$shared/libtorch.pc"; then
    place="$shared"
  else
    place="$notes"
  fi
  if ! [ "$(pkg-config --variable=libdir libtorch 2>/dev/null)" = "$folder/lib" ]; then
    say "plain 'swift build' needs this line in your shell, as pkg-config does not look there by itself:"
    printf 'export PKG_CONFIG_PATH=%s${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}\n' "$place"
  fi
}

command -v swift >/dev/null ||
  say "note: swift is not on PATH; swift-longtail needs Swift 6.1 or later to build"
system_libraries
mkdir -p "$notes"
find_libtorch
write_notes
say "ready: LibTorch $version in $folder"
