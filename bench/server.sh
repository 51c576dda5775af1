# An API server by itself on the embedded store, for measurements: sourced by the scripts beside it. Needs make build (or KUBESHARP=BINARY) and openssl.
# Sets: folder, port, server (process id), and two ways in: "$folder/admin" (system:masters) and token files of users by way of --token-auth-file.
binary=${KUBESHARP:-artifacts/kubesharp}
folder=$(mktemp -d)
port=${PORT:-7643}
server=
finish() { [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; }; rm -rf "$folder"; }
trap finish EXIT

openssl ecparam -name prime256v1 -genkey -noout -out "$folder/sa.key" 2>/dev/null
for user in admin:system:masters flood:flooders victim:victims; do
    name=${user%%:*}
    head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$folder/$name.token"
    echo "$(cat "$folder/$name.token"),$name,$name,\"${user#*:}\"" >>"$folder/tokens.csv"
    cat >"$folder/$name.kubeconfig" <<EOF
apiVersion: v1
kind: Config
clusters: [{name: a, cluster: {server: "https://127.0.0.1:$port", insecure-skip-tls-verify: true}}]
users: [{name: a, user: {token: "$(cat "$folder/$name.token")"}}]
contexts: [{name: a, context: {cluster: a, user: a}}]
current-context: a
EOF
done

start_server() {
    "$binary" apiserver --bind-address=127.0.0.1 --secure-port="$port" --data-dir="$folder/data" --cert-dir="$folder/cert" --authorization-mode=RBAC \
        --service-account-signing-key-file="$folder/sa.key" --token-auth-file="$folder/tokens.csv" "$@" >"$folder/server.log" 2>&1 </dev/null &
    server=$!
    for _ in $(seq 200); do
        ask admin /readyz >/dev/null 2>&1 && return 0
        sleep 0.1
    done
    cat "$folder/server.log"
    exit 1
}

# ask USER PATH [curl's own words]
ask() {
    user=$1 path=$2
    shift 2
    curl -sf --insecure -H "Authorization: Bearer $(cat "$folder/$user.token")" "$@" "https://127.0.0.1:$port$path"
}

resident() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$server/status"; }
ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }
milliseconds() { ask "$@" -o /dev/null -w '%{time_total}\n' | awk '{ printf "%.0f", $1 * 1000 }'; }
