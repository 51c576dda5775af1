namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>A value with named fields: only those of its type can be asked for.</summary>
public abstract class CelObject : CelValue
{
    /// <summary>The field's value by the name expressions write; null where it is not set; an error where the type has no such field.</summary>
    public abstract CelValue? Field(string name);

    /// <summary>The names of the fields that are set, where they are known.</summary>
    public virtual IEnumerable<string> SetFields => [];
}
