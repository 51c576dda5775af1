namespace KubeSharp.Api.FlowControl.V1;

/// <summary>UserSubject of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.UserSubject")]
public sealed partial record UserSubject : IApiRecord<UserSubject>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";
}
