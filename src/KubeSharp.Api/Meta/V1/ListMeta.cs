namespace KubeSharp.Api.Meta.V1;

/// <summary>ListMeta of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta")]
public sealed partial record ListMeta : IApiRecord<ListMeta>
{
    [Field("selfLink", 1)]
    public string? SelfLink { get; init; }

    [Field("resourceVersion", 2)]
    public string? ResourceVersion { get; init; }

    [Field("continue", 3)]
    public string? Continue { get; init; }

    [Field("remainingItemCount", 4, KeepZero = true)]
    public long? RemainingItemCount { get; init; }

    [Field("shardInfo", 5)]
    public ShardInfo? ShardInfo { get; init; }
}
