namespace KubeSharp.Api.FlowControl.V1;

/// <summary>Subject of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.Subject")]
public sealed partial record Subject : IApiRecord<Subject>
{
    [Field("kind", 1, Required = true, Default = "\"\"")]
    public string Kind { get; init; } = "";

    [Field("user", 2)]
    public UserSubject? User { get; init; }

    [Field("group", 3)]
    public GroupSubject? Group { get; init; }

    [Field("serviceAccount", 4)]
    public ServiceAccountSubject? ServiceAccount { get; init; }
}
