using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace KubeSharp.Cri.Cni;

/// <summary>What is to be attached to a network.</summary>
/// <param name="ContainerId">Id of the sandbox.</param>
/// <param name="NamespacePath">Its network namespace; empty: gone already, so only addresses are given back.</param>
/// <param name="Arguments">What plug-ins may want to know of it, as K8S_POD_NAME.</param>
public sealed record CniAttachment(string ContainerId, string NamespacePath, ImmutableArray<KeyValuePair<string, string>> Arguments)
{
    /// <summary>By capability (portMappings), for plug-ins that declare it.</summary>
    public JsonObject Capabilities { get; init; } = [];
}
