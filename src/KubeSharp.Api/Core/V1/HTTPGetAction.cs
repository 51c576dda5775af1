namespace KubeSharp.Api.Core.V1;

/// <summary>HTTPGetAction of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.HTTPGetAction")]
public sealed partial record HTTPGetAction : IApiRecord<HTTPGetAction>
{
    [Field("path", 1)]
    public string? Path { get; init; }

    [Field("port", 2, Required = true)]
    public IntOrString Port { get; init; }

    [Field("host", 3)]
    public string? Host { get; init; }

    [Field("scheme", 4, Enum = "HTTP|HTTPS")]
    public string? Scheme { get; init; }

    [Field("httpHeaders", 5, List = "atomic")]
    public ApiList<HTTPHeader> HttpHeaders { get; init; } = [];
}
