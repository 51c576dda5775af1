namespace KubeSharp.Api.Meta.V1;

/// <summary>StatusDetails of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails")]
public sealed partial record StatusDetails : IApiRecord<StatusDetails>
{
    [Field("name", 1)]
    public string? Name { get; init; }

    [Field("group", 2)]
    public string? Group { get; init; }

    [Field("kind", 3)]
    public string? Kind { get; init; }

    [Field("uid", 6)]
    public string? Uid { get; init; }

    [Field("causes", 4, List = "atomic")]
    public ApiList<StatusCause> Causes { get; init; } = [];

    [Field("retryAfterSeconds", 5)]
    public int? RetryAfterSeconds { get; init; }
}
