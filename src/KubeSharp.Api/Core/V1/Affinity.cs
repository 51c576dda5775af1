namespace KubeSharp.Api.Core.V1;

/// <summary>Affinity of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Affinity")]
public sealed partial record Affinity : IApiRecord<Affinity>
{
    [Field("nodeAffinity", 1)]
    public NodeAffinity? NodeAffinity { get; init; }

    [Field("podAffinity", 2)]
    public PodAffinity? PodAffinity { get; init; }

    [Field("podAntiAffinity", 3)]
    public PodAntiAffinity? PodAntiAffinity { get; init; }
}
