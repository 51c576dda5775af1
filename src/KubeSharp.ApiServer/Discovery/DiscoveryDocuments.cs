using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using KubeSharp.Api;
using KubeSharp.ApiServer.Aggregation;
using KubeSharp.ApiServer.CustomResources;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Discovery;

/// <summary>
/// What is served where: plain and aggregated discovery. A change makes only the group anew in which it is, and the whole is put together when it is
/// asked for. Source: API Concepts, API discovery; KEP-3352.
/// </summary>
public sealed class DiscoveryDocuments(Func<ResourceTable> table, RemoteCatalog remotes)
{
    /// <summary>The priority of groups of custom resources.</summary>
    public const int CustomPriority = 1000;
    private const int BuiltInPriority = 100_000;

    // Groups stand in this order, as upstream's priorities have them; those it does not name follow by name.
    private static readonly string[] _order =
    [
        "", "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io", "networking.k8s.io",
        "policy", "rbac.authorization.k8s.io", "storage.k8s.io", "admissionregistration.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io", "coordination.k8s.io", "node.k8s.io",
        "discovery.k8s.io", "resource.k8s.io", "flowcontrol.apiserver.k8s.io",
    ];
    // What terminating definitions are still good for.
    private static readonly ImmutableArray<string> _lastVerbs = ["delete", "deletecollection", "get", "list", "watch"];

    private readonly ConditionalWeakTable<CustomGroup, DiscoveryGroup> _customGroups = [];
    private ImmutableArray<DiscoveryGroup> _builtIns;
    private State? _state;

    /// <summary>/api in the aggregated form, with its hash.</summary>
    public (byte[] Json, string Hash) AggregatedCore => Now.Core.Value;

    /// <summary>/apis in the aggregated form, with its hash.</summary>
    public (byte[] Json, string Hash) AggregatedGroups => Now.Others.Value;

    /// <summary>Groups and versions, in order.</summary>
    public IEnumerable<(string Group, string Version)> GroupVersions => Now.Groups.SelectMany(static g => g.Versions.Select(v => (g.Name, v.Name)));

    /// <summary>/api in the plain form.</summary>
    public static ObjectNode CoreVersions(string serverAddress) => ObjectNode.Of(("kind", "APIVersions"), ("versions", ArrayNode.Of("v1")),
        ("serverAddressByClientCIDRs", ArrayNode.Of(ObjectNode.Of(("clientCIDR", "0.0.0.0/0"), ("serverAddress", serverAddress)))));

    /// <summary>/apis in the plain form.</summary>
    public ObjectNode GroupList() => ObjectNode.Of(("kind", "APIGroupList"), ("apiVersion", "v1"), ("groups", new ArrayNode([.. Now.Groups.Where(static g => g.Name.Length > 0).Select(static g => (Node)g.Plain())])));

    /// <summary>/apis/GROUP; null where there is none.</summary>
    public ObjectNode? Group(string group) => Find(group) is { } found && group.Length > 0
        ? ObjectNode.Of([("kind", "APIGroup"), ("apiVersion", "v1"), .. found.Plain().Select(static f => (f.Key, (Node?)f.Value))]) : null;

    /// <summary>/apis/GROUP/VERSION or /api/v1; null where there is none.</summary>
    public ObjectNode? Resources(string group, string version) => Find(group)?.Versions.FirstOrDefault(v => v.Name == version) is { } found
        ? ObjectNode.Of(("kind", "APIResourceList"), ("apiVersion", group.Length == 0 ? null : (Node)"v1"), ("groupVersion", group.Length == 0 ? version : $"{group}/{version}"), ("resources", found.Plain())) : null;

    private State Now
    {
        get
        {
            var (current, remote) = (table(), remotes.Now);
            var state = Volatile.Read(ref _state);
            if (state is not null && ReferenceEquals(state.Table, current) && ReferenceEquals(state.Remote, remote)) { return state; }
            if (_builtIns.IsDefault) { _builtIns = BuiltIns(current); }
            var custom = current.CustomGroups.Select(g => _customGroups.GetValue(g.Value, group => Custom(g.Key, group))).Where(static g => !g.Versions.IsEmpty);
            state = new State(current, remote, [.. Merge(_builtIns.Concat(custom).Concat(RemoteCatalog.Groups(remote)))]);
            Volatile.Write(ref _state, state);
            return state;
        }
    }

    private DiscoveryGroup? Find(string group) => Now.Groups.FirstOrDefault(g => g.Name == group);

    private static ImmutableArray<DiscoveryGroup> BuiltIns(ResourceTable table) =>
    [
        .. table.BuiltIns.SelectMany(static d => d.Versions.Select(v => (Resource: v, d.Storage))).GroupBy(static v => v.Resource.Group)
            .Select(static g => new DiscoveryGroup(g.Key, [.. g.GroupBy(static v => v.Resource.Version).OrderByDescending(static v => v.Key, StringComparer.Ordinal)
                .Select(static v => DiscoveryVersion.Of(v.Key, [.. v.OrderBy(static r => r.Resource.Plural, StringComparer.Ordinal)]))])
            { Priority = BuiltInPriority - (Array.IndexOf(_order, g.Key) is var i and >= 0 ? i : _order.Length) }),
    ];

    private static DiscoveryGroup Custom(string name, CustomGroup group) => new(name,
    [
        .. group.Resources.Values.SelectMany(static all => all.SelectMany(d => d.Versions.Select(v => (Resource: d.IsTerminating ? v with { Verbs = _lastVerbs } : v, Storage: Stored(all, d)))))
            .GroupBy(static v => v.Resource.Version).OrderBy(static v => v.Key, VersionOrder.Instance).Select(static v => DiscoveryVersion.Of(v.Key, [.. v])),
    ])
    { Priority = CustomPriority };

    // Of the versions of a custom resource, the one in which objects lie as they are handled.
    private static ApiResource Stored(IEnumerable<ResourceDefinition> all, ResourceDefinition one) => (all.FirstOrDefault(static d => d.StoredForm is null) ?? one).Storage;

    // A group may be served in part by one and in part by another: who stands first has the first word on a version.
    private static IEnumerable<DiscoveryGroup> Merge(IEnumerable<DiscoveryGroup> groups) => groups.GroupBy(static g => g.Name)
        .Select(static g => g.Count() == 1 ? g.First() : new DiscoveryGroup(g.Key, [.. g.SelectMany(static part => part.Versions).DistinctBy(static v => v.Name)]) { Priority = g.Max(static part => part.Priority) })
        .OrderByDescending(static g => g.Priority).ThenBy(static g => g.Name, StringComparer.Ordinal);

    private sealed class State
    {
        public State(ResourceTable table, RemoteCatalog.State remote, ImmutableArray<DiscoveryGroup> groups)
        {
            (Table, Remote, Groups) = (table, remote, groups);
            Core = new(() => Aggregate(groups.Where(static g => g.Name.Length == 0)));
            Others = new(() => Aggregate(groups.Where(static g => g.Name.Length > 0)));
        }

        public ResourceTable Table { get; }
        public RemoteCatalog.State Remote { get; }
        public ImmutableArray<DiscoveryGroup> Groups { get; }
        public Lazy<(byte[] Json, string Hash)> Core { get; }
        public Lazy<(byte[] Json, string Hash)> Others { get; }

        private static (byte[], string) Aggregate(IEnumerable<DiscoveryGroup> groups)
        {
            var json = new ArrayBufferWriter<byte>(64 * 1024);
            json.Write("{\"kind\":\"APIGroupDiscoveryList\",\"apiVersion\":\"apidiscovery.k8s.io/v2\",\"metadata\":{},\"items\":["u8);
            var isFirst = true;
            foreach (var group in groups)
            {
                if (!isFirst) { json.Write(","u8); }
                isFirst = false;
                json.Write(group.Aggregated);
            }
            json.Write("]}"u8);
            return (json.WrittenSpan.ToArray(), Convert.ToHexString(SHA512.HashData(json.WrittenSpan)));
        }
    }
}
