namespace KubeSharp.Api.Core.V1;

/// <summary>Capabilities of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Capabilities")]
public sealed partial record Capabilities : IApiRecord<Capabilities>
{
    [Field("add", 1, List = "atomic")]
    public ApiList<string> Add { get; init; } = [];

    [Field("drop", 2, List = "atomic")]
    public ApiList<string> Drop { get; init; } = [];
}
