namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>ValidatingAdmissionPolicyStatus of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyStatus")]
public sealed partial record ValidatingAdmissionPolicyStatus : IApiRecord<ValidatingAdmissionPolicyStatus>
{
    [Field("observedGeneration", 1)]
    public long? ObservedGeneration { get; init; }

    [Field("typeChecking", 2)]
    public TypeChecking? TypeChecking { get; init; }

    [Field("conditions", 3, List = "map", Keys = "type")]
    public ApiList<Meta.V1.Condition> Conditions { get; init; } = [];
}
