using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Cis;

/// <summary>Section 5: roles, accounts, pods, networks. What belongs to the system (system:…, kube-system) is not counted.</summary>
public static class PolicyChecks
{
    private const string Level = "pod-security.kubernetes.io/enforce";

    /// <summary>All of them.</summary>
    public static ImmutableArray<CisCheck> All { get; } =
    [
        new("5.1.1", "cluster-admin is bound only where it is required", static f => Look(Bindings(f).Where(static b => b.TextAt("roleRef", "name") == "cluster-admin").Select(CisFacts.NameOf)), "bind a narrower role"),
        new("5.1.2", "Few may read secrets", static f => Look(Roles(f, static r => Grants(r, "secrets", "get", "list", "watch"))), "take get, list and watch of secrets from these roles"),
        new("5.1.3", "Roles name what they allow, without *", static f => Look(Roles(f, static r => Texts(r, "verbs").Concat(Texts(r, "resources")).Concat(Texts(r, "apiGroups")).Contains("*"))), "replace * by what is needed"),
        new("5.1.4", "Few may make pods", static f => Look(Roles(f, static r => Grants(r, "pods", "create"))), "take create of pods from these roles"),
        new("5.1.5", "Default service accounts have no rights of their own", static f => Of(Bindings(f).Where(static b => Items(b, "subjects").Any(static s => s.TextAt("kind") == "ServiceAccount" && s.TextAt("name") == "default")).Select(CisFacts.NameOf)), "bind to an account made for the workload"),
        new("5.1.6", "Tokens are mounted only where they are needed", static f => Look(Pods(f).Where(static p => p.TextAt("spec", "serviceAccountName") is "default" or null && p.At("spec", "automountServiceAccountToken") is not BooleanNode { Value: false }).Select(CisFacts.NameOf)), "automountServiceAccountToken: false"),
        new("5.1.7", "Nobody is bound as system:masters", static f => Of(Bindings(f).Where(static b => Items(b, "subjects").Any(static s => s.TextAt("kind") == "Group" && s.TextAt("name") == "system:masters")).Select(CisFacts.NameOf)), "use other groups"),
        new("5.1.8", "Few may bind, escalate or impersonate", static f => Look(Roles(f, static r => Texts(r, "verbs").Any(static v => v is "bind" or "escalate" or "impersonate" || v.StartsWith("impersonate:", StringComparison.Ordinal)))), "take these verbs from these roles"),
        new("5.1.10", "Few may reach nodes through the API server (nodes/proxy)", static f => Look(Roles(f, static r => Texts(r, "resources").Contains("nodes/proxy"))), "take nodes/proxy from these roles"),
        new("5.1.13", "Few may make tokens of service accounts", static f => Look(Roles(f, static r => Grants(r, "serviceaccounts/token", "create"))), "take create of serviceaccounts/token from these roles"),
        new("5.2.1", "Each namespace of workloads is held to a Pod Security Standard", static f => Look(Namespaces(f).Where(static n => n.TextAt("metadata", "labels", Level) is null or "privileged").Select(CisFacts.NameOf)), $"kubectl label namespace NAME {Level}=baseline"),
        new("5.2.2", "No pod runs privileged containers", static f => Look(PodsWith(f, static c => c.At("securityContext", "privileged") is BooleanNode { Value: true })), $"{Level}=baseline"),
        new("5.2.3", "No pod shares the node's process ids", static f => Look(Pods(f).Where(static p => IsTrue(p, "hostPID")).Select(CisFacts.NameOf)), $"{Level}=baseline"),
        new("5.2.4", "No pod shares the node's IPC", static f => Look(Pods(f).Where(static p => IsTrue(p, "hostIPC")).Select(CisFacts.NameOf)), $"{Level}=baseline"),
        new("5.2.5", "No pod shares the node's network", static f => Look(Pods(f).Where(static p => IsTrue(p, "hostNetwork")).Select(CisFacts.NameOf)), $"{Level}=baseline"),
        new("5.2.6", "No container may gain privileges", static f => Look(PodsWith(f, static c => c.At("securityContext", "allowPrivilegeEscalation") is not BooleanNode { Value: false })), $"{Level}=restricted"),
        new("5.2.7", "No container runs as root", static f => Look(Pods(f).Where(static p => p.At("spec", "securityContext", "runAsNonRoot") is not BooleanNode { Value: true } && Containers(p).Any(static c => c.At("securityContext", "runAsNonRoot") is not BooleanNode { Value: true })).Select(CisFacts.NameOf)), $"{Level}=restricted"),
        new("5.2.9", "No container adds capabilities", static f => Look(PodsWith(f, static c => c.At("securityContext", "capabilities", "add") is ArrayNode { Count: > 0 })), $"{Level}=baseline"),
        new("5.2.12", "No pod mounts folders of its node", static f => Look(Pods(f).Where(static p => Items(p.At("spec"), "volumes").Any(static v => v.At("hostPath") is ObjectNode)).Select(CisFacts.NameOf)), $"{Level}=baseline"),
        new("5.2.13", "No container takes ports of its node", static f => Look(PodsWith(f, static c => Items(c, "ports").Any(static p => p.At("hostPort") is NumberNode { Integer: > 0 }))), $"{Level}=baseline"),
        new("5.3.2", "Each namespace of workloads has a network policy", static f => Look(Namespaces(f).Select(CisFacts.NameOf).Except(f.All("networkpolicies").Select(static n => n.TextAt("metadata", "namespace") ?? ""))), "make a policy that denies, and others that allow what is needed"),
        new("5.4.1", "Secrets are mounted as files, not given as variables", static f => Look(PodsWith(f, static c => Items(c, "env").Any(static e => e.At("valueFrom", "secretKeyRef") is ObjectNode) || Items(c, "envFrom").Any(static e => e.At("secretRef") is ObjectNode))), "mount the secret as a volume"),
        new("5.7.2", "Pods run with the runtime's seccomp profile", static f => Look(Pods(f).Where(static p => p.TextAt("spec", "securityContext", "seccompProfile", "type") is null or "Unconfined" && Containers(p).Any(static c => c.TextAt("securityContext", "seccompProfile", "type") is null or "Unconfined")).Select(CisFacts.NameOf)), "seccompProfile: {type: RuntimeDefault}"),
        new("5.7.4", "The namespace default is not used", static f => Look(Pods(f).Where(static p => p.TextAt("metadata", "namespace") == "default").Select(CisFacts.NameOf)), "give each application a namespace of its own"),
    ];

    private static CisVerdict Look(IEnumerable<string> found) => found.ToArray() is { Length: > 0 } names ? CisVerdict.Look(false, CisFacts.Some(names)) : CisVerdict.Pass;

    private static CisVerdict Of(IEnumerable<string> found) => found.ToArray() is { Length: > 0 } names ? CisVerdict.Of(false, CisFacts.Some(names)) : CisVerdict.Pass;

    private static bool IsSystems(Node value) => value.TextAt("metadata", "labels", "kubernetes.io/bootstrapping") is not null || (value.TextAt("metadata", "name") ?? "").StartsWith("system:", StringComparison.Ordinal)
        || value.TextAt("metadata", "namespace") is "kube-system" or "kube-public" or "kube-node-lease";

    private static IEnumerable<Node> Bindings(CisFacts facts) => facts.All("clusterrolebindings").Concat(facts.All("rolebindings")).Where(static b => !IsSystems(b));

    private static IEnumerable<string> Roles(CisFacts facts, Func<Node, bool> isMeant) =>
        facts.All("clusterroles").Concat(facts.All("roles")).Where(static r => !IsSystems(r)).Where(r => Items(r, "rules").Any(isMeant)).Select(CisFacts.NameOf);

    private static bool Grants(Node rule, string resource, params string[] verbs) =>
        Texts(rule, "resources").Any(r => r == resource || r == "*") && Texts(rule, "verbs").Any(v => v == "*" || verbs.Contains(v));

    private static IEnumerable<Node> Namespaces(CisFacts facts) => facts.All("namespaces").Where(static n => n.TextAt("metadata", "name") is not ("kube-system" or "kube-public" or "kube-node-lease"));

    private static IEnumerable<Node> Pods(CisFacts facts) => facts.All("pods").Where(static p => p.TextAt("metadata", "namespace") != "kube-system");

    private static IEnumerable<string> PodsWith(CisFacts facts, Func<Node, bool> container) => Pods(facts).Where(p => Containers(p).Any(container)).Select(CisFacts.NameOf);

    private static IEnumerable<Node> Containers(Node pod) => Items(pod.At("spec"), "containers").Concat(Items(pod.At("spec"), "initContainers")).Concat(Items(pod.At("spec"), "ephemeralContainers"));

    private static bool IsTrue(Node pod, string field) => pod.At("spec", field) is BooleanNode { Value: true };

    private static IEnumerable<Node> Items(Node? value, string field) => value?.At(field) as ArrayNode ?? ArrayNode.Empty;

    private static IEnumerable<string> Texts(Node value, string field) => Items(value, field).OfType<StringNode>().Select(static t => t.Value);
}
