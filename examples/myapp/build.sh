#!/bin/sh
# Builds the example's images and loads them into a cluster: build.sh [CLUSTER]
set -eu
kubesharp=${KUBESHARP:-kubesharp}
# A path is meant from where it was said.
case "$kubesharp" in /*) ;; */*) kubesharp=$PWD/$kubesharp ;; esac
cd "$(dirname "$0")/images"
cluster=${1:-kubesharp}
rm -rf busybox/bin
mkdir -p busybox/bin
cp /bin/busybox busybox/bin/busybox
for applet in sh httpd wget timeout hostname date cat echo sleep tail mkdir nc nslookup ls grep seq id env true false; do ln -s busybox "busybox/bin/$applet"; done
for image in busybox backend frontend redis; do
  "$kubesharp" image build -p "$cluster" -t "kubesharp.local/$image:1" "$image"
done
