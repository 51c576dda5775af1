namespace KubeSharp.Api;

/// <summary>A field of an API type.</summary>
/// <param name="name">JSON name.</param>
/// <param name="number">Protobuf field number; 0: it does not travel in protobuf.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute(string name, int number) : Attribute
{
    /// <summary>JSON name.</summary>
    public string Name { get; } = name;
    /// <summary>Protobuf field number.</summary>
    public int Number { get; } = number;
    /// <summary>Must be there.</summary>
    public bool Required { get; set; }
    /// <summary>List kind of server-side apply: atomic, set or map.</summary>
    public string List { get; set; } = "";
    /// <summary>Comma-separated keys of a list of kind map.</summary>
    public string Keys { get; set; } = "";
    /// <summary>Map kind of server-side apply: atomic or granular.</summary>
    public string Map { get; set; } = "";
    /// <summary>Strategies of strategic merge patch: merge, replace, retainKeys, comma-separated.</summary>
    public string Patch { get; set; } = "";
    /// <summary>Merge key of strategic merge patch.</summary>
    public string MergeKey { get; set; } = "";
    /// <summary>The default, as JSON.</summary>
    public string Default { get; set; } = "";
    /// <summary>Allowed values, separated by |.</summary>
    public string Enum { get; set; } = "";
    /// <summary>A zero (an empty text or list, false, 0) is a value of its own and not the same as none: upstream holds a pointer.</summary>
    public bool KeepZero { get; set; }
    /// <summary>A time that is not set is answered as null: upstream holds it by value.</summary>
    public bool NullIfNone { get; set; }
    /// <summary>The time bears microseconds.</summary>
    public bool Micro { get; set; }
}
