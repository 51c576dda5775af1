using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Devices;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Nodes;

/// <summary>Makes the status that the agent reports of its node. Pure. Source: Nodes, node status.</summary>
public static class NodeStatuses
{
    // What servers ask of a node before they rely on it, by name.
    private static readonly string[] _declared = ["ExtendWebSocketsToKubelet", "InPlacePodLevelResourcesVerticalScaling", "InPlacePodVerticalScalingInitContainers", "RestartAllContainersOnContainerExits"];

    /// <summary>The status on top of what others wrote into it: extended resources that somebody gave the node are promised to pods as they are.</summary>
    /// <param name="old">As the API server has it.</param>
    /// <param name="options">How the agent is set up.</param>
    /// <param name="machine">What the machine has.</param>
    /// <param name="version">The runtime's.</param>
    /// <param name="readiness">The runtime's.</param>
    /// <param name="images">On the node.</param>
    /// <param name="pressures">Conditions that hold.</param>
    /// <param name="devices">Devices of plug-ins by resource.</param>
    /// <param name="volumesInUse">Attachable volumes that pods of the node use, by their names at the API server.</param>
    /// <param name="now">The time.</param>
    public static NodeStatus Of(NodeStatus old, NodeAgentOptions options, Machine machine, RuntimeVersion version, RuntimeReadiness readiness, IReadOnlyList<ImageActual> images, IReadOnlyList<string> pressures, IReadOnlyDictionary<string, DeviceCount> devices, IReadOnlyList<string> volumesInUse, DateTimeOffset now)
    {
        var ready = readiness is { RuntimeReady: true, NetworkReady: true };
        NodeCondition[] ours =
        [
            Pressure("MemoryPressure", "KubeletHasInsufficientMemory", "kubelet has insufficient memory available", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            Pressure("DiskPressure", "KubeletHasDiskPressure", "kubelet has disk pressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            Pressure("PIDPressure", "KubeletHasInsufficientPID", "kubelet has insufficient PID available", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            ready ? Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status")
                : Condition("Ready", "False", "KubeletNotReady", readiness.Message.Length > 0 ? readiness.Message : "container runtime is not ready"),
        ];
        var conditions = new List<NodeCondition>(old.Conditions.Where(c => !ours.Any(o => o.Type == c.Type)));
        foreach (var condition in ours)
        {
            var before = old.Conditions.FirstOrDefault(c => c.Type == condition.Type);
            var since = before is not null && before.Status == condition.Status ? before.LastTransitionTime : Seconds(now);
            conditions.Add(condition with { LastHeartbeatTime = Seconds(now), LastTransitionTime = since });
        }
        var capacity = old.Capacity.SetAll(machine.Capacity(options.PodsMax)).SetAll(devices.Select(static d => KeyValuePair.Create(d.Key, Quantity.FromValue(d.Value.Capacity))));
        var hostname = options.Hostname.Length > 0 ? options.Hostname : options.NodeName;
        return old with
        {
            Capacity = capacity,
            Allocatable = Allocatable(capacity, machine.Allocatable(options), devices),
            Conditions = conditions.ToApiList(),
            Addresses = [.. options.Addresses.Select(static a => new NodeAddress { Type = "InternalIP", Address = a }), new NodeAddress { Type = "Hostname", Address = hostname }],
            DaemonEndpoints = new NodeDaemonEndpoints { KubeletEndpoint = new DaemonEndpoint { Port = options.Port } },
            NodeInfo = machine.System with { ContainerRuntimeVersion = $"{version.Name}://{version.Version}" },
            Images = Images(images, options.ReportedImagesMax),
            RuntimeHandlers = [.. readiness.Handlers.Select(static h => new NodeRuntimeHandler { Name = h.Name, Features = new NodeRuntimeHandlerFeatures { UserNamespaces = h.UserNamespaces, RecursiveReadOnlyMounts = h.RecursiveReadOnly } })],
            DeclaredFeatures = options.Features.IsOn("NodeDeclaredFeatures") ? [.. _declared.Where(options.Features.IsOn)] : [],
            VolumesInUse = [.. volumesInUse.Order(StringComparer.Ordinal)],
        };

        NodeCondition Pressure(string type, string reason, string message, string otherReason, string otherMessage) =>
            pressures.Contains(type) ? Condition(type, "True", reason, message) : Condition(type, "False", otherReason, otherMessage);
    }

    /// <summary>Whether a resource is neither the kernel's nor Kubernetes' own: its name has a domain that is not theirs.</summary>
    public static bool IsExtended(string resource) => resource.IndexOf('/', StringComparison.Ordinal) is var slash and > 0
        && resource[..slash] is var domain && domain != "kubernetes.io" && !domain.EndsWith(".kubernetes.io", StringComparison.Ordinal);

    private static ApiMap<Quantity> Allocatable(ApiMap<Quantity> capacity, ApiMap<Quantity> own, IReadOnlyDictionary<string, DeviceCount> devices)
    {
        var promised = own;
        foreach (var (name, quantity) in capacity)
        {
            if (IsExtended(name)) { promised = promised.Set(name, devices.TryGetValue(name, out var count) ? Quantity.FromValue(count.Healthy) : quantity); }
        }
        return promised;
    }

    /// <summary>Whether anything but the time of the heartbeat differs.</summary>
    public static bool Differs(NodeStatus a, NodeStatus b) => Still(a) != Still(b);

    private static NodeStatus Still(NodeStatus status) => status with { Conditions = status.Conditions.Select(static c => c with { LastHeartbeatTime = null }).OrderBy(static c => c.Type, StringComparer.Ordinal).ToApiList() };

    private static NodeCondition Condition(string type, string status, string reason, string message) => new() { Type = type, Status = status, Reason = reason, Message = message };

    // The largest, by which the scheduler prefers nodes that need not pull.
    private static ApiList<ContainerImage> Images(IReadOnlyList<ImageActual> images, int most) =>
        images.OrderByDescending(static i => i.SizeBytes).ThenBy(static i => i.Id, StringComparer.Ordinal).Take(most < 0 ? int.MaxValue : most)
            .Select(static i => new ContainerImage { Names = i.Digests.Take(5).Concat(i.Tags.Take(5)).ToApiList(), SizeBytes = i.SizeBytes })
            .Where(static i => i.Names.Count > 0).ToApiList();

    private static DateTimeOffset Seconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
