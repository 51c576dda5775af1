namespace KubeSharp.Api.Core.V1;

/// <summary>Namespace of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Namespace")]
[Kind("", "v1", "Namespace", Plural = "namespaces", Singular = "namespace", ShortNames = "ns", Verbs = "create delete get list patch update watch", Subresources = "finalize://Namespace:update status://Namespace:get,patch,update")]
public sealed partial record Namespace : IApiObject<Namespace>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public NamespaceSpec Spec { get; init; } = NamespaceSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public NamespaceStatus Status { get; init; } = NamespaceStatus.Empty;
}
