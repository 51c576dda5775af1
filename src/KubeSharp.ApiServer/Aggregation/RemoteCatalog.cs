using System.Collections.Immutable;
using KubeSharp.ApiServer.Discovery;
using KubeSharp.ApiServer.OpenApi;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>The versions that other servers serve, and what they said of themselves when they were last asked. Readers take a whole state; writers swap it.</summary>
public sealed class RemoteCatalog
{
    /// <summary>The resource of APIServices.</summary>
    public const string ApiServices = "apiservices.apiregistration.k8s.io";

    private readonly Lock _writing = new();
    private volatile State _state = State.Empty;

    /// <summary>What there is now; another value whenever anything changes.</summary>
    public State Now => _state;

    /// <summary>Who serves the version; null: this server, or nobody.</summary>
    public RemoteService? Find(string group, string version) => _state.Services.GetValueOrDefault($"{version}.{group}");

    /// <summary>Takes in a change of an APIService.</summary>
    public void Take(ObjectChange change)
    {
        var name = (change.New ?? change.Old!).TextAt("metadata", "name") ?? "";
        var service = change.New is { } value ? RemoteService.Read(value) : null;
        lock (_writing)
        {
            var now = _state;
            if (service is null) { if (now.Services.ContainsKey(name)) { _state = new(now.Services.Remove(name), now.Discovered.Remove(name), now.OpenApi.Remove(name), now.Swagger.Remove(name)); } }
            else if (!service.Equals(now.Services.GetValueOrDefault(name))) { _state = now with { Services = now.Services.SetItem(name, service) }; }
        }
    }

    /// <summary>Keeps what a version said of its resources.</summary>
    public void Discover(string name, ObjectNode aggregated, ArrayNode plain)
    {
        lock (_writing)
        {
            if (_state.Discovered.TryGetValue(name, out var known) && known.Aggregated.Equals(aggregated) && known.Plain().Equals(plain)) { return; }
            _state = _state with { Discovered = _state.Discovered.SetItem(name, new DiscoveryVersion(aggregated.Text("version"), () => plain, aggregated)) };
        }
    }

    /// <summary>Keeps where a version's OpenAPI document is; empty: it has none.</summary>
    public void Document(string name, string url)
    {
        lock (_writing)
        {
            if (_state.OpenApi.GetValueOrDefault(name, "") == url) { return; }
            _state = _state with { OpenApi = url.Length == 0 ? _state.OpenApi.Remove(name) : _state.OpenApi.SetItem(name, url) };
        }
    }

    /// <summary>Keeps what a version's OpenAPI 2.0 document says; null: it has none.</summary>
    public void Describe(string name, RemoteSwagger? swagger)
    {
        lock (_writing)
        {
            if (Equals(_state.Swagger.GetValueOrDefault(name), swagger) || !_state.Services.ContainsKey(name)) { return; }
            _state = _state with { Swagger = swagger is null ? _state.Swagger.Remove(name) : _state.Swagger.SetItem(name, swagger) };
        }
    }

    /// <summary>The groups with what is known of them.</summary>
    public static IEnumerable<DiscoveryGroup> Groups(State state) => state.Services.Values.GroupBy(static s => s.Group).Select(g => new DiscoveryGroup(g.Key,
        [.. g.OrderByDescending(static s => s.VersionPriority).ThenBy(static s => s.Version, CustomResources.VersionOrder.Instance).Select(s => Version(s, state))])
    { Priority = g.Max(static s => s.GroupPriority) });

    // What cannot be reached is shown with what it last had.
    private static DiscoveryVersion Version(RemoteService service, State state)
    {
        var known = state.Discovered.GetValueOrDefault(service.Name) ?? new DiscoveryVersion(service.Version, static () => ArrayNode.Empty, ObjectNode.Of(("version", service.Version), ("freshness", "Stale")));
        return service.IsAvailable ? known : known with { Aggregated = known.Aggregated.Set("freshness", "Stale") };
    }

    /// <param name="Services">By the name of their APIService.</param>
    /// <param name="Discovered">What they said of their resources.</param>
    /// <param name="OpenApi">Where their OpenAPI documents are: a path and its hash. Those that have none are left out.</param>
    /// <param name="Swagger">What their OpenAPI 2.0 documents say.</param>
    public sealed record State(ImmutableDictionary<string, RemoteService> Services, ImmutableDictionary<string, DiscoveryVersion> Discovered, ImmutableDictionary<string, string> OpenApi, ImmutableDictionary<string, RemoteSwagger> Swagger)
    {
        /// <summary>Nothing.</summary>
        public static State Empty { get; } = new(ImmutableDictionary<string, RemoteService>.Empty, ImmutableDictionary<string, DiscoveryVersion>.Empty, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, RemoteSwagger>.Empty);
    }
}
