using KubeSharp.Machinery.Documents;

namespace KubeSharp.Client.Rest;

/// <summary>How to delete.</summary>
public sealed record DeleteOptions
{
    /// <summary>Seconds given to end; null: the kind's default.</summary>
    public long? GracePeriodSeconds { get; init; }
    /// <summary>Orphan, Background or Foreground; empty: the kind's default.</summary>
    public string PropagationPolicy { get; init; } = "";
    /// <summary>Delete only the object of this uid; empty: any.</summary>
    public string Uid { get; init; } = "";
    /// <summary>Delete only this version; empty: any.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>At once.</summary>
    public static DeleteOptions Now { get; } = new() { GracePeriodSeconds = 0 };

    /// <summary>The options object of the wire.</summary>
    public ObjectNode ToNode() => ObjectNode.Of(("apiVersion", "v1"), ("kind", "DeleteOptions"),
        ("gracePeriodSeconds", GracePeriodSeconds is { } seconds ? (Node)seconds : null),
        ("propagationPolicy", PropagationPolicy.Length > 0 ? (Node)PropagationPolicy : null),
        ("preconditions", Uid.Length + ResourceVersion.Length == 0 ? null : ObjectNode.Of(
            ("uid", Uid.Length > 0 ? (Node)Uid : null), ("resourceVersion", ResourceVersion.Length > 0 ? (Node)ResourceVersion : null))));
}
