#!/bin/sh
# What a node's agent takes: bound to running beside the runtime alone, pods a second, then memory and idle CPU of the agent's process with 110 pods.
# A cluster of two nodes of its own, deleted afterwards; the second node's process is an agent alone. Needs make build and root.
#
#   KUBESHARP_BINARY   the program; default artifacts/kubesharp
#   PODS               how many pods at last; default 110
set -eu
cd "$(dirname "$0")/.."
name=${NAME:-benchagent}
binary=${KUBESHARP_BINARY:-artifacts/kubesharp}
pods=${PODS:-110}
folder=$(mktemp -d)
export KUBECONFIG="$folder/kubeconfig" KUBESHARP="$binary"
kubectl=/usr/local/lib/kubesharp/bin/kubectl
trap '"$binary" delete -p $name >/dev/null 2>&1; rm -rf "$folder"' EXIT

dotnet build bench/KubeSharp.Node.Bench -v q --nologo >"$folder/build.log" 2>&1 || { cat "$folder/build.log"; exit 1; }
"$binary" start -p $name --port 7943 --nodes 2 >"$folder/start.log" 2>&1 </dev/null || { cat "$folder/start.log"; exit 1; }
sh examples/myapp/build.sh $name >/dev/null
socket="$HOME/.kubesharp/$name/containerd/containerd.sock"
dotnet bench/KubeSharp.Node.Bench/bin/Debug/net10.0/KubeSharp.Node.Bench.dll "$KUBECONFIG" $name "$socket" kubesharp.local/busybox:1 "/kubesharp-$name/alone" 20 30

worker=$("$kubectl" get nodes -o name | sed -n 's|node/||p' | grep -v "^$name\$")
process=$(ps -eo pid,args | awk -v node="$worker" 'index($0, "agent --server") && index($0, "--node-name " node " ") { print $1; exit }')
resident() { awk '/^VmRSS/ { printf "%.0f MB", $2 / 1024 }' "/proc/$process/status"; }
ticks() { awk '{ print $14 + $15 }' "/proc/$process/stat"; }
idle() {
  before=$(ticks)
  sleep 30
  echo "$1: $(resident), $(awk -v t="$(($(ticks) - before))" 'BEGIN { printf "%.1f", t / 30 }') % of a CPU"
}

sleep 15
idle "agent, no pods"
"$kubectl" create deployment load --image=kubesharp.local/busybox:1 --replicas=0 -- sleep 86400 >/dev/null
"$kubectl" patch deployment load -p "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"kubernetes.io/hostname\":\"$worker\"},\"terminationGracePeriodSeconds\":0}}}}" >/dev/null
# The agent's own pods count among its 110.
there=$("$kubectl" get pods -A --field-selector "spec.nodeName=$worker" -o name | wc -l)
before=$(date +%s%N)
"$kubectl" scale deployment load --replicas=$((pods - there)) >/dev/null
"$kubectl" rollout status deployment load --timeout=600s >/dev/null
awk -v n="$((pods - there))" -v t="$((($(date +%s%N) - before) / 1000000))" 'BEGIN { printf "%d pods in %.1f s, %.1f a second\n", n, t / 1000, n * 1000 / t }'
echo "just then: $(resident)"
sleep 30
idle "agent, $pods pods"
