namespace KubeSharp.Bootstrap.Local;

/// <summary>
/// What a local cluster records of requests by itself: who changed what, who read secrets and who entered pods; neither contents nor what the
/// cluster's own parts do. The policy is a file of the cluster that its user may change. Sizes are the least that the CIS benchmark takes.
/// </summary>
public static class DefaultAudit
{
    private const string Policy = """
        # Which requests are recorded; a change counts from the next start on. The first rule that matches counts. Source: Auditing.
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        - level: None
          userGroups: ["system:nodes", "system:serviceaccounts:kube-system"]
        - level: None
          users: ["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler", "system:kube-proxy"]
        - level: Metadata
          resources:
          - group: ""
            resources: [secrets, configmaps, serviceaccounts/token, pods/exec, pods/attach, pods/portforward, pods/proxy, services/proxy, nodes/proxy]
          - group: authentication.k8s.io
            resources: [tokenreviews]
        - level: None
          verbs: [get, list, watch]
        - level: None
          resources:
          - group: ""
            resources: [events]
          - group: events.k8s.io
            resources: [events]
          - group: coordination.k8s.io
            resources: [leases]
        - level: Metadata

        """;

    /// <summary>The flags of the API server that say it, as name and value; the policy is written where it is missing.</summary>
    /// <param name="folder">Where policy and log lie.</param>
    public static IReadOnlyList<(string Name, string Value)> Flags(string folder)
    {
        var policy = Path.Combine(folder, "policy.yaml");
        Directory.CreateDirectory(folder);
        if (!File.Exists(policy)) { File.WriteAllText(policy, Policy); }
        return [("audit-policy-file", policy), ("audit-log-path", Path.Combine(folder, "audit.log")), ("audit-log-maxage", "30"), ("audit-log-maxbackup", "10"), ("audit-log-maxsize", "100"), ("audit-log-compress", "true")];
    }
}
