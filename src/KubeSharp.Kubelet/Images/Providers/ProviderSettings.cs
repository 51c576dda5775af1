using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Images.Providers;

/// <summary>A program that gives logins to registries. Source: Kubelet Configuration (v1), CredentialProvider.</summary>
/// <param name="Program">The program's path.</param>
/// <param name="ApiVersion">In which version it is spoken to.</param>
/// <param name="Images">Patterns of the images for which it is asked.</param>
/// <param name="HeldFor">How long what it gives is kept where it does not say; zero: not at all.</param>
public sealed record ProviderSettings(string Program, string ApiVersion, ImmutableArray<string> Images, TimeSpan HeldFor)
{
    /// <summary>Its words.</summary>
    public ImmutableArray<string> Words { get; init; } = [];
    /// <summary>Its variables beside the agent's own.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;
    /// <summary>What it learns of the pod's service account; null: nothing.</summary>
    public ProviderTokens? Tokens { get; init; }
}

/// <summary>Which token of a pod's service account a program gets. Source: Kubelet Configuration (v1), ServiceAccountTokenAttributes.</summary>
/// <param name="Audience">For whom it is.</param>
/// <param name="IsByAccount">What the program gives is every pod's of the account; else it is kept for the token.</param>
/// <param name="IsRequired">A pod without an account gets nothing; else the program is asked without a token.</param>
/// <param name="RequiredAnnotations">Annotations of the account that the program gets; without one of them it is not asked.</param>
/// <param name="OptionalAnnotations">Annotations that it gets where they are there.</param>
public sealed record ProviderTokens(string Audience, bool IsByAccount, bool IsRequired, ImmutableArray<string> RequiredAnnotations, ImmutableArray<string> OptionalAnnotations);
