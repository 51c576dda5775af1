namespace KubeSharp.Api.Networking.V1;

/// <summary>IPAddressSpec of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IPAddressSpec")]
public sealed partial record IPAddressSpec : IApiRecord<IPAddressSpec>
{
    [Field("parentRef", 1, Required = true)]
    public ParentReference ParentRef { get; init; } = ParentReference.Empty;
}
