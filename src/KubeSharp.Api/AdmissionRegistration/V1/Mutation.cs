namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>Mutation of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.Mutation")]
public sealed partial record Mutation : IApiRecord<Mutation>
{
    [Field("patchType", 2, Required = true, Default = "\"\"", Enum = "ApplyConfiguration|JSONPatch")]
    public string PatchType { get; init; } = "";

    [Field("applyConfiguration", 3)]
    public ApplyConfiguration? ApplyConfiguration { get; init; }

    [Field("jsonPatch", 4)]
    public JSONPatch? JsonPatch { get; init; }
}
