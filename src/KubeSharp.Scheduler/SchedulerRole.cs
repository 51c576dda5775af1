using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Policy.V1;
using KubeSharp.Api.Resources.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Client.Events;
using KubeSharp.Client.Informers;
using KubeSharp.Client.LeaderElection;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Scheduler.Binding;
using KubeSharp.Scheduler.Devices;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Plugins;
using KubeSharp.Scheduler.Preemption;
using KubeSharp.Scheduler.Queue;
using KubeSharp.Scheduler.Snapshot;
using Microsoft.Extensions.Logging;
using ResourceClaim = KubeSharp.Api.Resources.V1.ResourceClaim;
using DeleteOptions = KubeSharp.Client.Rest.DeleteOptions;

namespace KubeSharp.Scheduler;

/// <summary>The scheduler: follows pods and nodes, decides one pod at a time, binds many at once.</summary>
public sealed partial class SchedulerRole
{
    private readonly SchedulerOptions _options;
    private readonly IApiClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly InformerFactory _informers;
    private readonly SchedulingQueue _queue;
    private readonly ClusterState _cluster = new();
    private readonly NominatedPods _nominated = new();
    private readonly EventRecorder _events;
    private readonly Binder _binder;
    private readonly AssumedClaims _deviceClaims;
    private readonly SemaphoreSlim _bindings;
    private int _round;

    /// <summary>Put together, not running yet.</summary>
    public SchedulerRole(SchedulerOptions options, IApiClient client, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _client, _time, _logger) = (options, client, time, loggers.CreateLogger("scheduler"));
        _informers = new InformerFactory(client, time, loggers);
        _queue = new SchedulingQueue(time, options.Metrics);
        _events = new EventRecorder(client, options.Profile.SchedulerName, "", time);
        _binder = new Binder(client, _informers.Get<PersistentVolumeClaim>().Cache, time);
        _deviceClaims = new AssumedClaims(_informers.Get<ResourceClaim>().Cache);
        _bindings = new SemaphoreSlim(options.BindingsMax);
        var pods = _informers.Get<Pod>().Cache;
        options.Metrics.Pending = () => [.. _queue.Counts(), ("gated", pods.List().Count(static p => p.Spec.SchedulingGates.Count > 0 && string.IsNullOrEmpty(p.Spec.NodeName)))];
        options.Metrics.Known = () => [("nodes", _cluster.Nodes.Length), ("pods", _cluster.Nodes.Sum(static n => n.Pods.Length))];
    }

    /// <summary>Schedules until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Follow();
        var following = _informers.RunAsync(cancellation);
        if (_options.ElectsLeader)
        {
            await new LeaderElector(_client, "kube-system", "kube-scheduler", _options.Identity, _time).RunAsync(ScheduleAllAsync, cancellation).ConfigureAwait(false);
        }
        else { await ScheduleAllAsync(cancellation).ConfigureAwait(false); }
        await following.ConfigureAwait(false);
    }

    private void Follow()
    {
        _informers.Get<Node>().Subscribe(TakeNode);
        _informers.Get<Pod>().Subscribe(TakePod);
        _informers.Get<Namespace>().Subscribe(c => { if (c.Old?.Metadata.Labels != c.New?.Metadata.Labels) { _queue.Happened(ClusterEvents.Namespace); } });
        _informers.Get<PersistentVolumeClaim>().Subscribe(_ => _queue.Happened(ClusterEvents.Storage));
        _informers.Get<PersistentVolume>().Subscribe(_ => _queue.Happened(ClusterEvents.Storage));
        _informers.Get<StorageClass>().Subscribe(_ => _queue.Happened(ClusterEvents.Storage));
        _informers.Get<ResourceClaim>().Subscribe(_ => _queue.Happened(ClusterEvents.Devices));
        _informers.Get<ResourceSlice>().Subscribe(_ => _queue.Happened(ClusterEvents.Devices));
        _informers.Get<DeviceClass>().Subscribe(_ => _queue.Happened(ClusterEvents.Devices));
        _informers.Get<PodDisruptionBudget>();
        _informers.Get<Service>();
        _informers.Get<ReplicaSet>();
        _informers.Get<StatefulSet>();
        _informers.Get<ReplicationController>();
    }

    private void TakeNode(InformerChange<Node> change)
    {
        if (change.New is not { } node)
        {
            _cluster.RemoveNode(change.Old!.Metadata.Name!);
            return;
        }
        _cluster.PutNode(node);
        var events = change.Old is not { } old ? ClusterEvents.NodeAdded
            : (old.Status.Allocatable.Equals(node.Status.Allocatable) ? 0 : ClusterEvents.NodeAllocatable)
            | (old.Metadata.Labels.Equals(node.Metadata.Labels) ? 0 : ClusterEvents.NodeLabels)
            | (old.Spec.Taints.Equals(node.Spec.Taints) && old.Spec.Unschedulable == node.Spec.Unschedulable ? 0 : ClusterEvents.NodeTaints);
        if (events != ClusterEvents.None) { _queue.Happened(events); }
    }

    private void TakePod(InformerChange<Pod> change)
    {
        var uid = (change.New ?? change.Old)!.Metadata.Uid ?? "";
        if (change.New is not { } pod || pod.IsFinished() || !string.IsNullOrEmpty(pod.Spec.NodeName)) { _nominated.Remove(uid); }
        if (change.New is not { } || change.New.IsFinished())
        {
            _queue.Remove(uid);
            _cluster.RemovePod(uid);
            _queue.Happened(ClusterEvents.PodRemoved);
            return;
        }
        pod = change.New;
        var state = new PodState(pod);
        if (change.Old is null && string.IsNullOrEmpty(pod.Spec.NodeName) && pod.Status.NominatedNodeName is { Length: > 0 } nominated) { _nominated.Put(state, nominated); }
        if (!string.IsNullOrEmpty(pod.Spec.NodeName))
        {
            _queue.Remove(uid);
            _cluster.PutPod(state, pod.Spec.NodeName);
            if (string.IsNullOrEmpty(change.Old?.Spec.NodeName) || !change.Old.Metadata.Labels.Equals(pod.Metadata.Labels)) { _queue.Happened(ClusterEvents.PodAssigned); }
            return;
        }
        var isOurs = (pod.Spec.SchedulerName ?? _options.Profile.SchedulerName) == _options.Profile.SchedulerName;
        if (!isOurs || pod.Metadata.DeletionTimestamp is not null || pod.Spec.SchedulingGates.Count > 0) { _queue.Remove(uid); }
        // Our own writing of its status is no reason to try again; that its claims of devices were made is.
        else if (change.Old is null || !change.Old.Spec.Equals(pod.Spec) || !change.Old.Metadata.Labels.Equals(pod.Metadata.Labels) || !change.Old.Status.ResourceClaimStatuses.Equals(pod.Status.ResourceClaimStatuses)) { _queue.Add(state); }
    }

    private async Task ScheduleAllAsync(CancellationToken cancellation)
    {
        await _informers.WaitForSyncAsync(cancellation).ConfigureAwait(false);
        while (!cancellation.IsCancellationRequested)
        {
            PodState pod;
            try { pod = await _queue.TakeAsync(cancellation).ConfigureAwait(false); }
            catch (OperationCanceledException) { return; }
            var began = _time.GetTimestamp();
            var cluster = _nominated.Reserve(Snapshot(), pod);
            var decision = Planner.Decide(pod, cluster, _options.Profile, Interlocked.Increment(ref _round) & int.MaxValue);
            _options.Metrics.Decisions.Observe(_time.GetElapsedTime(began));
            if (decision.NodeName.Length == 0)
            {
                await RefuseAsync(pod, cluster, decision, began, cancellation).ConfigureAwait(false);
                continue;
            }
            if (Reserve(pod, decision.NodeName, cluster) is not { } devices)
            {
                Tried("error", began);
                continue;
            }
            var standing = _queue.StandingOf(pod.Uid);
            _cluster.PutPod(pod, decision.NodeName);
            await _bindings.WaitAsync(cancellation).ConfigureAwait(false);
            _ = BindAsync(pod, decision.NodeName, devices, began, standing, cancellation);
        }
    }

    // The devices are the pod's from now on, though it is not written yet. Null: they are not to be had after all.
    private ImmutableArray<ResourceClaim>? Reserve(PodState pod, string nodeName, ClusterSnapshot cluster)
    {
        if (pod.Pod.Spec.ResourceClaims.Count == 0 || _options.Profile.Filters.OfType<DynamicResources>().FirstOrDefault() is not { } plugin) { return []; }
        try
        {
            var devices = plugin.Reserve(pod, cluster.Nodes.First(n => n.Name == nodeName).Node, cluster, _time.GetUtcNow());
            foreach (var claim in devices) { _deviceClaims.Put(claim); }
            return devices;
        }
        catch (DeviceException e)
        {
            LogBindFailure(pod.FullName, nodeName, e.Message);
            _queue.Park(pod, ClusterEvents.All);
            return null;
        }
    }

    private async Task BindAsync(PodState pod, string nodeName, ImmutableArray<ResourceClaim> devices, long began, (int Attempts, DateTimeOffset Since)? standing, CancellationToken cancellation)
    {
        try
        {
            if (await _binder.BindAsync(pod, nodeName, devices, cancellation).ConfigureAwait(false))
            {
                _events.Record(EventRecorder.Reference(pod.Pod), "Normal", "Scheduled", $"Successfully assigned {pod.FullName} to {nodeName}");
                Tried("scheduled", began);
                if (standing is var (attempts, since)) { _options.Metrics.Placed(attempts, _time.GetUtcNow() - since); }
                return;
            }
            _cluster.RemovePod(pod.Uid);
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            Tried("error", began);
            LogBindFailure(pod.FullName, nodeName, e.Message);
            _cluster.RemovePod(pod.Uid);
            foreach (var claim in devices) { _deviceClaims.Forget(claim); }
            _queue.Park(pod, ClusterEvents.All);
            _events.Record(EventRecorder.Reference(pod.Pod), "Warning", "FailedScheduling", $"binding rejected: {e.Message}");
        }
        finally { _bindings.Release(); }
    }

    private async Task RefuseAsync(PodState pod, ClusterSnapshot cluster, SchedulingDecision decision, long began, CancellationToken cancellation)
    {
        // While those that make room for it are still going, nobody else has to.
        var nominated = _nominated.NodeOf(pod.Uid);
        var isMakingRoom = cluster.Nodes.FirstOrDefault(n => n.Name == nominated)?.Pods.Any(p => p.Priority < pod.Priority && p.Pod.Metadata.DeletionTimestamp is not null) == true;
        if (!isMakingRoom && pod.Pod.Spec.PreemptionPolicy != "Never") { _options.Metrics.Preemptions.Add(1); }
        var plan = isMakingRoom ? null : Preemptor.Plan(pod, cluster, decision, _options.Profile);
        Tried("unschedulable", began);
        if (plan is { } chosen) { _options.Metrics.Victims.Observe(chosen.Victims.Length); }
        if (plan is { } room) { _nominated.Put(pod, nominated = room.NodeName); }
        else if (!isMakingRoom) { _nominated.Remove(pod.Uid); nominated = ""; }
        var message = decision.Message + (isMakingRoom ? " preemption: not eligible due to a terminating pod on the nominated node." : plan is null ? decision.PreemptionMessage(pod.Pod.Spec.PreemptionPolicy == "Never") : "");
        try
        {
            foreach (var victim in plan?.Victims ?? [])
            {
                await _binder.WritePreemptedAsync(victim, cancellation).ConfigureAwait(false);
                await _client.DeleteAsync<Pod>(victim.Namespace, victim.Pod.Metadata.Name!, new DeleteOptions { Uid = victim.Uid }, cancellation).ConfigureAwait(false);
                _events.Record(EventRecorder.Reference(victim.Pod), "Normal", "Preempted", $"Preempted by pod {pod.Uid} on node {plan!.Value.NodeName}");
            }
            if (DynamicResources.InTheWay(pod, cluster, decision) is { } claim) { await _client.UpdateStatusAsync(claim with { Status = claim.Status with { Allocation = null } }, cancellation).ConfigureAwait(false); }
            await _binder.WriteUnschedulableAsync(pod, message, nominated, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException) { LogBindFailure(pod.FullName, plan?.NodeName ?? "", e.Message); }
        _events.Record(EventRecorder.Reference(pod.Pod), "Warning", "FailedScheduling", message);
        _queue.Park(pod, decision.AwaitedEvents(_options.Profile));
    }

    private void Tried(string result, long began) => _options.Metrics.Tried(_options.Profile.SchedulerName, result, _time.GetElapsedTime(began));

    private ClusterSnapshot Snapshot() => new()
    {
        Nodes = _cluster.Nodes,
        NamespaceLabels = ns => _informers.Get<Namespace>().Cache.Get(null, ns)?.Metadata.Labels ?? ApiMap<string>.Empty,
        Claim = (ns, name) => _informers.Get<PersistentVolumeClaim>().Cache.Get(ns, name),
        DeviceClaim = _deviceClaims.Find,
        DeviceClaims = () => _deviceClaims.All,
        DeviceSlices = () => _informers.Get<ResourceSlice>().Cache.List(),
        DeviceClass = name => _informers.Get<DeviceClass>().Cache.Get(null, name),
        Volumes = () => _informers.Get<PersistentVolume>().Cache.List(),
        StorageClass = name => _informers.Get<StorageClass>().Cache.Get(null, name),
        Budgets = ns => _informers.Get<PodDisruptionBudget>().Cache.List(ns),
        OwnersSelector = OwnersSelector,
    };

    // What a pod's services and its controller select it by, all together.
    private LabelSelector? OwnersSelector(PodState pod)
    {
        var labels = ApiMap<string>.Empty;
        foreach (var service in _informers.Get<Service>().Cache.List(pod.Namespace).Where(s => s.Spec.Selector.Selects(pod.Labels))) { labels = labels.SetAll(service.Spec.Selector); }
        var owner = pod.Pod.Metadata.OwnerReferences.FirstOrDefault(static o => o.Controller == true);
        var selector = owner?.Kind switch
        {
            "ReplicaSet" => _informers.Get<ReplicaSet>().Cache.Get(pod.Namespace, owner.Name)?.Spec.Selector,
            "StatefulSet" => _informers.Get<StatefulSet>().Cache.Get(pod.Namespace, owner.Name)?.Spec.Selector,
            "ReplicationController" => _informers.Get<ReplicationController>().Cache.Get(pod.Namespace, owner.Name) is { } rc ? new LabelSelector { MatchLabels = rc.Spec.Selector } : null,
            _ => null,
        };
        if (selector is not null) { return selector with { MatchLabels = selector.MatchLabels.SetAll(labels) }; }
        return labels.Count > 0 ? new LabelSelector { MatchLabels = labels } : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "pod {Pod} could not be put on node {Node}: {Reason}")]
    private partial void LogBindFailure(string pod, string node, string reason);
}
