namespace KubeSharp.Client.Rest;

/// <summary>How to patch.</summary>
public sealed record PatchOptions
{
    /// <summary>Who owns the fields; empty: taken from the user agent.</summary>
    public string FieldManager { get; init; } = "";
    /// <summary>Take over fields that others own (apply only).</summary>
    public bool Force { get; init; }
}
