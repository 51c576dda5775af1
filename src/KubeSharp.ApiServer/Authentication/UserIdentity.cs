using System.Collections.Immutable;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Who makes a request.</summary>
/// <param name="Name">User name.</param>
/// <param name="Groups">Groups the user is in.</param>
public sealed record UserIdentity(string Name, ImmutableArray<string> Groups)
{
    /// <summary>Stable id; empty: none.</summary>
    public string Uid { get; init; } = "";
    /// <summary>What else the authenticator said, as authentication.kubernetes.io/pod-name.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Extra { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Who sent no credentials.</summary>
    public static UserIdentity Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);
    /// <summary>The API server itself.</summary>
    public static UserIdentity ApiServer { get; } = new("system:apiserver", ["system:masters", "system:authenticated"]);
}
