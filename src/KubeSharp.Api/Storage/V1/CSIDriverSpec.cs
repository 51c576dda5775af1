namespace KubeSharp.Api.Storage.V1;

/// <summary>CSIDriverSpec of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.CSIDriverSpec")]
public sealed partial record CSIDriverSpec : IApiRecord<CSIDriverSpec>
{
    [Field("attachRequired", 1, KeepZero = true)]
    public bool? AttachRequired { get; init; }

    [Field("podInfoOnMount", 2, KeepZero = true)]
    public bool? PodInfoOnMount { get; init; }

    [Field("volumeLifecycleModes", 3, List = "set")]
    public ApiList<string> VolumeLifecycleModes { get; init; } = [];

    [Field("storageCapacity", 4, KeepZero = true)]
    public bool? StorageCapacity { get; init; }

    [Field("fsGroupPolicy", 5, KeepZero = true)]
    public string? FsGroupPolicy { get; init; }

    [Field("tokenRequests", 6, List = "atomic")]
    public ApiList<TokenRequest> TokenRequests { get; init; } = [];

    [Field("requiresRepublish", 7, KeepZero = true)]
    public bool? RequiresRepublish { get; init; }

    [Field("seLinuxMount", 8, KeepZero = true)]
    public bool? SeLinuxMount { get; init; }

    [Field("nodeAllocatableUpdatePeriodSeconds", 9, KeepZero = true)]
    public long? NodeAllocatableUpdatePeriodSeconds { get; init; }

    [Field("serviceAccountTokenInSecrets", 10, KeepZero = true)]
    public bool? ServiceAccountTokenInSecrets { get; init; }

    [Field("preventPodSchedulingIfMissing", 11, KeepZero = true)]
    public bool? PreventPodSchedulingIfMissing { get; init; }
}
