namespace KubeSharp.Client.Rest;

/// <summary>What happened.</summary>
public enum WatchEventKind
{
    /// <summary>It came into the watched set.</summary>
    Added,
    /// <summary>It changed.</summary>
    Modified,
    /// <summary>It left the watched set.</summary>
    Deleted,
    /// <summary>Nothing happened up to its resource version.</summary>
    Bookmark,
}

/// <param name="Kind">What happened.</param>
/// <param name="Object">The object after it; for a deletion its last state; for a bookmark only its resource version counts.</param>
public readonly record struct WatchEvent<T>(WatchEventKind Kind, T Object);
