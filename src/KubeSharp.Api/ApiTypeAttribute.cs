namespace KubeSharp.Api;

/// <summary>Marks a record as an API type; the generator adds its serializer and schema.</summary>
/// <param name="name">OpenAPI type name, as io.k8s.api.core.v1.Pod.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ApiTypeAttribute(string name) : Attribute
{
    /// <summary>OpenAPI type name.</summary>
    public string Name { get; } = name;

    /// <summary>Server-side apply sees the whole value as one field.</summary>
    public bool Atomic { get; set; }
}
