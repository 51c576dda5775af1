using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Node.V1;
using KubeSharp.Client.Events;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Kubelet.Admission;
using KubeSharp.Kubelet.Certificates;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Csi;
using KubeSharp.Kubelet.Devices;
using KubeSharp.Kubelet.Dynamic;
using KubeSharp.Kubelet.Eviction;
using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.Images.Providers;
using KubeSharp.Kubelet.Nodes;
using KubeSharp.Kubelet.Plugins;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Probes;
using KubeSharp.Kubelet.Resources;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Kubelet.Shutdown;
using KubeSharp.Kubelet.Sources;
using KubeSharp.Kubelet.Status;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet;

/// <summary>The agent of one node: composes its parts and runs them. Several may run on one machine, each with its own folders and runtime.</summary>
public sealed class NodeAgent : IAsyncDisposable
{
    private readonly NodeAgentOptions _options;
    private readonly IApiClient _client;
    private readonly IPodRuntime _runtime;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Machine _machine;
    private readonly PodWorkers _workers;
    private readonly Informer<Pod> _pods;
    private readonly Informer<Service> _services;
    private readonly Informer<Node> _nodes;
    private readonly ApiPodObjects _objects;
    private readonly Prober _prober;
    private readonly PodImages _images;
    private readonly NodeEvents _events;
    private readonly NodeReporter _reporter;
    private readonly ApiPodReports _reports;
    private readonly Evictions _eviction;
    private readonly ApiCsiNodeEntry _csiNode;
    private readonly CsiDrivers _csiDrivers;
    private readonly CsiVolumes _csi;
    private readonly PodCertificates _certificates;
    private readonly DevicePlugins _devices;
    private readonly DynamicResources _claims;
    private readonly DeviceServer _deviceServer;
    private readonly PodSignal _cpusChanged;
    private readonly AgentCounts _counts;
    private readonly ImageCollection _imageCollection;
    private readonly NodeShutdown _shutdown;
    private readonly IscsiDisks _disks;

    /// <summary>An agent; nothing happens before <see cref="RunAsync"/>.</summary>
    public NodeAgent(NodeAgentOptions options, IApiClient client, IPodRuntime runtime, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _client, _runtime, _time) = (options, client, runtime, time);
        _logger = loggers.CreateLogger("KubeSharp.Kubelet");
        _cpusChanged = new PodSignal(time);
        _counts = new AgentCounts();
        _machine = Machine.Read(options.RootFolder);
        _pods = new Informer<Pod>(client, null, new ListOptions { FieldSelector = $"spec.nodeName={options.NodeName}" }, time, _logger);
        _services = new Informer<Service>(client, null, ListOptions.All, time, _logger);
        var recorder = new EventRecorder(client, "kubelet", options.NodeName, time);
        var events = new ApiPodEvents(recorder);
        _events = new NodeEvents(recorder, options.NodeName);
        _certificates = new PodCertificates(new ApiPodCertificateRequests(client, () => _reporter!.Node), events, uid => _workers!.Wake(uid), Random.Shared, time);
        _objects = new ApiPodObjects(client, _services, _certificates, time, _logger, uid => _workers!.Wake(uid));
        _reports = new ApiPodReports(client, () => _reporter!.Node, _logger);
        var paths = new PodPaths(options.RootFolder, options.LogFolder);
        var facts = Facts();
        _csiNode = new ApiCsiNodeEntry(options.NodeName, () => _reporter!.Node, client);
        _csiDrivers = new CsiDrivers(_csiNode, time, (name, cancellation) => _csi!.SweepAsync(name, cancellation));
        var csiObjects = new ApiCsiObjects(client, _objects.Tokens);
        _csi = new CsiVolumes(options.NodeName, paths, _csiDrivers, csiObjects, time, _logger);
        var topology = new NodeTopology(options.TopologyPolicy, options.TopologyScope == "pod", [.. MemoryPlace.Read().Select(static m => m.Node).DefaultIfEmpty(0)]) { Counts = _counts, Time = time };
        _devices = new DevicePlugins(new DeviceAllocations(Path.Combine(options.RootFolder, "device-plugins", "allocations.json")), DevicesChanged, time) { Place = topology.PlaceOf, Counted = _counts };
        var (cpus, memory) = (Cpus(topology), Memory(topology));
        topology.Sources = [.. new object[] { cpus, memory, _devices }.OfType<ITopologySource>()];
        topology.Take = (pod, container) => { cpus.CpusOf(pod, container); memory.NodesOf(pod, container); };
        topology.GiveBack = uid => { cpus.Release(uid); memory.Release(uid); };
        _claims = new DynamicResources(new ApiResourceClaims(client), Path.Combine(options.RootFolder, "dra_manager_state"), time);
        _deviceServer = new DeviceServer(options.RootFolder, _devices, new PodResourceReports(() => _workers!.All.Select(static w => w.Pod), _devices), loggers);
        _disks = new IscsiDisks(options.RootFolder, new IscsiMachine { Time = time, SecretAsync = csiObjects.SecretAsync });
        var shares = new NetworkShares(_disks);
        var accounts = new ApiPodAccounts(client, _objects.Tokens);
        var credentials = new PullCredentials(PullCredentials.NodeFolders(options.RootFolder), [.. options.CredentialProviders.Select(p => new CredentialProvider(p, accounts, time, _logger) { Counts = _counts })]);
        var records = new PullRecords(options.RootFolder, options.ImageVerification, time);
        (_prober, _images) = (new Prober(runtime), new PodImages(options, runtime, events, credentials, records, time) { Counts = _counts });
        _workers = new PodWorkers(new PodWorkerServices
        {
            Runtime = runtime,
            Node = () => facts with { Handlers = _reporter!.Handlers, IsNetworkReady = _reporter.IsNetworkReady, HasSwapControl = PodCgroups.HasSwapControl(options.CgroupRoot) },
            Paths = paths,
            Objects = _objects,
            Images = _images,
            Volumes = new PodVolumes(paths, new PersistentVolumes(paths, new ApiVolumeClaims(client), _csi, shares), shares, new ImageVolumes(_images, options.ImageStore), time, _logger) { Counts = _counts },
            Mounts = new VolumeMounts(paths),
            Users = new UserMappings(paths, options.IdsPerPod),
            Cpus = cpus,
            Memory = memory,
            Topology = topology,
            Devices = new AllDevices([_devices, _claims], new NamedDevices("/etc/cdi", "/var/run/cdi"), RuntimeKnowsNamedDevices),
            Prober = _prober,
            Events = events,
            Reports = _reports,
            RuntimeHandler = RuntimeHandlerAsync,
            Load = Load,
            RestartMaxSeconds = options.RestartMaxSeconds,
            Tracer = options.Tracer,
            Counts = _counts,
            Time = time,
            Logger = _logger,
        });
        var health = new NodeHealth(() => _workers.LastRelist, time);
        HealthHandler = health.HandleAsync;
        var requests = new NodeRequests(options, _workers, runtime, new NodeUsage(options, runtime, _workers, _csi.UseAsync, time), new AgentMetrics(_workers, _prober, _certificates, _counts, [runtime.WriteMetrics, client.WriteMetrics, .. options.OtherMetrics], options, time), new CadvisorMetrics(options, _machine, time), _counts, health, time, _logger);
        (Handler, ReadOnlyHandler) = (requests.HandleAsync, requests.HandleReadOnlyAsync);
        _eviction = new Evictions(options, _workers, runtime, events, _events, _counts, time, _logger);
        _imageCollection = new ImageCollection(options, runtime, records, WantedImages, () => _eviction.Pressures.Contains("DiskPressure"), time, _logger);
        _shutdown = new NodeShutdown(options.ShutdownGroups, _workers, () => _reporter!.Wake(), time, _logger);
        _nodes = new Informer<Node>(client, null, new ListOptions { FieldSelector = $"metadata.name={options.NodeName}" }, time, _logger);
        _reporter = new NodeReporter(options, client, runtime, _machine, () => _nodes.Cache.Get(null, options.NodeName), Observe, _events, time, _logger);
    }

    /// <summary>Answers requests to the node: logs, exec, attach, port-forward, statistics. To be served with TLS at the options' port.</summary>
    public RequestDelegate Handler { get; }

    /// <summary>Answers what anybody may read: pods, figures, health.</summary>
    public RequestDelegate ReadOnlyHandler { get; }

    /// <summary>Answers how the agent is.</summary>
    public RequestDelegate HealthHandler { get; }

    /// <summary>Whether the node is registered and its runtime and network are ready.</summary>
    public bool IsReady => _reporter.IsReady;

    /// <summary>The pods of this node.</summary>
    public PodWorkers Pods => _workers;

    /// <summary>Runs until it is stopped; pods go on running then.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _events.Record(false, "Starting", "Starting kubelet.");
        OwnOomScore();
        var bounds = new NodeBounds(_options, _machine, _events, _time);
        bounds.Apply();
        _workers.Begin(stop.Token);
        _pods.Subscribe(Changed);
        _nodes.Subscribe(NodeChanged);
        Task[] parts =
        [
            _pods.RunAsync(stop.Token), _services.RunAsync(stop.Token), _nodes.RunAsync(stop.Token), _reporter.RunAsync(stop.Token),
            new NodeLease(_options, _client, _time, _logger).RunAsync(stop.Token), RelistAsync(stop.Token),
            _eviction.RunAsync(stop.Token), _imageCollection.RunAsync(stop.Token), PluginsAsync(stop.Token), _deviceServer.RunAsync(stop.Token), ShareCpusAsync(stop.Token),
            InhibitShutdownAsync(stop.Token), bounds.RunAsync(stop.Token), new SystemKills(_options.TakeSystemKills, _events, _time).RunAsync(stop.Token),
            new LogRotation(_workers, _runtime, _options, _time, _logger).RunAsync(stop.Token), .. ManifestSources().Select(s => StaticPodsAsync(s, stop.Token)),
        ];
        var first = await Task.WhenAny(parts);
        await stop.CancelAsync();
        try { await Task.WhenAll(parts); }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
        await _workers.DrainAsync();
        await first;
    }

    /// <summary>Ends the node's pods as its configuration says, for the node is about to end. Returns when they have ended or their time is up.</summary>
    public Task ShutDownAsync(CancellationToken cancellation) => _shutdown.RunAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _objects.DisposeAsync();
        await _devices.DisposeAsync();
        _certificates.Dispose();
        _claims.Dispose();
        _prober.Dispose();
        _images.Dispose();
        _disks.Dispose();
    }

    // What runs and is wanted nowhere is ended, so first everything wanted must be known.
    private async Task RelistAsync(CancellationToken cancellation)
    {
        await _pods.WaitForSyncAsync(cancellation);
        await _workers.RunAsync(cancellation);
    }

    private void Changed(InformerChange<Pod> change)
    {
        var pod = change.New ?? change.Old!;
        if (StaticPods.IsMirror(pod))
        {
            // A mirror that somebody deletes goes at once and comes again: only its file decides over a static pod.
            if (change.New is null || pod.Metadata.DeletionTimestamp is not null) { _ = RenewMirrorAsync(pod, change.New is null); }
            return;
        }
        if (change.New is null) { _workers.Unwant(pod.Metadata.Uid ?? ""); return; }
        if (change.Old is not null && change.Old.Metadata.Uid != pod.Metadata.Uid) { _workers.Unwant(change.Old.Metadata.Uid ?? ""); }
        _workers.Want(pod);
    }

    // What somebody gives the node is promised to pods at once.
    private void NodeChanged(InformerChange<Node> change)
    {
        if (change.Old is not { } old || change.New is not { } now) { return; }
        if (old.Status.Capacity != now.Status.Capacity) { _reporter.Wake(); }
        if (old.Spec.Unschedulable != now.Spec.Unschedulable) { _events.Placing(now.Spec.Unschedulable is not true); }
    }

    // Where memory runs out, the agent is not what is ended first.
    private void OwnOomScore()
    {
        if (_options.OomScoreAdjust is not { } score) { return; }
        try { File.WriteAllText("/proc/self/oom_score_adj", score.ToString(System.Globalization.CultureInfo.InvariantCulture)); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { _logger.LogWarning("oomScoreAdj {Score} cannot be set: {Cause}", score, e.Message); }
    }

    private async Task InhibitShutdownAsync(CancellationToken cancellation)
    {
        if (!_options.ShutdownGroups.IsEmpty && ShutdownInhibitor.IsPossible) { await new ShutdownInhibitor(ShutdownGroups.Total(_options.ShutdownGroups), _shutdown, "/etc/systemd/logind.conf.d", "", _logger).RunAsync(cancellation); }
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellation);
    }

    private NodeObservation Observe() => new(_eviction.Pressures, _devices.Counts, _csi.InUse, _shutdown.IsGoingOn);

    // The node promises what there is; pods tell how theirs are.
    private void DevicesChanged()
    {
        _reporter?.Wake();
        foreach (var uid in _devices.Allocations.All.Keys.Select(static k => k.Pod).Distinct()) { _workers?.Wake(uid); }
    }

    private ICpuAssigner Cpus(NodeTopology topology) => !_options.HasStaticCpus ? new AllCpus()
        : new StaticCpus(CpuPlace.Read(), CpuSet.Parse(_options.ReservedCpus), Path.Combine(_options.RootFolder, "cpu_manager_state"), () => _cpusChanged.Set(), CpuOptions.Of(_options.CpuOptions), topology.PlaceOf) { Counts = _counts };

    private IMemoryAssigner Memory(NodeTopology topology) => !_options.HasStaticMemory ? new AllMemory()
        : new StaticMemory(MemoryPlace.Read(), _options.ReservedMemory, Path.Combine(_options.RootFolder, "memory_manager_state"), topology.PlaceOf);

    // Who shares CPUs with others must leave those that one of the others got for its own.
    private async Task ShareCpusAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _cpusChanged.WaitAsync(null, cancellation);
            try { await _workers.ShareCpusAsync(cancellation); }
            catch (RuntimeException e) { _logger.LogWarning("shared CPUs: {Cause}", e.Message); }
        }
    }

    // containerd does since 1.7, Docker Engine since 25 and where it is switched on.
    private bool RuntimeKnowsNamedDevices() => _reporter.Node?.Status.NodeInfo?.ContainerRuntimeVersion?.Split("://") is [var name, var version]
        && name != "docker" && (name != "containerd" || (Version.TryParse(version.TrimStart('v').Split('-', '~', '+')[0], out var number) && number >= new Version(1, 7)));

    // Drivers may be there before the node is registered; their entry needs it.
    private async Task PluginsAsync(CancellationToken cancellation)
    {
        while (!await EnsureCsiNodeAsync(cancellation)) { await Task.Delay(TimeSpan.FromSeconds(1), _time, cancellation); }
        await new PluginSockets(Path.Combine(_options.RootFolder, "plugins_registry"), [_csiDrivers, _devices, _claims], _time, _logger).RunAsync(cancellation);
    }

    private async Task<bool> EnsureCsiNodeAsync(CancellationToken cancellation)
    {
        if (_reporter.Node is null) { return false; }
        try { await _csiNode.EnsureAsync(cancellation); }
        catch (PluginException e) { _logger.LogDebug("{Cause}", e.Message); return false; }
        return true;
    }

    private async Task RenewMirrorAsync(Pod mirror, bool isGone)
    {
        try { await _reports.MirrorDeletedAsync(mirror, isGone, CancellationToken.None); }
        catch (Exception e) when (e is StatusException or HttpRequestException) { _logger.LogWarning("mirror {Name}: {Cause}", mirror.Metadata.Name, e.Message); }
        _workers.Wake(mirror.Metadata.Annotations.Get(StaticPods.MirrorAnnotation) ?? "");
    }

    // Each source by itself: what one of them cannot say now is no word about another's pods.
    private async Task StaticPodsAsync(IManifestSource source, CancellationToken cancellation)
    {
        var known = new Dictionary<string, Pod>(StringComparer.Ordinal);
        while (true)
        {
            var now = (await source.ReadAsync(cancellation)).ToDictionary(static p => p.Metadata.Uid ?? "", StringComparer.Ordinal);
            foreach (var (uid, pod) in now)
            {
                if (known.TryAdd(uid, pod)) { _workers.Want(pod); }
            }
            foreach (var uid in known.Keys.Where(u => !now.ContainsKey(u)).ToList())
            {
                known.Remove(uid);
                _workers.Unwant(uid);
            }
            await Task.Delay(source.Period, _time, cancellation);
        }
    }

    private IEnumerable<IManifestSource> ManifestSources()
    {
        if (_options.StaticPodFolder.Length > 0) { yield return new ManifestFolder(_options.StaticPodFolder, _options.StaticPodPeriod, _options.NodeName, _logger); }
        if (_options.StaticPodAddress is { } address) { yield return new ManifestAddress(address, _options.StaticPodHeaders, _options.StaticPodAddressPeriod, _options.NodeName, _logger); }
    }

    private async Task<string?> RuntimeHandlerAsync(string name, CancellationToken cancellation)
    {
        try { return (await _client.GetAsync<RuntimeClass>(null, name, cancellation)).Handler; }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return null; }
    }

    // Images of all containers that are there, running or not, and of all pods' volumes.
    private HashSet<string> WantedImages()
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var worker in _workers.All)
        {
            foreach (var container in worker.Actual.Containers)
            {
                wanted.Add(container.ImageId);
                wanted.Add(container.Image);
            }
            foreach (var container in PodContainers.Of(worker.Pod.Spec)) { wanted.Add(container.Spec.Image ?? ""); }
            foreach (var volume in worker.Pod.Spec.Volumes) { wanted.Add(volume.Image?.Reference ?? ""); }
        }
        return wanted;
    }

    private NodeLoad Load() => new()
    {
        Allocatable = _machine.Allocatable(_options).SetAll((_reporter.Node?.Status.Allocatable ?? ApiMap<Quantity>.Empty).Where(static r => NodeStatuses.IsExtended(r.Key))),
        Node = _reporter.Node,
        AllowedUnsafeSysctls = _options.AllowedUnsafeSysctls,
        HasAppArmor = Directory.Exists("/sys/kernel/security/apparmor"),
        Pressures = _eviction.Pressures,
        IsShuttingDown = _shutdown.IsGoingOn,
    };

    private NodeFacts Facts() => new()
    {
        Name = _options.NodeName,
        TellsReadyToStart = _options.Features.IsOn("PodReadyToStartContainersCondition"),
        Addresses = _options.Addresses,
        Allocatable = _machine.Allocatable(_options),
        MemoryBytes = _machine.MemoryBytes,
        Hostname = _options.Hostname.Length > 0 ? _options.Hostname : _options.NodeName,
        Resolver = File.Exists(_options.ResolvConf) ? PodResolver.Parse(File.ReadAllText(_options.ResolvConf)) : new([], [], []),
        ClusterDns = _options.ClusterDns,
        ClusterDomain = _options.ClusterDomain,
        OomScoreMin = _options.OomScoreMin,
        CgroupRoot = _options.CgroupRoot,
        PodPidsMax = _options.PodPidsMax,
        CpuPeriodMicroseconds = _options.BoundsCpu ? _options.CpuPeriodMicroseconds : 0,
        KillsOneProcess = _options.KillsOneProcess,
        HasUnifiedCgroups = PodCgroups.IsUnified,
        SwapBytes = _options.SwapBehavior == "LimitedSwap" && PodCgroups.IsUnified ? Machine.SwapTotal() : 0,
        SeccompDefault = _options.SeccompDefault,
        SeccompFolder = Path.Combine(_options.RootFolder, "seccomp"),
    };
}
