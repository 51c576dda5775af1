namespace KubeSharp.Api.Storage.V1;

/// <summary>VolumeError of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeError")]
public sealed partial record VolumeError : IApiRecord<VolumeError>
{
    [Field("time", 1, NullIfNone = true)]
    public DateTimeOffset? Time { get; init; }

    [Field("message", 2)]
    public string? Message { get; init; }

    [Field("errorCode", 3, KeepZero = true)]
    public int? ErrorCode { get; init; }
}
