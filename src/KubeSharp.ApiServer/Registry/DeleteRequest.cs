namespace KubeSharp.ApiServer.Registry;

/// <summary>How to delete. Source: meta/v1 DeleteOptions.</summary>
public sealed record DeleteRequest
{
    /// <summary>Seconds until it is gone; null: the kind's default.</summary>
    public long? GracePeriodSeconds { get; init; }
    /// <summary>Only if it has this uid; empty: any.</summary>
    public string Uid { get; init; } = "";
    /// <summary>Only if it is at this version; empty: any.</summary>
    public string ResourceVersion { get; init; } = "";
    /// <summary>Background, Foreground, Orphan; empty: the kind's default.</summary>
    public string Propagation { get; init; } = "";
}
