namespace KubeSharp.Machinery.Expressions;

/// <summary>A field of an object type.</summary>
/// <param name="Name">As expressions write it, escaped: <c>__namespace__</c>, <c>foo__dash__bar</c>.</param>
/// <param name="JsonName">As the document has it.</param>
/// <param name="Type">Of its value.</param>
public sealed record CelField(string Name, string JsonName, CelType Type);
