namespace KubeSharp.Api.Core.V1;

/// <summary>ExecAction of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ExecAction")]
public sealed partial record ExecAction : IApiRecord<ExecAction>
{
    [Field("command", 1, List = "atomic")]
    public ApiList<string> Command { get; init; } = [];
}
