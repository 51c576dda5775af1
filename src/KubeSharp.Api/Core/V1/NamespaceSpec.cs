namespace KubeSharp.Api.Core.V1;

/// <summary>NamespaceSpec of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NamespaceSpec")]
public sealed partial record NamespaceSpec : IApiRecord<NamespaceSpec>
{
    [Field("finalizers", 1, List = "atomic")]
    public ApiList<string> Finalizers { get; init; } = [];
}
