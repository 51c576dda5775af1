using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Templates;

/// <summary>A value of a running template.</summary>
/// <param name="Value">A JSON value, or what a constant or function makes: string, bool, long, byte, double, Complex; null: there is none.</param>
/// <param name="IsBoxed">Whether it is known as <c>interface {}</c> only, as fields and elements are.</param>
internal readonly record struct GoValue(object? Value, bool IsBoxed = false)
{
    /// <summary>The type that failures name.</summary>
    public string TypeName => IsBoxed ? "interface {}" : GoFormat.TypeName(Value);

    /// <summary>As itself rather than as an interface; a null is no value then.</summary>
    public GoValue Unboxed => IsBoxed ? new GoValue(Value is NullNode ? null : Value) : this;
}
