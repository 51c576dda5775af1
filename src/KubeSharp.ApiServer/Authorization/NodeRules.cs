using System.Collections.Immutable;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>What every node may do whatever runs on it, beside what the node authorizer looks at one by one; NodeRestriction narrows writes to the node's own objects. Source: Using Node Authorization.</summary>
public static class NodeRules
{
    private static readonly ImmutableArray<PolicyRule> _rules =
    [
        Rule(["create"], ["authentication.k8s.io"], "tokenreviews"),
        Rule(["create"], ["authorization.k8s.io"], "subjectaccessreviews", "localsubjectaccessreviews"),
        Rule(["get", "list", "watch"], [""], "services"),
        Rule(["get"], [""], "endpoints"),
        Rule(["update", "patch"], [""], "nodes/status"),
        Rule(["create", "update", "patch"], ["", "events.k8s.io"], "events"),
        Rule(["update", "patch"], [""], "pods/status"),
        Rule(["create"], [""], "pods/eviction"),
        Rule(["create", "get", "list", "watch"], ["certificates.k8s.io"], "certificatesigningrequests"),
        Rule(["get", "list", "watch"], ["node.k8s.io"], "runtimeclasses"),
        Rule(["get", "list", "watch"], ["storage.k8s.io"], "csidrivers"),
        Rule(["get", "list", "watch"], ["certificates.k8s.io"], "clustertrustbundles"),
    ];

    /// <summary>Whether one of them allows it.</summary>
    public static bool Allow(AuthorizationAttributes asked) => _rules.Any(r => r.Allows(asked));

    private static PolicyRule Rule(ImmutableArray<string> verbs, ImmutableArray<string> groups, params ImmutableArray<string> resources) => new(verbs, groups, resources, [], []);
}
