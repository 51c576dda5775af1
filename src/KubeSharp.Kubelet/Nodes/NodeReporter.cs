using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using Microsoft.Extensions.Logging;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Kubelet.Nodes;

/// <summary>Registers the node and reports its condition.</summary>
/// <param name="options">How the agent is set up.</param>
/// <param name="client">The API server.</param>
/// <param name="runtime">The container runtime.</param>
/// <param name="machine">What the machine has.</param>
/// <param name="node">The node as it is watched; null: not seen yet.</param>
/// <param name="facts">What else the agent knows of its node now.</param>
/// <param name="events">Takes what happens to the node.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed class NodeReporter(NodeAgentOptions options, IApiClient client, IPodRuntime runtime, Machine machine, Func<Node?> node, Func<NodeObservation> facts, NodeEvents events, TimeProvider time, ILogger logger)
{
    private const int QuickLookMilliseconds = 200, RetrySeconds = 1;
    private static readonly PatchOptions _options = new() { FieldManager = "kubelet" };
    private Node? _node;
    private string _podRange = "";
    private DateTimeOffset _reportedAt;
    private readonly PodSignal _wake = new(time);

    /// <summary>The node as the API server has it; null before it is registered.</summary>
    public Node? Node => node() is { } watched && (_node is null || Version(watched) >= Version(_node)) ? watched : _node;

    /// <summary>The runtime's handlers as last seen.</summary>
    public ImmutableArray<HandlerAbility> Handlers { get; private set; } = [];

    /// <summary>Whether the runtime can give pods addresses.</summary>
    public bool IsNetworkReady { get; private set; }

    /// <summary>Whether the node is registered and ready.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Reports until the agent stops: often until the node is ready, then seldom.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var wait = IsReady ? TimeSpan.FromSeconds(options.StatusPeriodSeconds) : TimeSpan.FromMilliseconds(QuickLookMilliseconds);
            try { await ReportAsync(cancellation); }
            catch (Exception e) when (e is StatusException or HttpRequestException or RuntimeException or IOException)
            {
                logger.LogWarning("the node's status could not be reported: {Cause}", e.Message);
                if (e is StatusException { Status.Code: 404 }) { _node = null; }
                wait = TimeSpan.FromSeconds(RetrySeconds);
            }
            await _wake.WaitAsync(time.GetUtcNow() + wait, cancellation);
        }
    }

    /// <summary>Something that the status tells changed: it is reported now.</summary>
    public void Wake() => _wake.Set();

    private async Task ReportAsync(CancellationToken cancellation)
    {
        var (version, readiness, images) = await ObserveAsync(cancellation);
        (Handlers, IsNetworkReady) = (readiness.Handlers, readiness.NetworkReady);
        var now = time.GetUtcNow();
        _node ??= await RegisterAsync(cancellation);
        _node = Node!;
        var known = facts();
        if (known.IsShuttingDown) { readiness = readiness with { RuntimeReady = false, Message = "node is shutting down" }; }
        var status = NodeStatuses.Of(_node.Status, options, machine, version, readiness, images, known.Pressures, known.Devices, known.VolumesInUse, now);
        events.Changed(_node.Status, status);
        if (NodeStatuses.Differs(_node.Status, status) || now - _reportedAt > TimeSpan.FromSeconds(options.StatusReportSeconds))
        {
            _node = await client.PatchAsync<Node>(null, options.NodeName, PatchKind.Strategic, NodeStatusPatch.Between(_node.Status, status), "status", _options, cancellation);
            _reportedAt = now;
        }
        else if (!IsReady) { _node = await client.GetAsync<Node>(null, options.NodeName, cancellation); }
        IsReady = readiness is { RuntimeReady: true, NetworkReady: true };
        await TakePodRangeAsync(cancellation);
    }

    private async Task<(RuntimeVersion, RuntimeReadiness, ImmutableArray<ImageActual>)> ObserveAsync(CancellationToken cancellation)
    {
        try
        {
            return (await runtime.GetVersionAsync(cancellation), await runtime.GetReadinessAsync(cancellation), await runtime.ListImagesAsync(cancellation));
        }
        catch (RuntimeException e) { return (new RuntimeVersion("containerd", "unknown"), new RuntimeReadiness(false, false, $"container runtime is down: {e.Message}"), []); }
    }

    private async Task TakePodRangeAsync(CancellationToken cancellation)
    {
        if (_node?.Spec.PodCIDR is not { Length: > 0 } range || range == _podRange) { return; }
        await runtime.SetPodRangeAsync(_node.Spec.PodCIDRs.Count > 0 ? string.Join(',', _node.Spec.PodCIDRs) : range, cancellation);
        _podRange = range;
    }

    private async Task<Node> RegisterAsync(CancellationToken cancellation)
    {
        var labels = OwnLabels();
        if (options.RegisterNode)
        {
            var wanted = new Node
            {
                Metadata = new Api.Meta.V1.ObjectMeta { Name = options.NodeName, Labels = labels, Annotations = ApiMap.Of(("volumes.kubernetes.io/controller-managed-attach-detach", "true")) },
                Spec = new NodeSpec { Taints = [.. options.Taints], ProviderID = options.ProviderId.Length > 0 ? options.ProviderId : null },
                Status = NodeStatuses.Of(NodeStatus.Empty, options, machine, new RuntimeVersion("", ""), new RuntimeReadiness(false, false, "the node is starting"), [], [], NodeObservation.Nothing.Devices, [], time.GetUtcNow()),
            };
            try
            {
                var created = await client.CreateAsync(wanted, cancellation);
                events.Changed(NodeStatus.Empty, created.Status);
                return created;
            }
            catch (StatusException e) when (e.Is(StatusReason.AlreadyExists)) { }
        }
        var there = await client.GetAsync<Node>(null, options.NodeName, cancellation);
        if (labels.All(l => there.Metadata.Labels.Get(l.Key) == l.Value)) { return there; }
        var changed = ObjectNode.Of(("metadata", ObjectNode.Of(("labels", ObjectNode.Of([.. labels.Select(static l => (l.Key, (Machinery.Documents.Node?)l.Value))])))));
        return await client.PatchAsync<Node>(null, options.NodeName, PatchKind.Strategic, changed.ToUtf8(), "", _options, cancellation);
    }

    private ApiMap<string> OwnLabels() => ApiMap.Of(
        ("kubernetes.io/hostname", options.Hostname.Length > 0 ? options.Hostname : options.NodeName),
        ("kubernetes.io/os", "linux"), ("kubernetes.io/arch", Machine.ArchitectureName),
        ("beta.kubernetes.io/os", "linux"), ("beta.kubernetes.io/arch", Machine.ArchitectureName)).SetAll(options.Labels);

    private static long Version(Node node) => long.TryParse(node.Metadata.ResourceVersion, out var version) ? version : 0;
}
