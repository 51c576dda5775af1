namespace KubeSharp.ApiServer.WatchCache;

/// <summary>What an index finds objects by: the value of one of the kind's indexed fields, or of a label.</summary>
/// <param name="Field">Place of the field among the kind's selectable ones; <see cref="LabelField"/>: a label.</param>
/// <param name="Label">Key of the label; empty: a field.</param>
/// <param name="Value">The value.</param>
public readonly record struct IndexTerm(int Field, string Label, string Value)
{
    /// <summary>Stands for no field.</summary>
    public const int LabelField = -1;

    /// <summary>Objects with the label.</summary>
    public static IndexTerm OfLabel(string label, string value) => new(LabelField, label, value);

    /// <summary>Objects whose field has the value.</summary>
    public static IndexTerm OfField(int field, string value) => new(field, "", value);
}
