using System.Net;
using System.Threading.Channels;
using KubeSharp.ApiServer.Proxying;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Storage;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>The aggregation layer put together: who serves what, whether they are there, and how to reach them.</summary>
public sealed partial class Aggregator : IDisposable
{
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Availability _availability;
    private readonly RemoteConnections _connections;
    private readonly IObjects _objects;
    private readonly ILogger<Aggregator> _logger;

    /// <summary>Follows APIServices, and the services behind them.</summary>
    public Aggregator(ApiServerOptions options, IObjects objects, Func<ServiceReference, IPEndPoint> resolve, TimeProvider time, ILoggerFactory loggers)
    {
        (_objects, _logger) = (objects, loggers.CreateLogger<Aggregator>());
        _connections = new RemoteConnections(options.ProxyClientCertificate, resolve, options.Egress);
        Proxy = new RemoteProxy(Remotes, _connections);
        _availability = new Availability(objects, Remotes, _connections, time, loggers.CreateLogger<Availability>());
        objects.Subscribe(RemoteCatalog.ApiServices, change =>
        {
            Remotes.Take(change);
            if (!IsStatusOnly(change)) { _availability.Hurry(); }
        });
        objects.Subscribe("services", change => Hurry(change, static v => v.TextAt("metadata", "name")));
        objects.Subscribe("endpointslices.discovery.k8s.io", change => Hurry(change, static v => v.TextAt("metadata", "labels", "kubernetes.io/service-name")));
    }

    /// <summary>Who serves what.</summary>
    public RemoteCatalog Remotes { get; } = new();

    /// <summary>Passes requests on.</summary>
    public RemoteProxy Proxy { get; }

    /// <summary>What it thinks of their certificates.</summary>
    public ServingCertificateCheck Certificates => _connections.Certificates;

    /// <summary>What this server itself serves may have changed.</summary>
    public void Changed() => _changed.Writer.TryWrite(true);

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(ObjectDeletion deletion, Func<ResourceTable> table, TimeProvider time, CancellationToken cancellation) =>
        Task.WhenAll(_availability.RunAsync(cancellation), KeepLocalAsync(deletion, table, time, cancellation));

    /// <inheritdoc/>
    public void Dispose() => _connections.Dispose();

    private async Task KeepLocalAsync(ObjectDeletion deletion, Func<ResourceTable> table, TimeProvider time, CancellationToken cancellation)
    {
        await foreach (var _ in _changed.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            try { await LocalApiServices.EnsureAsync(_objects, deletion, table(), Metadata.Time(time.GetUtcNow()), cancellation).ConfigureAwait(false); }
            catch (Exception e) when (e is StatusException or StoreUnavailableException) { LogFailure(e); }
        }
    }

    private void Hurry(ObjectChange change, Func<ObjectNode, string?> nameOf)
    {
        var services = Remotes.Now.Services;
        if (services.IsEmpty) { return; }
        var value = change.New ?? change.Old!;
        var (ns, name) = (value.TextAt("metadata", "namespace"), nameOf(value));
        if (services.Values.Any(s => s.Service.Namespace == ns && s.Service.Name == name)) { _availability.Hurry(); }
    }

    private static bool IsStatusOnly(ObjectChange change) => change is { Old: { } old, New: { } value } && old.Object("spec").Equals(value.Object("spec"));

    [LoggerMessage(Level = LogLevel.Warning, Message = "local APIServices could not be kept")]
    private partial void LogFailure(Exception exception);
}
