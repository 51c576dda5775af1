#!/bin/sh
# What one user's flood does to another: the latencies of a quiet user alone, then beside 400 clients of another user that load as FLOOD says (mixed,
# apply, list-label) as fast as they are served, and again at once where they are refused. Neither is exempt (system:masters is). The load runs on the
# same machine, so that a part of the difference is its own.
set -eu
cd "$(dirname "$0")/.."
. bench/server.sh
clients=${CLIENTS:-400} seconds=${SECONDS_MAX:-120}
start_server
for user in flood victim; do
    ask admin /apis/rbac.authorization.k8s.io/v1/clusterrolebindings -H 'Content-Type: application/json' -o /dev/null \
        -d "{\"metadata\":{\"name\":\"$user\"},\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":\"ClusterRole\",\"name\":\"cluster-admin\"},\"subjects\":[{\"kind\":\"User\",\"apiGroup\":\"rbac.authorization.k8s.io\",\"name\":\"$user\"}]}"
done
quiet() { "$binary" bench api --kubeconfig "$folder/victim.kubeconfig" --clients 2 --objects ${OBJECTS:-400} --seconds 5 --only create-1,get,patch-label | grep -E "load|create|get|patch-label"; }
echo "machine: $(cut -d' ' -f1-3 /proc/loadavg) (load), $(nproc) processors"
echo "the quiet user alone:"
quiet
nice -n 5 "$binary" bench api --kubeconfig "$folder/flood.kubeconfig" --clients "$clients" --objects 6000 --seconds "$seconds" --only ${FLOOD:-mixed} >"$folder/flood.txt" 2>&1 &
flood=$!
# The connections are there, and the flood is in its stride.
sleep 8
echo "beside $clients clients of another user (machine: $(cut -d' ' -f1 /proc/loadavg)):"
quiet
kill $flood 2>/dev/null || true
wait $flood 2>/dev/null || true
echo "the flood:"
cat "$folder/flood.txt"
ask admin /metrics | grep -E '^apiserver_flowcontrol_(rejected|dispatched)_requests_total' | grep -E 'workload-low|global-default' | head -8
