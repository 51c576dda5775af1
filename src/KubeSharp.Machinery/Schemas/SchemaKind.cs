namespace KubeSharp.Machinery.Schemas;

/// <summary>The shape of a value.</summary>
public enum SchemaKind
{
    /// <summary>Free JSON (RawExtension, JSON, FieldsV1).</summary>
    Any,
    /// <summary>An object with known fields.</summary>
    Object,
    /// <summary>An object with free keys; <see cref="Schema.Items"/> are its values.</summary>
    Map,
    /// <summary>An array of <see cref="Schema.Items"/>.</summary>
    List,
    /// <summary>Text.</summary>
    String,
    /// <summary>A whole number; <see cref="Schema.Format"/> int32 or int64.</summary>
    Integer,
    /// <summary>A double.</summary>
    Number,
    /// <summary>True or false.</summary>
    Boolean,
    /// <summary>Base64 text in JSON, bytes in protobuf.</summary>
    Bytes,
    /// <summary>RFC 3339, whole seconds.</summary>
    Time,
    /// <summary>RFC 3339 with six digits of fraction.</summary>
    MicroTime,
    /// <summary>A resource quantity: text, or a number when read.</summary>
    Quantity,
    /// <summary>A whole number or text (a port's name, a percentage).</summary>
    IntOrString,
}
