using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Controllers.ServiceAccounts;

namespace KubeSharp.Controllers.BootstrapTokens;

/// <summary>Removes bootstrap tokens when their time is over. Source: Authenticating with Bootstrap Tokens, tokencleaner.</summary>
public sealed class BootstrapTokenCleaner : IController
{
    private const string Place = "kube-system", Type = "bootstrap.kubernetes.io/token";
    private ObjectCache<Secret> _secrets = new();

    /// <inheritdoc/>
    public string Name => "token-cleaner-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Secret"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["Secret.bootstrap-token.end"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        var tokens = informers.Get<Secret>(Place, new ListOptions { FieldSelector = $"type={Type}" });
        _secrets = tokens.Cache;
        tokens.Subscribe(c => enqueue(Following.Key((c.New ?? c.Old)!)));
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _secrets.Get(key.Namespace, key.Name) is { } secret ? PlanFor(secret, now) : Plan.Nothing;

    /// <summary>Decides for a token; one without an end, or with one that cannot be read, stays.</summary>
    public static Plan PlanFor(Secret secret, DateTimeOffset now)
    {
        if (secret.Type != Type || secret.Data.Get("expiration")?.ToText() is not { Length: > 0 } text) { return Plan.Nothing; }
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)) { return Plan.Nothing; }
        return end <= now ? Plan.Of(new RemoveSecretAction(secret)) : Plan.Nothing with { After = end - now };
    }
}
