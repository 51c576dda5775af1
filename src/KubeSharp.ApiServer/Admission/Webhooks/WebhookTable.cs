using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>The webhooks of all configurations of a kind, in the order in which they are called: by name of the configuration. Follows the store.</summary>
public sealed class WebhookTable
{
    private ImmutableSortedDictionary<string, ImmutableArray<Webhook>> _configurations = ImmutableSortedDictionary.Create<string, ImmutableArray<Webhook>>(StringComparer.Ordinal);
    private volatile Webhook[] _all = [];

    /// <summary>Follows mutatingwebhookconfigurations or validatingwebhookconfigurations.</summary>
    public WebhookTable(IObjects objects, string resource) => objects.Subscribe(resource, Take);

    /// <summary>All of them.</summary>
    public IReadOnlyList<Webhook> All => _all;

    // Called in order, on the cache's own loop.
    private void Take(ObjectChange change)
    {
        var name = (change.New ?? change.Old).Object("metadata").Text("name");
        _configurations = change.New is { } configuration ? _configurations.SetItem(name, Webhook.Read(configuration)) : _configurations.Remove(name);
        _all = [.. _configurations.Values.SelectMany(static w => w)];
    }
}
