using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using System.Threading.Channels;
using KubeSharp.ApiServer.OpenApi;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Storage;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>
/// Tries the servers behind APIServices again and again, writes whether they are available, and keeps what they say of themselves. One loop; what
/// changes about a service or its endpoints hurries it.
/// </summary>
public sealed partial class Availability(IObjects objects, RemoteCatalog catalog, RemoteConnections connections, TimeProvider time, ILogger<Availability> logger)
{
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList, application/json";
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _everyWhileAway = TimeSpan.FromSeconds(1);
    private readonly Channel<bool> _hurry = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something has changed.</summary>
    public void Hurry() => _hurry.Writer.TryWrite(true);

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var isWell = true;
            foreach (var service in catalog.Now.Services.Values)
            {
                try { isWell &= await TryAsync(service, cancellation).ConfigureAwait(false); }
                catch (Exception e) when (e is StatusException or StoreUnavailableException) { LogFailure(e, service.Name); }
            }
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var wait = Task.Delay(isWell ? _every : _everyWhileAway, time, waiting.Token);
            await Task.WhenAny(wait, _hurry.Reader.WaitToReadAsync(waiting.Token).AsTask()).ConfigureAwait(false);
            _hurry.Reader.TryRead(out _);
            await waiting.CancelAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> TryAsync(RemoteService service, CancellationToken cancellation)
    {
        var (status, reason, message) = Missing(service) ?? await AskAsync(service, cancellation).ConfigureAwait(false);
        var now = Metadata.Time(time.GetUtcNow());
        await objects.UpdateAsync(RemoteCatalog.ApiServices, "", service.Name, there =>
        {
            var changed = there.Make("status", s => s.Set("conditions", Conditions.Set(s["conditions"] as ArrayNode, "Available", status, reason, message, now)));
            return changed.Equals(there) ? null : changed;
        }, cancellation).ConfigureAwait(false);
        return status == "True";
    }

    // What the objects say already.
    private (string Status, string Reason, string Message)? Missing(RemoteService service)
    {
        var (ns, name, port) = (service.Service.Namespace, service.Service.Name, service.Service.Port);
        if (objects.Get("services", ns, name) is not { } found) { return ("False", "ServiceNotFound", $"service/{name} in \"{ns}\" is not present"); }
        if (found.Object("spec").Text("type") == "ExternalName") { return null; }
        var served = found.Object("spec").Items("ports").FirstOrDefault(p => p.Number("port") == port);
        if (served is null) { return ("False", "ServicePortError", $"service/{name} in \"{ns}\" is not listening on port {port}"); }
        return ServiceAddresses.Ready(objects.List("endpointslices.discovery.k8s.io", ns), name, served.Text("name")).Any() ? null
            : ("False", "MissingEndpoints", $"endpoints for service/{name} in \"{ns}\" have no addresses with port name \"{served.Text("name")}\"");
    }

    private async ValueTask<(string Status, string Reason, string Message)> AskAsync(RemoteService service, CancellationToken cancellation)
    {
        var path = $"/apis/{service.Group}/{service.Version}";
        string wrong;
        try
        {
            var (code, body, _, _) = await connections.GetAsync(service, path, "application/json", cancellation).ConfigureAwait(false);
            if (code is >= 200 and < 300)
            {
                await DiscoverAsync(service, body, cancellation).ConfigureAwait(false);
                return ("True", "Passed", "all checks passed");
            }
            wrong = $"bad status from {service.Url(path)}: {code}";
        }
        catch (Exception e) when (e is HttpRequestException or IOException or AuthenticationException or JsonException) { wrong = $"Get \"{service.Url(path)}\": {e.InnerException?.Message ?? e.Message}"; }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { wrong = $"Get \"{service.Url(path)}\": context deadline exceeded"; }
        return ("False", "FailedDiscoveryCheck", $"failing or missing response from {service.Url(path)}: {wrong}");
    }

    private async ValueTask DiscoverAsync(RemoteService service, byte[] list, CancellationToken cancellation)
    {
        var plain = Node.Parse(list).Items("resources");
        var (code, body, type, _) = await connections.GetAsync(service, "/apis", AggregatedType, cancellation).ConfigureAwait(false);
        var aggregated = code == (int)HttpStatusCode.OK && type.Contains("APIGroupDiscoveryList", StringComparison.Ordinal)
            ? Node.Parse(body).Items("items").FirstOrDefault(g => g.TextAt("metadata", "name") == service.Group).Items("versions").FirstOrDefault(v => v.Text("version") == service.Version) as ObjectNode : null;
        catalog.Discover(service.Name, aggregated ?? Aggregate(service.Version, plain), plain);
        (code, body, _, _) = await connections.GetAsync(service, "/openapi/v3", "application/json", cancellation).ConfigureAwait(false);
        catalog.Document(service.Name, code == (int)HttpStatusCode.OK ? Node.Parse(body).TextAt("paths", $"apis/{service.Group}/{service.Version}", "serverRelativeURL") ?? "" : "");
        await ReadSwaggerAsync(service, cancellation).ConfigureAwait(false);
    }

    private async ValueTask ReadSwaggerAsync(RemoteService service, CancellationToken cancellation)
    {
        // A document that cannot be had says nothing of whether the server is there.
        try { await DescribeAsync(service, cancellation).ConfigureAwait(false); }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !cancellation.IsCancellationRequested)) { LogNoDocument(e, service.Name); }
    }

    private async ValueTask DescribeAsync(RemoteService service, CancellationToken cancellation)
    {
        var (code, body, _, tag) = await connections.GetAsync(service, "/openapi/v2", "application/json", cancellation, catalog.Now.Swagger.GetValueOrDefault(service.Name)?.Tag ?? "").ConfigureAwait(false);
        if (code == (int)HttpStatusCode.NotModified) { return; }
        catalog.Describe(service.Name, code == (int)HttpStatusCode.OK && Node.Parse(body) is ObjectNode document ? RemoteSwagger.Read(document, service.Group, service.Version, tag) : null);
    }

    /// <summary>A version of aggregated discovery from a list of resources, of a server that has none. Pure.</summary>
    public static ObjectNode Aggregate(string version, ArrayNode resources)
    {
        static ObjectNode Kind(Node resource) => ObjectNode.Of(("group", resource.Text("group")), ("version", resource.Text("version")), ("kind", resource.Text("kind")));
        var items = resources.Where(static r => !r.Text("name").Contains('/', StringComparison.Ordinal)).Select(r =>
        {
            var below = resources.Where(s => s.Text("name").StartsWith(r.Text("name") + "/", StringComparison.Ordinal))
                .Select(s => (Node)ObjectNode.Of(("subresource", s.Text("name")[(r.Text("name").Length + 1)..]), ("responseKind", Kind(s)), ("verbs", s.Items("verbs")))).ToArray();
            return (Node)ObjectNode.Of(("resource", r.Text("name")), ("responseKind", Kind(r)), ("scope", r.IsTrue("namespaced") ? "Namespaced" : "Cluster"), ("singularResource", r.Text("singularName")),
                ("verbs", r.Items("verbs")), ("shortNames", r.Has("shortNames") ? r.Items("shortNames") : null), ("categories", r.Has("categories") ? r.Items("categories") : null), ("subresources", below.Length == 0 ? null : ArrayNode.Of(below)));
        });
        return ObjectNode.Of(("version", version), ("resources", new ArrayNode([.. items])), ("freshness", "Current"));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "APIService {Name}: its OpenAPI document could not be read")]
    private partial void LogNoDocument(Exception exception, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "APIService {Name}: its condition could not be written")]
    private partial void LogFailure(Exception exception, string name);
}
