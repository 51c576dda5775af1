using System.Collections.Immutable;

namespace KubeSharp.ApiServer.Encryption;

/// <summary>How objects of some resources are kept: the first cipher seals, any opens.</summary>
/// <param name="Resources">secrets, deployments.apps, *. (all of the core group), *.apps, *.* (all).</param>
/// <param name="Ciphers">In their order.</param>
public sealed record ResourceEncryption(ImmutableArray<string> Resources, ImmutableArray<IValueCipher> Ciphers)
{
    /// <summary>Whether a resource (qualified plural) is meant.</summary>
    public bool IsFor(string resource)
    {
        var dot = resource.IndexOf('.', StringComparison.Ordinal);
        var group = dot < 0 ? "" : resource[(dot + 1)..];
        return Resources.Any(r => r == resource || r == "*.*" || r == "*." + group);
    }
}
