using System.Collections.Immutable;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Which requests without credentials are system:anonymous. Source: Authenticating, anonymous requests; KEP-4633.</summary>
/// <param name="IsEnabled">Any are.</param>
/// <param name="Paths">Only those of these paths; empty: all.</param>
public sealed record AnonymousAccess(bool IsEnabled, ImmutableArray<string> Paths)
{
    /// <summary>All requests, upstream's default.</summary>
    public static AnonymousAccess Everywhere { get; } = new(true, []);

    /// <summary>None.</summary>
    public static AnonymousAccess Nowhere { get; } = new(false, []);

    /// <summary>Whether a request of the path is let in.</summary>
    public bool Allows(string path) => IsEnabled && (Paths.IsEmpty || Paths.Contains(path));
}
