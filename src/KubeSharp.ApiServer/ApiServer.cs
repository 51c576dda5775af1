using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Admission.Policies;
using KubeSharp.ApiServer.Aggregation;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Bootstrap;
using KubeSharp.ApiServer.CustomResources;
using KubeSharp.ApiServer.Discovery;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.FlowControl;
using KubeSharp.ApiServer.OpenApi;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Proxying;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Registry.Kinds;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer;

/// <summary>The API server: composes its rooms. Serve <see cref="HandleAsync"/> over TLS, and keep <see cref="RunAsync"/> running.</summary>
public sealed class ApiServer : IDisposable
{
    private const int LeaveSecondsMax = 2;
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(20);

    private readonly CacheFeed _feed;
    private readonly Task _following;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServerEdge _edge;
    private readonly RequestMetrics _metrics;
    private readonly ApiServerOptions _options;
    private readonly KubeletConnections _kubelets;
    private readonly FlowTable _flows;
    private readonly CustomResourceCatalog _custom;
    private readonly DefinitionLifecycle _definitions;
    private readonly Aggregator _aggregator;
    private readonly TimeProvider _time;
    private readonly ServerLeases _leases;
    private volatile bool _isBootstrapped;

    private ApiServer(ApiServerOptions options, MeasuredStore store, CacheFeed feed, Objects objects, CustomResourceCatalog custom, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _feed, Objects, Store, _custom, _time) = (options, feed, objects, store, custom, time);
        var random = options.RandomSeed is { } seed ? new Random(seed) : Random.Shared;
        var resolve = options.ResolveService?.Invoke(objects) ?? new ServiceAddresses(objects, random).Find;
        Webhooks = new WebhookClient(resolve, options.Egress);
        var stages = new StageMetrics();
        var admission = new AdmissionChain(options.Admission?.Invoke(objects) ?? BuiltInAdmission(options, objects, stages, time, random), stages, time);
        _leases = new ServerLeases(objects, store, options.AdvertiseAddress, time, loggers.CreateLogger<ServerLeases>());
        Registry = new ObjectRegistry(store, new ObjectLeases(store, options.EventLifetime, time), feed.Written, admission, time, random, static () => Guid.NewGuid().ToString()) { AllowsPrivileged = options.AllowsPrivileged, Gated = GatedFields.Of(options.Versions, options.Features) };
        objects.Registry = Registry;
        Deletion = new ObjectDeletion(Registry, admission, time);
        _definitions = new DefinitionLifecycle(objects, Deletion, custom, time, loggers.CreateLogger<DefinitionLifecycle>());
        _aggregator = new Aggregator(options, objects, resolve, time, loggers);
        objects.Subscribe(CustomResourceCatalog.Definitions, TakeDefinition);
        _following = feed.RunAsync(_stopping.Token);
        _ = _definitions.RunAsync(_stopping.Token);
        _ = new PolicyTypeChecking(objects, () => custom.Table, time, loggers.CreateLogger<PolicyTypeChecking>()).RunAsync(_stopping.Token);
        _ = _aggregator.RunAsync(Deletion, () => custom.Table, time, _stopping.Token);
        var tokenUses = new TokenUses();
        ServiceAccounts = new ServiceAccountAuthenticator(options.Tokens, objects, new LegacyTokens(objects, tokenUses, time), tokenUses, time);
        Rbac = new RbacAuthorizer(objects);
        Authorizers = [new MastersAuthorizer(), .. options.Authorizers?.Invoke(new AuthorizerParts(objects, Rbac, Webhooks, time, stages.Decisions)) ?? [new CountedAuthorizer("Node", "node", new NodeAuthorizer(objects), stages.Decisions), new CountedAuthorizer("RBAC", "rbac", Rbac, stages.Decisions)]];
        Authenticators = [.. options.Authenticators, new RequestHeaderAuthenticator(options.ProxyAuthorities, options.RequestHeaders, time), new ClientCertificateAuthenticator(options.ClientAuthorities, time), ServiceAccounts, new BootstrapTokenAuthenticator(objects, time), .. options.TokenAuthenticators(Webhooks)];
        _kubelets = new KubeletConnections(options);
        _flows = new FlowTable(objects, options.ConcurrencyMax, time);
        var flowReports = new FlowReports(_flows);
        var watchMetrics = new WatchMetrics();
        var metrics = _metrics = new RequestMetrics { Stages = stages, Others = [flowReports.Write, watchMetrics.Write, tokenUses.Write, store.Write, custom.Metrics.Write, Webhooks.Certificates.Write, _aggregator.Certificates.Write, WriteAudit, .. Authenticators.OfType<Authentication.Tokens.TokenWebhookAuthenticator>().Select(static a => (Action<System.Text.StringBuilder>)a.WriteMetrics), .. options.OtherMetrics] };
        var lists = new ListEndpoint(feed, store, stages, time);
        var documents = new DiscoveryDocuments(() => custom.Table, _aggregator.Remotes);
        var dispatch = new RequestDispatch(() => custom.Table, _aggregator.Proxy,
            new DiscoveryEndpoint(documents, new OpenApiDocuments(() => custom.Table, _aggregator.Remotes, options.Versions.Emulated.ToString(2)), feed, options.AdvertiseAddress.ToString(), time),
            new ServerEndpoints(options.Features, Version(options), new HealthReports(Checks()), new DebugPages(options.GitVersion, options.Versions.Emulated.ToString(2), Flags(options), time), new ServerMetrics(metrics, feed, store, () => custom.Table, options.GitVersion, options.Versions, options.Features, () => ServedVersions(documents), time), () => Paths(documents), options.Tokens.KeySet(), options.Tokens.Discovery(options.KeySetUri ?? $"https://{options.AdvertiseAddress}/openid/v1/jwks"), flowReports.Dump),
            new ObjectEndpoints(Registry, Deletion, feed, lists, time), lists, new WatchEndpoint(feed, watchMetrics, options.WatchLengthMin, time, random),
            [new ScaleSubresource(Registry, time), new PodSubresources(Registry, objects, admission, time), new Evictions(Registry, Deletion, objects, admission, time), new ConnectAdmission(new NodeStreams(objects, _kubelets), admission),
                new TokenReviews(ServiceAccounts, Authenticators, options.Tokens.Audiences, time), new SelfSubjectReviews(time), new TokenRequests(objects, options.Tokens, admission, options.TokenLifetimes, time),
                new AccessReviews(() => Authorizers, time), new RulesReviews(() => Authorizers, time), .. options.Subresources(this)], stages);
        Audit = options.Audit?.Invoke(Webhooks) ?? RequestAudit.None;
        var pipeline = new RequestPipeline(new Authenticating(Authenticators, options.Anonymous, loggers.CreateLogger<Authenticating>()), Authorizers, Audit, new RequestFlows(_flows, name => custom.Table.Find(name) is null ? 0 : feed.Cache(name).Snapshot.Count), dispatch, metrics, time, loggers.CreateLogger<RequestPipeline>()) { Tracer = options.Tracer, Longest = options.RequestLengthMax };
        _edge = new ServerEdge(options.Edge, random, pipeline.HandleAsync);
    }

    /// <summary>Objects as the server's own parts see them.</summary>
    public IObjects Objects { get; }
    /// <summary>Creates and updates.</summary>
    public ObjectRegistry Registry { get; }
    /// <summary>Deletes.</summary>
    public ObjectDeletion Deletion { get; }
    /// <summary>The store beneath.</summary>
    public IStore Store { get; }
    /// <summary>Checks service-account tokens.</summary>
    public ServiceAccountAuthenticator ServiceAccounts { get; }
    /// <summary>Roles and bindings.</summary>
    public RbacAuthorizer Rbac { get; }
    /// <summary>Calls webhooks.</summary>
    public WebhookClient Webhooks { get; }
    /// <summary>Records requests; end it when nothing is served any more, and before the server.</summary>
    public RequestAudit Audit { get; }
    /// <summary>Who say who one is.</summary>
    public ImmutableArray<IAuthenticator> Authenticators { get; }
    /// <summary>Who say what one may do.</summary>
    public ImmutableArray<IAuthorizer> Authorizers { get; }

    /// <summary>A connection was given up before it could be trusted; whoever listens says so.</summary>
    public void HandshakeFailed() => _metrics.Stages.HandshakeErrors.Add(1);

    /// <summary>Reads the store and puts the server together.</summary>
    public static async ValueTask<ApiServer> CreateAsync(ApiServerOptions options, IStore store, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        CustomResourceCatalog? custom = null;
        var measured = new MeasuredStore(store, time);
        // What is special about custom resources depends on the version they are read in, and so is no matter of their cache.
        // What it waits for is this process' own work, which goes no faster where a test's clock does.
        var feed = new CacheFeed(measured, name => custom!.Table.Find(name) is { StoredForm: null } builtIn ? builtIn.Rules : new KindRules(name), TimeProvider.System);
        var objects = new Objects(() => custom!.Table, feed);
        var metrics = new CelMetrics(time);
        custom = new CustomResourceCatalog(RetiredResources.Add(ResourceTable.BuiltIn(options.Rules?.Invoke(objects) ?? BuiltInRules(options, objects, time), PreviewResources.Named(options.PreviewVersions), r => ResourceLifecycle.IsServed(r, options.Versions, options.IsForwardCompatible ? options.PreviewVersions : [])), options.EnabledAdmission.Contains("PodSecurityPolicy") ? RetiredResources.Versions : options.RetiredVersions, metrics), metrics);
        await feed.LoadAsync(cancellation).ConfigureAwait(false);
        return new ApiServer(options, measured, feed, objects, custom, time, loggers);
    }

    private void WriteAudit(System.Text.StringBuilder text) => Audit.WriteMetrics(text);

    // Asked while serving, when the authorizers are there.
    private ImmutableArray<IAdmissionPlugin> BuiltInAdmission(ApiServerOptions options, IObjects objects, StageMetrics stages, TimeProvider time, Random random) => AdmissionPlugins.Create(new AdmissionOptions
    {
        Objects = objects,
        Stages = stages,
        Time = time,
        Random = random,
        Webhooks = Webhooks,
        Enabled = options.EnabledAdmission,
        Disabled = options.DisabledAdmission,
        Features = options.Features,
        ResourcesOf = (group, version, kind) => _custom.Table.Definitions.SelectMany(static d => d.Versions).Where(r => r.Group == group && r.Version == version && r.Kind == kind),
        Settings = options.AdmissionSettings,
        IsAllowed = async (asked, cancellation) => (await Authorizing.DecideAsync(asked, Authorizers, cancellation).ConfigureAwait(false)).Verdict == AuthorizationVerdict.Allow,
        RulesOf = (user, ns) => Rbac.RulesFor(user, ns).Rules,
    });

    private static ImmutableArray<KindRules> BuiltInRules(ApiServerOptions options, IObjects objects, TimeProvider time) => KindRulesTable.Create(new KindRulesOptions
    {
        Objects = objects,
        Time = time,
        ServiceRanges = [options.ServiceCidr.ToString()],
        NodePortMin = options.NodePorts.Min,
        NodePortMax = options.NodePorts.Max,
        Random = options.RandomSeed is { } seed ? new Random(seed) : Random.Shared,
    });

    /// <summary>Serves one request.</summary>
    public Task HandleAsync(HttpContext context) => _edge.HandleAsync(context);

    /// <summary>Makes what every cluster has; serving may begin before.</summary>
    public async Task BootstrapAsync(CancellationToken cancellation)
    {
        await _feed.CatchUpAsync(cancellation).ConfigureAwait(false);
        await BootstrapObjects.EnsureAsync(Objects, cancellation).ConfigureAwait(false);
        await DefaultServiceCidr.EnsureAsync(Objects, _options.ServiceCidr.ToString(), _time, cancellation).ConfigureAwait(false);
        await LegacyTokens.EnsureTrackingAsync(Objects, _time, cancellation).ConfigureAwait(false);
        await KubernetesService.EnsureAsync(Objects, _options.AdvertiseAddress.Port, _options.ServiceCidr, cancellation).ConfigureAwait(false);
        await _leases.RenewAsync(cancellation).ConfigureAwait(false);
        await RequestHeaderConfiguration.EnsureAsync(Objects, _options.ClientAuthorities, _options.ProxyAuthorities, _options.RequestHeaders, cancellation).ConfigureAwait(false);
        _aggregator.Changed();
        _isBootstrapped = true;
    }

    /// <summary>Follows the store, and says that it is there, until cancelled or the store fails; then serves as long as it is to serve after its end.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _ = _leases.RunAsync(_stopping.Token);
        try { await _following.WaitAsync(cancellation).ConfigureAwait(false); }
        catch (OperationCanceledException)
        {
            await EndAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(LeaveSecondsMax));
            await _leases.LeaveAsync(patience.Token).ConfigureAwait(false);
        }
    }

    // Nobody is sent here any more when those who look at readyz have seen it.
    private async Task EndAsync()
    {
        _edge.IsLeaving = true;
        if (_options.Edge.ShutdownDelay > TimeSpan.Zero) { await Task.Delay(_options.Edge.ShutdownDelay, _time, CancellationToken.None).ConfigureAwait(false); }
        if (!_options.Edge.SendsRetryAfter) { return; }
        _edge.IsClosed = true;
        for (var start = _time.GetTimestamp(); _metrics.UnderWay > 0 && _time.GetElapsedTime(start) < _options.RequestLengthMax;) { await Task.Delay(_lookEvery, _time, CancellationToken.None).ConfigureAwait(false); }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _kubelets.Dispose();
        Webhooks.Dispose();
        _flows.Dispose();
        _aggregator.Dispose();
        _custom.Dispose();
        _stopping.Dispose();
    }

    private void TakeDefinition(ObjectChange change)
    {
        _custom.Take(change, definition => WebhookConversion.Of(definition, Webhooks));
        _definitions.Take(change);
        if (_isBootstrapped) { _aggregator.Changed(); }
    }

    private HealthChecks Checks() => HealthChecks.Of(() => !_following.IsFaulted, () => _feed.Revision > 0, () => _isBootstrapped, () => _stopping.IsCancellationRequested || _edge.IsLeaving).With(_options.HealthChecks);

    private static (string, string)[] Flags(ApiServerOptions options)
    {
        (string Name, string Value)[] known =
        [
            ("advertise-address", options.AdvertiseAddress.Address.ToString()), ("anonymous-auth", options.Anonymous.IsEnabled ? "true" : "false"), ("disable-admission-plugins", $"[{string.Join(',', options.DisabledAdmission)}]"),
            ("enable-admission-plugins", $"[{string.Join(',', options.EnabledAdmission)}]"), ("secure-port", options.AdvertiseAddress.Port.ToString(CultureInfo.InvariantCulture)), ("service-account-issuer", $"[{options.Tokens.Issuer}]"),
            ("service-cluster-ip-range", options.ServiceCidr.ToString()), ("service-node-port-range", $"{options.NodePorts.Min}-{options.NodePorts.Max}"),
        ];
        return [.. known.Where(k => !options.Flags.Any(f => f.Name == k.Name)), .. options.Flags];
    }

    private static IEnumerable<string> Paths(DiscoveryDocuments documents) =>
        documents.GroupVersions.SelectMany(static g => g.Group.Length == 0 ? new[] { $"/api/{g.Version}" } : [$"/apis/{g.Group}", $"/apis/{g.Group}/{g.Version}"]).Concat(["/api", "/apis", "/apis/"]).Distinct(StringComparer.Ordinal);

    // Those that this server serves itself, and what was found of the others.
    private IEnumerable<(string Name, bool IsUp)> ServedVersions(DiscoveryDocuments documents)
    {
        var remote = _aggregator.Remotes.Now.Services;
        return documents.GroupVersions.Select(static g => $"{g.Version}.{g.Group}").Union(remote.Keys).Order(StringComparer.Ordinal).Select(n => (n, remote.GetValueOrDefault(n)?.IsAvailable ?? true));
    }

    private static ObjectNode Version(ApiServerOptions options)
    {
        var versions = options.Versions;
        static Node Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        return ObjectNode.Of(("major", Text(versions.Own.Major)), ("minor", Text(versions.Own.Minor)), ("emulationMajor", Text(versions.Emulated.Major)), ("emulationMinor", Text(versions.Emulated.Minor)),
            ("minCompatibilityMajor", Text(versions.MinCompatibility.Major)), ("minCompatibilityMinor", Text(versions.MinCompatibility.Minor)),
            ("gitVersion", options.GitVersion), ("gitCommit", ""), ("gitTreeState", "clean"), ("buildDate", "1970-01-01T00:00:00Z"), ("goVersion", $".NET {Environment.Version}"), ("compiler", "dotnet"),
            ("platform", $"linux/{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture switch { System.Runtime.InteropServices.Architecture.Arm64 => "arm64", _ => "amd64" }}"));
    }
}
