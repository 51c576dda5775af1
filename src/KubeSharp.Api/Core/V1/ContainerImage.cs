namespace KubeSharp.Api.Core.V1;

/// <summary>ContainerImage of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ContainerImage")]
public sealed partial record ContainerImage : IApiRecord<ContainerImage>
{
    [Field("names", 1, List = "atomic", KeepZero = true, NullIfNone = true)]
    public ApiList<string> Names { get; init; } = [];

    [Field("sizeBytes", 2)]
    public long? SizeBytes { get; init; }
}
