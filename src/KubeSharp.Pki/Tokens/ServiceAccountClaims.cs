using System.Collections.Immutable;

namespace KubeSharp.Pki.Tokens;

/// <summary>What a service-account token says. Source: Managing Service Accounts; KEP-1205, KEP-4193.</summary>
/// <param name="Namespace">Namespace of the account.</param>
/// <param name="Name">Name of the account.</param>
/// <param name="Uid">Uid of the account.</param>
public sealed record ServiceAccountClaims(string Namespace, string Name, string Uid)
{
    /// <summary>Whom it is for.</summary>
    public ImmutableArray<string> Audiences { get; init; } = [];
    /// <summary>When it ends.</summary>
    public DateTimeOffset Expires { get; init; }
    /// <summary>When whoever holds it should have fetched another: it holds on, and its use is counted and recorded; null: when it ends. Source: KEP-1205, safe rollout.</summary>
    public DateTimeOffset? WarnAfter { get; init; }
    /// <summary>When it was made.</summary>
    public DateTimeOffset IssuedAt { get; init; }
    /// <summary>Id of the token.</summary>
    public string Id { get; init; } = "";
    /// <summary>The object it is bound to and ends with: Pod, Secret or Node; empty: none.</summary>
    public string BoundKind { get; init; } = "";
    /// <summary>Its name.</summary>
    public string BoundName { get; init; } = "";
    /// <summary>Its uid.</summary>
    public string BoundUid { get; init; } = "";
    /// <summary>For a pod the node it is on.</summary>
    public string NodeName { get; init; } = "";
    /// <summary>Uid of that node.</summary>
    public string NodeUid { get; init; } = "";
}
