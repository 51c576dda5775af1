using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Tokens;

namespace KubeSharp.Controllers.ServiceAccounts;

/// <summary>
/// Tokens in secrets that old clusters made by themselves: who has not used one for a period finds it marked as invalid, and after another it is
/// gone. Those that people made stay. Source: Managing Service Accounts, legacy ServiceAccount token cleaner.
/// </summary>
public sealed class LegacyTokenCleaner(TimeSpan period) : IController
{
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);
    private ObjectCache<Secret> _secrets = new();
    private ObjectCache<ServiceAccount> _accounts = new();
    private ObjectCache<Pod> _pods = new();
    private ObjectCache<ConfigMap> _tracking = new();

    /// <inheritdoc/>
    public string Name => "legacy-serviceaccount-token-cleaner-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Secret", "ServiceAccount", "Pod", "ConfigMap"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["Secret.legacy-token.end"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        var tokens = informers.Get<Secret>(null, new ListOptions { FieldSelector = $"type={SecretTokens.Type}" });
        (_secrets, _accounts, _pods) = (tokens.Cache, informers.Get<ServiceAccount>().Cache, informers.Get<Pod>().Cache);
        _tracking = informers.Get<ConfigMap>(SecretTokens.TrackingNamespace, new ListOptions { FieldSelector = $"metadata.name={SecretTokens.Tracking}" }).Cache;
        tokens.Subscribe(c => enqueue(Following.Key((c.New ?? c.Old)!)));
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        if (_secrets.Get(key.Namespace, key.Name) is not { } secret || secret.Metadata.Annotations.Get(SecretTokens.AccountAnnotation) is not { Length: > 0 } name) { return Plan.Nothing; }
        var account = _accounts.Get(key.Namespace, name);
        // Made by an old cluster, as its account says: nearly none is, and only then it matters who mounts it.
        if (account is null || !account.Secrets.Any(s => s.Name == key.Name)) { return Plan.Nothing with { After = _day }; }
        return PlanFor(secret, account, _pods.List(key.Namespace).Any(p => PodSecrets.Of(p).Contains(key.Name)), _tracking.Get(SecretTokens.TrackingNamespace, SecretTokens.Tracking)?.Data.Get(SecretTokens.TrackedSince), period, now);
    }

    /// <summary>Decides for a secret that its account names.</summary>
    /// <param name="secret">With a token.</param>
    /// <param name="account">Whose.</param>
    /// <param name="isMounted">A pod uses the secret.</param>
    /// <param name="since">The day from which uses were written down; null: they are not.</param>
    /// <param name="period">How long nobody has used it.</param>
    /// <param name="now">The time.</param>
    public static Plan PlanFor(Secret secret, ServiceAccount account, bool isMounted, string? since, TimeSpan period, DateTimeOffset now)
    {
        var later = Plan.Nothing with { After = _day };
        var (meta, before) = (secret.Metadata, now - period);
        var uid = meta.Annotations.Get(ServiceAccountTokenController.UidAnnotation);
        if (meta.DeletionTimestamp is not null || isMounted || (!string.IsNullOrEmpty(uid) && uid != account.Metadata.Uid)) { return later; }
        // The day it began does not count.
        if (SecretTokens.Day(since) is not { } tracked || now < tracked + _day + period || meta.CreationTimestamp is not { } made || made >= before) { return later; }
        if (meta.Labels.Get(SecretTokens.LastUsed) is { } used && (SecretTokens.Day(used) is not { } last || last >= before.UtcDateTime.Date)) { return later; }
        if (SecretTokens.Day(meta.Labels.Get(SecretTokens.InvalidSince)) is not { } invalid)
        {
            return Plan.Of(new LabelSecretAction(secret, SecretTokens.InvalidSince, SecretTokens.DayOf(now))) with { After = _day };
        }
        return invalid >= before.UtcDateTime.Date ? later : Plan.Of(new RemoveSecretAction(secret));
    }
}
