using System.Collections.Immutable;
using KubeSharp.Pki.Tokens;

namespace KubeSharp.Bootstrap.Join;

/// <summary>The cluster a machine is to join.</summary>
/// <param name="Server">Its API server, https://host:port.</param>
/// <param name="Token">A bootstrap token of it.</param>
/// <param name="AuthorityHashes">Hashes of which its authority must have one; none: any authority that the token vouches for is believed.</param>
public sealed record JoinTarget(Uri Server, BootstrapToken Token, ImmutableArray<string> AuthorityHashes);
