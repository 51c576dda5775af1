namespace KubeSharp.Machinery.Selectors;

/// <param name="Field">Path of the field.</param>
/// <param name="Value">Value it is compared with.</param>
/// <param name="IsNegated">Must differ.</param>
public sealed record FieldTerm(string Field, string Value, bool IsNegated);
