namespace KubeSharp.Api.Meta.V1;

/// <summary>ObjectMeta of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")]
public sealed partial record ObjectMeta : IApiRecord<ObjectMeta>
{
    [Field("name", 1)]
    public string? Name { get; init; }

    [Field("generateName", 2)]
    public string? GenerateName { get; init; }

    [Field("namespace", 3)]
    public string? Namespace { get; init; }

    [Field("selfLink", 4)]
    public string? SelfLink { get; init; }

    [Field("uid", 5)]
    public string? Uid { get; init; }

    [Field("resourceVersion", 6)]
    public string? ResourceVersion { get; init; }

    [Field("generation", 7)]
    public long? Generation { get; init; }

    [Field("creationTimestamp", 8)]
    public DateTimeOffset? CreationTimestamp { get; init; }

    [Field("deletionTimestamp", 9)]
    public DateTimeOffset? DeletionTimestamp { get; init; }

    [Field("deletionGracePeriodSeconds", 10, KeepZero = true)]
    public long? DeletionGracePeriodSeconds { get; init; }

    [Field("labels", 11)]
    public ApiMap<string> Labels { get; init; } = ApiMap<string>.Empty;

    [Field("annotations", 12)]
    public ApiMap<string> Annotations { get; init; } = ApiMap<string>.Empty;

    [Field("ownerReferences", 13, List = "map", Keys = "uid", Patch = "merge", MergeKey = "uid")]
    public ApiList<OwnerReference> OwnerReferences { get; init; } = [];

    [Field("finalizers", 14, List = "set", Patch = "merge")]
    public ApiList<string> Finalizers { get; init; } = [];

    [Field("managedFields", 17, List = "atomic")]
    public ApiList<ManagedFieldsEntry> ManagedFields { get; init; } = [];
}
