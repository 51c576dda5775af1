namespace KubeSharp.Api.Meta.V1;

/// <summary>Status of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.Status")]
public sealed partial record Status : IApiRecord<Status>
{
    [Field("kind", 0)]
    public string? Kind { get; init; }

    [Field("apiVersion", 0)]
    public string? ApiVersion { get; init; }

    [Field("metadata", 1, Default = "{}")]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field("status", 2)]
    public string? StatusValue { get; init; }

    [Field("message", 3)]
    public string? Message { get; init; }

    [Field("reason", 4)]
    public string? Reason { get; init; }

    [Field("details", 5)]
    public StatusDetails? Details { get; init; }

    [Field("code", 6)]
    public int? Code { get; init; }
}
