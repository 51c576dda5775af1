#!/bin/sh
# Makes a root folder for an image from a distribution package, without installing it:
#
#   eng/package-root.sh PACKAGE FOLDER PROGRAM...
#
# FOLDER gets the named programs (paths in the package, such as usr/bin/redis-server), the shared libraries they load, and a minimal /etc.
set -eu
[ $# -ge 3 ] || { echo "usage: package-root.sh PACKAGE FOLDER PROGRAM..." >&2; exit 2; }
package=$1; folder=$2; shift 2
as_root=; [ "$(id -u)" = 0 ] || as_root=sudo

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/archives" "$scratch/all" "$scratch/root"
export LC_ALL=C

apt-cache show "$package" >/dev/null 2>&1 || $as_root apt-get update -qq >/dev/null
# The package and everything it needs, as the system's own apt sees them.
names=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$package" |
  grep '^[a-z0-9]' | sed 's/:.*//' | sort -u)
for name in $names; do
  (cd "$scratch/archives" && apt-get download -qq -o APT::Sandbox::User=root "$name" >/dev/null 2>&1) || true
done
for archive in "$scratch/archives/"*.deb; do dpkg -x "$archive" "$scratch/all"; done

copy() {
  mkdir -p "$scratch/root/$(dirname "$1")"
  cp -L "$scratch/all/$1" "$scratch/root/$1"
}

# The libraries a program loads, looked up among the unpacked packages only.
libraries=$(find "$scratch/all" -type d \( -path '*/lib/*-linux-gnu*' -o -path '*/lib' \) | tr '\n' ':')
for program in "$@"; do
  if [ -L "$scratch/all/$program" ]; then cp -L "$scratch/all/$program" "$scratch/program"; rm "$scratch/all/$program"; mv "$scratch/program" "$scratch/all/$program"; fi
  [ -x "$scratch/all/$program" ] || { echo "package-root: $package has no program $program" >&2; exit 1; }
  copy "$program"
  LD_LIBRARY_PATH=$libraries ldd "$scratch/all/$program" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p' | sort -u |
  while read -r library; do
    case "$library" in "$scratch/all/"*) inside=/${library#"$scratch/all/"} ;; *) inside=$library ;; esac
    mkdir -p "$scratch/root$(dirname "$inside")"
    cp -L "$library" "$scratch/root$inside"
  done
done

mkdir -p "$scratch/root/etc" "$scratch/root/data" "$scratch/root/tmp"
chmod 1777 "$scratch/root/tmp"
echo 'root:x:0:0:root:/:/sbin/nologin' >"$scratch/root/etc/passwd"
echo 'root:x:0:' >"$scratch/root/etc/group"
chmod 755 "$scratch/root"
$as_root rm -rf "$folder"
$as_root mkdir -p "$(dirname "$folder")"
$as_root cp -a "$scratch/root" "$folder"
