using System.Collections.Immutable;

namespace KubeSharp.Cli.Cis;

/// <summary>Section 4.2: the nodes' agents.</summary>
public static class NodeChecks
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<CisCheck> All { get; } =
    [
        new("4.2.1", "Node agents take no requests without credentials", static f => Each(f, static n => n.AnonymousCode is 401 or 403, static n => $"{n.Name} answered {n.AnonymousCode}"), "authentication.anonymous.enabled: false in the kubelet's configuration"),
        new("4.2.2", "Node agents ask the API server what callers may do", static f => Each(f, static n => n.AnonymousCode is 401 or 403, static n => $"{n.Name} answered {n.AnonymousCode}"), "authorization.mode: Webhook in the kubelet's configuration"),
        new("4.2.4", "Node agents have no read-only port", static f => Each(f, static n => !n.IsReadOnlyPortOpen, static n => $"{n.Name} answers on 10255"), "readOnlyPort: 0 in the kubelet's configuration"),
        new("4.2.12", "Node agents speak only strong versions of TLS", static f => Each(f, static n => !n.SpeaksOldTls, static n => $"{n.Name} speaks TLS below 1.2"), "tlsMinVersion: VersionTLS12 in the kubelet's configuration"),
    ];

    private static CisVerdict Each(CisFacts facts, Func<CisNode, bool> holds, Func<CisNode, string> said)
    {
        var reached = facts.Nodes.Where(static n => n.AnonymousCode != 0).ToArray();
        if (reached.Length < facts.Nodes.Length || reached.Length == 0) { return new(CisOutcome.Warn, $"{facts.Nodes.Length - reached.Length} of {facts.Nodes.Length} nodes cannot be reached from here"); }
        return CisVerdict.Of(reached.All(holds), CisFacts.Some(reached.Where(n => !holds(n)).Select(said)));
    }
}
