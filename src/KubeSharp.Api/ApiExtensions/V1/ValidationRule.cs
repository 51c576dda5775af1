namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>ValidationRule of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule")]
public sealed partial record ValidationRule : IApiRecord<ValidationRule>
{
    [Field("rule", 1, Required = true, Default = "\"\"")]
    public string Rule { get; init; } = "";

    [Field("message", 2)]
    public string? Message { get; init; }

    [Field("messageExpression", 3)]
    public string? MessageExpression { get; init; }

    [Field("reason", 4, Enum = "FieldValueDuplicate|FieldValueForbidden|FieldValueInvalid|FieldValueRequired", KeepZero = true)]
    public string? Reason { get; init; }

    [Field("fieldPath", 5)]
    public string? FieldPath { get; init; }

    [Field("optionalOldSelf", 6, KeepZero = true)]
    public bool? OptionalOldSelf { get; init; }
}
