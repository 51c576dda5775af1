using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>What a sandbox is to be made from.</summary>
public sealed record SandboxConfig
{
    /// <summary>The pod's name.</summary>
    public required string Name { get; init; }
    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }
    /// <summary>The pod's uid.</summary>
    public required string Uid { get; init; }
    /// <summary>How many sandboxes the pod had before.</summary>
    public int Attempt { get; init; }
    /// <summary>Host name in the pod; empty on the host's network.</summary>
    public string Hostname { get; init; } = "";
    /// <summary>Folder of the containers' logs.</summary>
    public string LogDirectory { get; init; } = "";
    /// <summary>What stands in resolv.conf.</summary>
    public ResolverConfig? Resolver { get; init; }
    /// <summary>Host ports.</summary>
    public ImmutableArray<PortMapping> Ports { get; init; } = [];
    /// <summary>Labels: the pod's and the runtime's own.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    /// <summary>Annotations of the pod.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    /// <summary>Control group under which the pod lives.</summary>
    public string CgroupParent { get; init; } = "";
    /// <summary>Whose namespaces its containers use.</summary>
    public NamespaceModes Namespaces { get; init; } = new();
    /// <summary>Kernel settings.</summary>
    public ImmutableSortedDictionary<string, string> Sysctls { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    /// <summary>Its first process' identity and limits.</summary>
    public ContainerSecurity Security { get; init; } = new();
    /// <summary>Runtime handler of the RuntimeClass; empty: the default one.</summary>
    public string RuntimeHandler { get; init; } = "";
    /// <summary>Sum of the containers' resources.</summary>
    public ContainerResources Resources { get; init; } = new();
    /// <summary>What the pod needs beside its containers.</summary>
    public ContainerResources Overhead { get; init; } = new();
}
