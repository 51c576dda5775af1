using System.Collections.Immutable;
using KubeSharp.Api.Certificates.V1Beta1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Certificates;

namespace KubeSharp.Kubelet.Containers;

/// <summary>The objects that a pod refers to, as they are now; one that is not there is missing.</summary>
public sealed record PodObjects
{
    /// <summary>Config maps by name.</summary>
    public ImmutableDictionary<string, ConfigMap> ConfigMaps { get; init; } = ImmutableDictionary<string, ConfigMap>.Empty;
    /// <summary>Secrets by name.</summary>
    public ImmutableDictionary<string, Secret> Secrets { get; init; } = ImmutableDictionary<string, Secret>.Empty;
    /// <summary>Services whose variables the pod gets.</summary>
    public ImmutableArray<Service> Services { get; init; } = [];
    /// <summary>Tokens by volume and path.</summary>
    public ImmutableDictionary<string, string> Tokens { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Certificates by volume and place among its sources.</summary>
    public ImmutableDictionary<string, PodCredential> Certificates { get; init; } = ImmutableDictionary<string, PodCredential>.Empty;

    /// <summary>The cluster's trust bundles, for pods that project some; null: the API server does not offer them.</summary>
    public ImmutableArray<ClusterTrustBundle>? TrustBundles { get; init; } = [];

    /// <summary>Nothing.</summary>
    public static PodObjects Empty { get; } = new();
}
