using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>What went wrong. It travels through an expression until a <c>||</c> or <c>&amp;&amp;</c> makes it irrelevant.</summary>
public sealed class CelError(string message) : CelValue
{
    /// <summary>No overload takes such arguments.</summary>
    public static CelError NoOverload { get; } = new("no such overload");

    /// <summary>In cel-go's words.</summary>
    public string Message { get; } = message;

    /// <summary>A map has no such key, an object no such field.</summary>
    public static CelError NoSuchKey(string key) => new($"no such key: {key}");

    /// <inheritdoc/>
    public override CelType Type => CelType.Dyn;
    /// <inheritdoc/>
    public override bool EqualTo(CelValue other) => ReferenceEquals(this, other);
    /// <inheritdoc/>
    public override int GetHashCode() => Message.GetHashCode(StringComparison.Ordinal);
    /// <inheritdoc/>
    public override Node? ToNode() => null;
}
