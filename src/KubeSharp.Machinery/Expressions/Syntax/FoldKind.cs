namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>What a comprehension makes of its range.</summary>
internal enum FoldKind
{
    /// <summary>Whether all fulfil the predicate.</summary>
    All,
    /// <summary>Whether one does.</summary>
    Exists,
    /// <summary>Whether exactly one does.</summary>
    ExistsOne,
    /// <summary>A list of what the transform makes of those that fulfil the predicate, if there is one.</summary>
    List,
    /// <summary>A map of the same keys.</summary>
    Map,
    /// <summary>A map of the entries that the transform makes.</summary>
    Entries,
}
