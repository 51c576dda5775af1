namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>DeviceAttribute of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.DeviceAttribute")]
public sealed partial record DeviceAttribute : IApiRecord<DeviceAttribute>
{
    [Field("int", 2, KeepZero = true)]
    public long? Int { get; init; }

    [Field("bool", 3, KeepZero = true)]
    public bool? Bool { get; init; }

    [Field("string", 4, KeepZero = true)]
    public string? String { get; init; }

    [Field("version", 5, KeepZero = true)]
    public string? Version { get; init; }

    [Field("ints", 6, List = "atomic")]
    public ApiList<long> Ints { get; init; } = [];

    [Field("bools", 7, List = "atomic")]
    public ApiList<bool> Bools { get; init; } = [];

    [Field("strings", 8, List = "atomic")]
    public ApiList<string> Strings { get; init; } = [];

    [Field("versions", 9, List = "atomic")]
    public ApiList<string> Versions { get; init; } = [];
}
