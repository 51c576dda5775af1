namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>How a value is bound to a name.</summary>
internal enum BindKind
{
    /// <summary>As it is.</summary>
    Plain,
    /// <summary>What an optional holds; the result becomes an optional.</summary>
    OptionalMap,
    /// <summary>What an optional holds; the result is an optional.</summary>
    OptionalFlatMap,
}
