namespace KubeSharp.Machinery.Statuses;

/// <summary>One reason among several of a refusal.</summary>
/// <param name="Reason">FieldValueRequired, FieldValueInvalid, FieldValueNotSupported…</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Field">Path of the field, as spec.containers[0].name.</param>
public sealed record StatusCause(string Reason, string Message, string Field);
