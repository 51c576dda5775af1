namespace KubeSharp.Storage.Embedded;

/// <summary>Where and how the embedded store keeps its data.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>Folder of the data; made where it is missing.</summary>
    public required string Folder { get; init; }
    /// <summary>How long past revisions can be read and watched; default 5 minutes, as upstream compacts.</summary>
    public TimeSpan HistoryKept { get; init; } = TimeSpan.FromMinutes(5);
    /// <summary>Most bytes of the data file; more is refused as a full disk is. 0, the default: no limit.</summary>
    public long SizeMaxBytes { get; init; }
    /// <summary>Transactions that may wait for the disk; more are refused.</summary>
    public int WaitingMax { get; init; } = 10_000;
    /// <summary>Transactions made durable by one write to the disk at most.</summary>
    public int GroupMax { get; init; } = 512;
}
