using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Tokens;

namespace KubeSharp.Controllers.BootstrapTokens;

/// <summary>Signs kube-public/cluster-info by every bootstrap token that may sign. Source: Authenticating with Bootstrap Tokens, bootstrapsigner.</summary>
public sealed class BootstrapSigningController : IController
{
    private const string Prefix = "bootstrap-token-", MapName = "cluster-info", MapNamespace = "kube-public", SecretNamespace = "kube-system";
    private static readonly ObjectKey _only = new(MapNamespace, MapName);
    private ObjectCache<Secret> _secrets = new();
    private ObjectCache<ConfigMap> _maps = new();

    /// <inheritdoc/>
    public string Name => "bootstrap-signer-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Secret", "ConfigMap"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["ConfigMap.cluster-info.jws"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        var tokens = informers.Get<Secret>(SecretNamespace, new ListOptions { FieldSelector = "type=bootstrap.kubernetes.io/token" });
        (_secrets, _maps) = (tokens.Cache, informers.Get<ConfigMap>().Cache);
        tokens.Subscribe(_ => enqueue(_only));
        informers.Get<ConfigMap>().Subscribe(c => { if ((c.New ?? c.Old)!.Metadata is { Name: MapName, Namespace: MapNamespace }) { enqueue(_only); } });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => PlanFor(_maps.Get(MapNamespace, MapName), _secrets.List(), now);

    /// <summary>Decides for the map and the tokens there are.</summary>
    public static Plan PlanFor(ConfigMap? map, IReadOnlyCollection<Secret> secrets, DateTimeOffset now)
    {
        if (map is null || map.Data.Get("kubeconfig") is not { } content) { return Plan.Nothing; }
        var wanted = secrets.Where(s => Signs(s, now)).ToDictionary(static s => DetachedSignature.KeyOf(Text(s, "token-id")), s => DetachedSignature.Of(content, Text(s, "token-id"), Text(s, "token-secret")), StringComparer.Ordinal);
        var changes = ObjectNode.Empty;
        foreach (var (key, signature) in wanted.OrderBy(static w => w.Key, StringComparer.Ordinal))
        {
            if (map.Data.Get(key) != signature) { changes = changes.Set(key, signature); }
        }
        foreach (var (key, _) in map.Data.Where(d => d.Key.StartsWith(DetachedSignature.KeyOf(""), StringComparison.Ordinal) && !wanted.ContainsKey(d.Key))) { changes = changes.Set(key, NullNode.Instance); }
        return changes.Count == 0 ? Plan.Nothing : Plan.Of(new ReplaceAction<ConfigMap>(MapNamespace, MapName, ObjectNode.Of(("data", changes))));
    }

    private static bool Signs(Secret secret, DateTimeOffset now) =>
        secret.Type == "bootstrap.kubernetes.io/token" && secret.Metadata.DeletionTimestamp is null && Text(secret, "usage-bootstrap-signing") == "true"
        && secret.Metadata.Name == Prefix + Text(secret, "token-id") && Text(secret, "token-secret").Length > 0
        && (Text(secret, "expiration") is not { Length: > 0 } end || (DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at > now));

    private static string Text(Secret secret, string key) => secret.Data.Get(key)?.ToText() ?? "";
}
