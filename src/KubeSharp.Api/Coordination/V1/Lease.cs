namespace KubeSharp.Api.Coordination.V1;

/// <summary>Lease of coordination/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.coordination.v1.Lease")]
[Kind("coordination.k8s.io", "v1", "Lease", Plural = "leases", Singular = "lease", Namespaced = true, Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record Lease : IApiObject<Lease>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public LeaseSpec Spec { get; init; } = LeaseSpec.Empty;
}
