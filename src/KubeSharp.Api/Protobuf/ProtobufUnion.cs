namespace KubeSharp.Api.Protobuf;

/// <summary>Which of JSON schema's either-or values a field holds.</summary>
internal enum ProtobufUnion
{
    /// <summary>None: it has one type.</summary>
    None,
    /// <summary>A schema or a list of them (items).</summary>
    SchemaOrSchemas,
    /// <summary>A schema or true or false (additionalProperties, additionalItems).</summary>
    SchemaOrBoolean,
    /// <summary>A schema or a list of names (dependencies).</summary>
    SchemaOrNames,
}
