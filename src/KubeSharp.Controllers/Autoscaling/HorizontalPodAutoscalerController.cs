using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.Api.Autoscaling.V2;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Autoscaling;

/// <summary>Scales what autoscalers name by what its pods use, every fifteen seconds. Source: Horizontal Pod Autoscaling.</summary>
public sealed class HorizontalPodAutoscalerController : IController
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<ObjectKey, ScaleHistory> _histories = new();
    private ObjectCache<HorizontalPodAutoscaler> _autoscalers = new();
    private ObjectCache<Pod> _pods = new();

    /// <inheritdoc/>
    public string Name => "horizontal-pod-autoscaler-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["HorizontalPodAutoscaler", "Pod"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["HorizontalPodAutoscaler/status", "Scale.spec.replicas"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_autoscalers, _pods) = (informers.Get<HorizontalPodAutoscaler>().Cache, informers.Get<Pod>().Cache);
        // Its own status is no reason to look again before it is time.
        informers.Get<HorizontalPodAutoscaler>().Subscribe(c => { if (c.Old is null || c.New is null || !c.Old.Spec.Equals(c.New.Spec)) { enqueue(Following.Key((c.New ?? c.Old)!)); } });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        if (_autoscalers.Get(key.Namespace, key.Name) is not { } value)
        {
            _histories.TryRemove(key, out _);
            return Plan.Nothing;
        }
        if (value.Metadata.DeletionTimestamp is not null) { return Plan.Nothing; }
        return Plan.Of(new AutoscaleAction(value, [.. _pods.List(key.Namespace)], _histories.GetValueOrDefault(key, ScaleHistory.Empty), h => _histories[key] = h, now)) with { After = _lookEvery };
    }
}
