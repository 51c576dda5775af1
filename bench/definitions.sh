#!/bin/sh
# What thousands of custom resource definitions cost: time to make them, memory, processor time while nothing happens, and how long discovery takes.
# COUNT (default 2000) definitions of ten fields each, 20 to a group; each is served as soon as it is made.
set -eu
cd "$(dirname "$0")/.."
. bench/server.sh
count=${COUNT:-2000}
start_server
echo "machine: $(cut -d' ' -f1-3 /proc/loadavg) (load), $(nproc) processors"
idle() { before=$(ticks); sleep 10; echo "$(( $(ticks) - before ))0 ms of processor time in 10 s"; }
report() {
    echo "$1: $(resident) MB resident, idle $(idle)"
    echo "$1: /apis aggregated, first $(milliseconds admin /apis -H 'Accept: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList') ms, again $(milliseconds admin /apis -H 'Accept: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList') ms"
    echo "$1: /openapi/v3 index, first $(milliseconds admin /openapi/v3) ms, again $(milliseconds admin /openapi/v3) ms"
}
report "no definitions"

mkdir "$folder/crds"
i=0
while [ $i -lt "$count" ]; do
    group="g$((i / 20)).bench.example.com"
    cat >"$folder/crds/$i.json" <<EOF
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"things$i.$group"},"spec":{"group":"$group","scope":"Namespaced","names":{"plural":"things$i","singular":"thing$i","kind":"Thing$i","listKind":"Thing${i}List"},
"versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string","maxLength":64},"c":{"type":"integer","minimum":1},"d":{"type":"boolean"},"e":{"type":"array","items":{"type":"string"}},
"f":{"type":"object","additionalProperties":{"type":"string"}},"g":{"type":"number"},"h":{"type":"string","enum":["x","y"]}},"x-kubernetes-validations":[{"rule":"!has(self.c) || self.c < 100"}]},"status":{"type":"object","properties":{"phase":{"type":"string"},"count":{"type":"integer"}}}}}}}]}}
EOF
    i=$((i + 1))
done
token=$(cat "$folder/admin.token")
begin=$(date +%s%N) cpu=$(ticks)
# One connection a hundred definitions.
(cd "$folder/crds" && ls | sort -n | xargs -n 100 -P 4 sh -c 'url=$0; token=$1; shift; for f; do printf "next\nurl = \"%s\"\nheader = \"Authorization: Bearer %s\"\nheader = \"Content-Type: application/json\"\ninsecure\nsilent\noutput = \"/dev/null\"\ndata-binary = \"@%s\"\n" "$url" "$token" "$f"; done | sed 1d | curl -K -' \
    "https://127.0.0.1:$port/apis/apiextensions.k8s.io/v1/customresourcedefinitions" "$token")
made=$(( $(ask admin "/apis/apiextensions.k8s.io/v1/customresourcedefinitions" | grep -c '"singular": "thing') / 2 ))
last=$((count - 1))
until ask admin "/apis/g$((last / 20)).bench.example.com/v1/things$last" >/dev/null 2>&1; do sleep 0.02; done
end=$(date +%s%N)
echo "$made definitions made and served in $(( (end - begin) / 1000000 )) ms, $(( ($(ticks) - cpu) * 10 )) ms of processor time"
report "$made definitions"
echo "one more definition: served after $(
    sed "s/things$last/thingsnext/g; s/thing$last/thingnext/g; s/Thing$last/ThingNext/g; s/Thing${last}List/ThingNextList/g" "$folder/crds/$last.json" >"$folder/next.json"
    begin=$(date +%s%N)
    ask admin /apis/apiextensions.k8s.io/v1/customresourcedefinitions -H 'Content-Type: application/json' --data-binary @"$folder/next.json" -o /dev/null
    until ask admin "/apis/g$((last / 20)).bench.example.com/v1/thingsnext" >/dev/null 2>&1; do sleep 0.005; done
    echo $(( ($(date +%s%N) - begin) / 1000000 ))) ms"
