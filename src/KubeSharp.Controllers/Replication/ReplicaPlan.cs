using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Controllers.Replication;

/// <summary>What replica sets and replication controllers do alike: keep so many pods. Pure. Source: ReplicaSet.</summary>
public static class ReplicaPlan
{
    /// <summary>More pods than this are not made or deleted in one step.</summary>
    public const int BurstMax = 500;
    private const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";

    /// <summary>The pods that count for the owner: its own, and those it may adopt.</summary>
    public static (ImmutableArray<Pod> Mine, ImmutableArray<PlanAction> Claims) Claim(IApiObject owner, Func<ApiMap<string>, bool> selects, IEnumerable<Pod> pods)
    {
        var mine = ImmutableArray.CreateBuilder<Pod>();
        var claims = ImmutableArray.CreateBuilder<PlanAction>();
        foreach (var pod in pods)
        {
            var controller = pod.Metadata.Controller();
            var fits = selects(pod.Metadata.Labels);
            if (controller is not null && controller.Uid != owner.Metadata.Uid) { continue; }
            if (controller is not null)
            {
                if (fits) { mine.Add(pod); }
                else if (owner.Metadata.DeletionTimestamp is null) { claims.Add(Release(owner, pod)); }
            }
            else if (fits && owner.Metadata.DeletionTimestamp is null && pod.Metadata.DeletionTimestamp is null)
            {
                claims.Add(Adopt(owner, pod));
                mine.Add(pod);
            }
        }
        return (mine.ToImmutable(), claims.ToImmutable());
    }

    /// <summary>Pods to make or to delete, so that as many are active as wanted.</summary>
    public static IEnumerable<PlanAction> Scale(IApiObject owner, int wanted, PodTemplateSpec template, ImmutableArray<Pod> mine)
    {
        var active = mine.Where(static p => p.IsActive()).ToArray();
        if (active.Length < wanted)
        {
            return Enumerable.Range(0, Math.Min(BurstMax, wanted - active.Length)).Select(_ => (PlanAction)new CreateAction<Pod>(PodOf(owner, template)) { Event = (owner, "SuccessfulCreate", "FailedCreate") });
        }
        return active.Order(Comparer<Pod>.Create(CompareForDeletion)).Take(Math.Min(BurstMax, active.Length - wanted))
            .Select(p => (PlanAction)new DeleteAction<Pod>(p) { Event = (owner, "SuccessfulDelete") });
    }

    /// <summary>A pod of the template, controlled by the owner.</summary>
    public static Pod PodOf(IApiObject owner, PodTemplateSpec template) => new()
    {
        Metadata = new ObjectMeta
        {
            GenerateName = owner.Metadata.Name + "-",
            Namespace = owner.Metadata.Namespace,
            OwnerReferences = [owner.ControllerReference()],
            Labels = template.Metadata?.Labels ?? ApiMap<string>.Empty,
            Annotations = template.Metadata?.Annotations ?? ApiMap<string>.Empty,
            Finalizers = template.Metadata?.Finalizers ?? [],
        },
        Spec = template.Spec ?? PodSpec.Empty,
    };

    /// <summary>Available: ready for at least so many seconds.</summary>
    public static bool IsAvailable(Pod pod, int minReadySeconds, DateTimeOffset now) =>
        pod.IsReady() && (minReadySeconds == 0 || pod.Condition("Ready")?.LastTransitionTime + TimeSpan.FromSeconds(minReadySeconds) <= now);

    /// <summary>When a pod that is ready becomes available; null where none is waiting for that.</summary>
    public static TimeSpan? NextAvailable(IEnumerable<Pod> pods, int minReadySeconds, DateTimeOffset now) =>
        minReadySeconds == 0 ? null : pods.Where(p => p.IsReady() && !IsAvailable(p, minReadySeconds, now)).Select(p => p.Condition("Ready")!.LastTransitionTime + TimeSpan.FromSeconds(minReadySeconds) - now).Min();

    /// <summary>Reason of the condition ReplicaFailure where a pod was refused; null: it is no refusal of a pod.</summary>
    public static string? FailureReason(Machinery.Statuses.StatusException refusal) => refusal.Status.Code is 403 or 422 or 400 or 500 ? "FailedCreate" : null;

    // Those go first that matter least: unassigned, pending, not ready, cheap, young.
    private static int CompareForDeletion(Pod a, Pod b)
    {
        int Compare<T>(Func<Pod, T> of) where T : IComparable<T> => of(a).CompareTo(of(b));
        var order = Compare(static p => !string.IsNullOrEmpty(p.Spec.NodeName));
        if (order == 0) { order = Compare(static p => p.Status.Phase switch { "Pending" or null => 0, "Unknown" => 1, _ => 2 }); }
        if (order == 0) { order = Compare(static p => p.IsReady()); }
        if (order == 0) { order = Compare(static p => int.TryParse(p.Metadata.Annotations.Get(DeletionCost), out var cost) ? cost : 0); }
        if (order == 0) { order = -Compare(static p => p.Condition("Ready")?.LastTransitionTime ?? DateTimeOffset.MinValue); }
        if (order == 0) { order = -Compare(static p => p.Status.ContainerStatuses.Sum(static s => s.RestartCount)); }
        return order != 0 ? order : -Compare(static p => p.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue);
    }

    private static PatchAction<Pod> Adopt(IApiObject owner, Pod pod) => new(pod.Metadata.Namespace!, pod.Metadata.Name!, PatchKind.Strategic, ObjectNode.Of(("metadata", ObjectNode.Of(
        ("uid", pod.Metadata.Uid), ("ownerReferences", ArrayNode.Of(ObjectNode.Of(("apiVersion", owner.ApiVersion), ("kind", owner.Kind), ("name", owner.Metadata.Name), ("uid", owner.Metadata.Uid), ("controller", true), ("blockOwnerDeletion", true))))))));

    private static PatchAction<Pod> Release(IApiObject owner, Pod pod) => new(pod.Metadata.Namespace!, pod.Metadata.Name!, PatchKind.Strategic, ObjectNode.Of(("metadata", ObjectNode.Of(
        ("uid", pod.Metadata.Uid), ("ownerReferences", ArrayNode.Of(ObjectNode.Of(("$patch", "delete"), ("uid", owner.Metadata.Uid))))))));
}
