#!/bin/sh
# How fast a node starts pods and what its process takes meanwhile: a cluster of its own, deleted afterwards. Needs make build and root.
# A cluster's process holds all roles; what the agent alone takes is what pods add to it.
set -eu
cd "$(dirname "$0")/.."
name=benchnode
binary=artifacts/kubesharp
folder=$(mktemp -d)
export KUBECONFIG="$folder/kubeconfig" KUBESHARP="$PWD/$binary"
kubectl=/usr/local/lib/kubesharp/bin/kubectl
trap '"$binary" delete -p $name >/dev/null 2>&1; rm -rf "$folder"' EXIT

"$binary" start -p $name --port 7843 >"$folder/start.log" 2>&1 </dev/null || { cat "$folder/start.log"; exit 1; }
sh examples/myapp/build.sh $name >/dev/null
process=$("$binary" status -p $name | sed -n 's/.*process \([0-9]*\)).*/\1/p')

resident() { awk '/^VmRSS/ { printf "%.0f MB", $2 / 1024 }' "/proc/$process/status"; }
ticks() { awk '{ print $14 + $15 }' "/proc/$process/stat"; }
now() { date +%s%N; }

replicas() {
  before=$(now)
  "$kubectl" scale deployment load --replicas="$1" >/dev/null
  "$kubectl" rollout status deployment load --timeout=600s >/dev/null
  after=$(now)
  echo "$(((after - before) / 1000000))"
}

"$kubectl" create deployment load --image=kubesharp.local/busybox:1 --replicas=0 -- sleep 86400 >/dev/null
sleep 20
before=$(ticks)
sleep 30
echo "idle: $(resident), $(awk -v t="$(($(ticks) - before))" 'BEGIN { printf "%.1f", t / 30 }') % of a CPU"

for run in 1 2 3 4 5 6 7 8 9 10; do
  before=$(now)
  "$kubectl" run "one-$run" --image=kubesharp.local/busybox:1 --restart=Never --command -- sleep 600 >/dev/null
  "$kubectl" wait "pod/one-$run" --for=jsonpath='{.status.phase}'=Running --timeout=60s >/dev/null
  echo $((($(now) - before) / 1000000))
done | sort -n | awk '{ all[NR] = $1 } END { printf "one by one, asked to seen running (two runs of kubectl included): p50 %d ms, p90 %d ms\n", all[5], all[9] }'
"$kubectl" delete pod --all --grace-period=0 --force --wait=false >/dev/null 2>&1

took=$(replicas 30)
echo "30 pods at once: $(awk -v t="$took" 'BEGIN { printf "%.1f s, %.1f a second", t / 1000, 30000 / t }'), $(resident)"
took=$(replicas 100)
echo "70 more: $(awk -v t="$took" 'BEGIN { printf "%.1f s, %.1f a second", t / 1000, 70000 / t }'), $(resident)"
before=$(ticks)
sleep 30
echo "with 100 pods, idle: $(resident), $(awk -v t="$(($(ticks) - before))" 'BEGIN { printf "%.1f", t / 30 }') % of a CPU"
