namespace KubeSharp.Api.Core.V1;

/// <summary>Taint of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Taint")]
public sealed partial record Taint : IApiRecord<Taint>
{
    [Field("key", 1, Required = true, Default = "\"\"")]
    public string Key { get; init; } = "";

    [Field("value", 2)]
    public string? Value { get; init; }

    [Field("effect", 3, Required = true, Default = "\"\"", Enum = "NoExecute|NoSchedule|PreferNoSchedule")]
    public string Effect { get; init; } = "";

    [Field("timeAdded", 4)]
    public DateTimeOffset? TimeAdded { get; init; }
}
