using System.Collections.Immutable;
using KubeSharp.Kubelet.Configuration;

namespace KubeSharp.Kubelet.Images;

/// <summary>Which images that are on the node a pod may use only where it could bring them itself. Source: Images, ensure image pull credential verification; KEP-2535.</summary>
/// <param name="Policy">Upstream's name of it.</param>
/// <param name="Allowed">Images, or what their names begin with (ending in /*), that are for everybody under NeverVerifyAllowlistedImages.</param>
public sealed record ImageVerification(string Policy, ImmutableArray<string> Allowed)
{
    private const string Never = "NeverVerify", NeverPreloaded = "NeverVerifyPreloadedImages", NeverAllowed = "NeverVerifyAllowlistedImages", Always = "AlwaysVerify";
    private static readonly string[] _policies = [Never, NeverPreloaded, NeverAllowed, Always];

    /// <summary>Upstream's default: those that the agent brought.</summary>
    public static ImageVerification Default { get; } = new(NeverPreloaded, []);

    /// <summary>None: whatever is on the node is for everybody.</summary>
    public static ImageVerification None { get; } = new(Never, []);

    /// <summary>As a configuration says.</summary>
    /// <exception cref="ConfigurationException">There is no such policy, or a name is none.</exception>
    public static ImageVerification Of(string policy, ImmutableArray<string> allowed)
    {
        if (policy.Length == 0) { policy = NeverPreloaded; }
        if (!_policies.Contains(policy)) { throw new ConfigurationException($"imagePullCredentialsVerificationPolicy: \"{policy}\" is none of {string.Join(", ", _policies)}"); }
        if (policy != NeverAllowed && !allowed.IsEmpty) { throw new ConfigurationException($"preloadedImagesVerificationAllowlist: cannot be set if imagePullCredentialsVerificationPolicy is not \"{NeverAllowed}\""); }
        foreach (var name in allowed)
        {
            var prefix = name.EndsWith("/*", StringComparison.Ordinal) ? name[..^2] : name;
            if (prefix.Contains('*')) { throw new ConfigurationException($"preloadedImagesVerificationAllowlist: not a valid wildcard pattern, only patterns ending with '/*' are allowed: {name}"); }
            if (prefix == name ? !ImageNames.IsValid(name) || ImageNames.Repository(name) != name : prefix.Trim().Length == 0 || prefix != prefix.Trim()) { throw new ConfigurationException($"preloadedImagesVerificationAllowlist: \"{name}\" is no name of an image with its registry and without tag and digest"); }
        }
        return new ImageVerification(policy, allowed);
    }

    /// <summary>Whether the image, by its name with its registry and without tag, is for those only who could bring it.</summary>
    /// <param name="repository">The image.</param>
    /// <param name="wasPulled">The agent brought it.</param>
    public bool IsNeeded(string repository, bool wasPulled) => Policy switch
    {
        Never => false,
        NeverPreloaded => wasPulled,
        NeverAllowed => !Allowed.Any(a => a.EndsWith("/*", StringComparison.Ordinal) ? repository.StartsWith(a[..^1], StringComparison.Ordinal) : repository == a),
        _ => true,
    };
}
