namespace KubeSharp.Api.Meta.V1;

/// <summary>WatchEvent of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent")]
public sealed partial record WatchEvent : IApiRecord<WatchEvent>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("object", 2, Required = true)]
    public JsonNode? Object { get; init; }
}
