# exec.sh FIELDS ANSWER [ARGUMENTS...]: kubectl as a user whose credentials come from a program with these fields; ./p is one that prints the answer.
fields=$1 answer=$2; shift 2
printf '%s' "$answer" > answer
printf '#!/bin/sh\nprintf "%%s" "$KUBERNETES_EXEC_INFO" > info\ncat answer\n' > p; chmod +x p
printf '{"apiVersion":"v1","kind":"Config","users":[{"name":"u","user":{"exec":{%s}}}]}' "$fields" > u.json
[ $# -gt 0 ] || set -- get pods
KUBECONFIG=u.json:$KUBECONFIG $KUBECTL --user=u "$@"
