using System.Collections.Immutable;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>How a proxy in front says who asks, as --requestheader-allowed-names, --requestheader-username-headers and their neighbours.</summary>
public sealed record RequestHeaderOptions
{
    /// <summary>Names (of certificates) that are believed; empty: all that the authority signed.</summary>
    public ImmutableArray<string> AllowedNames { get; init; } = ["front-proxy-client"];
    /// <summary>Headers with the user's name; the first that is there counts.</summary>
    public ImmutableArray<string> UserHeaders { get; init; } = ["X-Remote-User"];
    /// <summary>Headers with the user's id.</summary>
    public ImmutableArray<string> UidHeaders { get; init; } = ["X-Remote-Uid"];
    /// <summary>Headers with the user's groups.</summary>
    public ImmutableArray<string> GroupHeaders { get; init; } = ["X-Remote-Group"];
    /// <summary>What headers with more about the user begin with.</summary>
    public ImmutableArray<string> ExtraPrefixes { get; init; } = ["X-Remote-Extra-"];
}
