using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>What stands in a resolv.conf.</summary>
/// <param name="Servers">Name servers, at most three.</param>
/// <param name="Searches">Search domains.</param>
/// <param name="Options">Options, as ndots:5.</param>
public sealed record ResolverConfig(ImmutableArray<string> Servers, ImmutableArray<string> Searches, ImmutableArray<string> Options)
{
    /// <summary>The text of the file.</summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder();
        if (!Searches.IsEmpty) { text.Append("search ").AppendJoin(' ', Searches).Append('\n'); }
        foreach (var server in Servers) { text.Append("nameserver ").Append(server).Append('\n'); }
        if (!Options.IsEmpty) { text.Append("options ").AppendJoin(' ', Options).Append('\n'); }
        return text.ToString();
    }
}
