# What the one-shots share; sourced by them.
set -euo pipefail
umask 077

clusters=(kcp skr-a skr-b)
export PATH=$PATH:/kubectl KUBECONFIG=/admin/kubeconfig

namespace() { [ "$1" = kcp ] && echo kcp-system || echo kyma-system; }

say() { printf '%s: %s\n' "$(basename "$0")" "$*"; }

until_it_holds() {
    local what=$1 n
    shift
    for ((n = 0; n < 180; n++)); do
        "$@" >/dev/null 2>&1 && return
        sleep 1
    done
    say "gave up waiting: $what; see its container's log" >&2
    exit 1
}

# The private registry gets one login with a new password, and only that: a former one is refused from then on. Its file has
# bcrypt, which Perl's crypt knows.
new_login() {
    local password salt
    password=not-a-real-secret-$(openssl rand -hex 12)
    salt=$(openssl rand -base64 24 | tr -d '+=' | head -c 22)
    printf 'robot:%s\n' "$(PASSWORD=$password SALT=$salt perl -e 'print crypt($ENV{PASSWORD}, "\$2b\$08\$$ENV{SALT}")')" >/auth/new-htpasswd
    printf '{"auths":{"registry:5000":{"username":"robot","password":"%s","auth":"%s"}}}' \
        "$password" "$(basic_of "$password")" >/auth/config.json
    mv /auth/new-htpasswd /auth/htpasswd
}

basic_of() { printf 'robot:%s' "$1" | base64 -w 0; }

basic() { sed 's/.*"auth":"\([^"]*\)".*/\1/' /auth/config.json; }

# The Secret of the guide with the login as it is now, on the clusters that have a template. Applied by the server: kubectl would
# leave another copy of it in an annotation. By force: whoever tried something with it is to get on.
apply_secrets() {
    local cluster
    for cluster in kcp skr-b; do
        kubectl --context "$cluster" -n "$(namespace "$cluster")" create secret docker-registry registry-cred \
            --from-file=.dockerconfigjson=/auth/config.json --dry-run=client -o yaml |
            kubectl label --local -f - -o yaml operator.kyma-project.io/managed-by=lifecycle-manager \
                operator.kyma-project.io/oci-registry-cred=test-operator |
            kubectl --context "$cluster" apply --server-side --force-conflicts -f - >/dev/null
    done
}
