using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Tokens;

namespace KubeSharp.Controllers.ServiceAccounts;

/// <summary>Fills the secrets that people make for long-lived tokens of service accounts, and removes those whose account is gone. Source: Managing Service Accounts, token controller; decision 0028.</summary>
public sealed class ServiceAccountTokenController(string authorityPem) : IController
{
    /// <summary>Names the account by its uid.</summary>
    public const string UidAnnotation = "kubernetes.io/service-account.uid";
    private static readonly TimeSpan _accountComesWithin = TimeSpan.FromSeconds(30), _lookAgainAfter = TimeSpan.FromSeconds(1);
    private ObjectCache<Secret> _secrets = new();
    private ObjectCache<ServiceAccount> _accounts = new();

    /// <inheritdoc/>
    public string Name => "serviceaccount-token-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Secret", "ServiceAccount"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["Secret.service-account-token"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        var tokens = informers.Get<Secret>(null, new ListOptions { FieldSelector = $"type={SecretTokens.Type}" });
        (_secrets, _accounts) = (tokens.Cache, informers.Get<ServiceAccount>().Cache);
        tokens.Subscribe(c => enqueue(Following.Key((c.New ?? c.Old)!)));
        informers.Get<ServiceAccount>().Subscribe(c =>
        {
            var account = (c.New ?? c.Old)!.Metadata;
            if (c is { Old: not null, New: not null }) { return; }
            foreach (var secret in _secrets.List(account.Namespace).Where(s => s.Metadata.Annotations.Get(SecretTokens.AccountAnnotation) == account.Name)) { enqueue(Following.Key(secret)); }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) =>
        _secrets.Get(key.Namespace, key.Name) is { } secret && secret.Metadata.Annotations.Get(SecretTokens.AccountAnnotation) is { Length: > 0 } name ? PlanFor(secret, _accounts.Get(key.Namespace, name), authorityPem, now) : Plan.Nothing;

    /// <summary>Decides for a secret and the account it names; null: there is none.</summary>
    public static Plan PlanFor(Secret secret, ServiceAccount? account, string authorityPem, DateTimeOffset now)
    {
        if (secret.Metadata.DeletionTimestamp is not null) { return Plan.Nothing; }
        var uid = secret.Metadata.Annotations.Get(UidAnnotation);
        if (account is null || (!string.IsNullOrEmpty(uid) && uid != account.Metadata.Uid))
        {
            // Manifests are applied in any order: an account may follow its secret.
            var isNew = string.IsNullOrEmpty(uid) && secret.Metadata.CreationTimestamp is { } made && now - made < _accountComesWithin;
            return isNew ? Plan.Nothing with { After = _lookAgainAfter } : Plan.Of(new RemoveSecretAction(secret));
        }
        var isFilled = uid == account.Metadata.Uid && secret.Data.Get("token") is { Length: > 0 } && secret.Data.Get("ca.crt")?.ToText() == authorityPem && secret.Data.Get("namespace")?.ToText() == secret.Metadata.Namespace;
        return isFilled ? Plan.Nothing : Plan.Of(new FillTokenAction(secret, account, authorityPem));
    }
}
