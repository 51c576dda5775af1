namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>CELDeviceSelector of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.CELDeviceSelector")]
public sealed partial record CELDeviceSelector : IApiRecord<CELDeviceSelector>
{
    [Field("expression", 1, Required = true, Default = "\"\"")]
    public string Expression { get; init; } = "";
}
