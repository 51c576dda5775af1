namespace KubeSharp.Api.FlowControl.V1;

/// <summary>GroupSubject of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.GroupSubject")]
public sealed partial record GroupSubject : IApiRecord<GroupSubject>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";
}
