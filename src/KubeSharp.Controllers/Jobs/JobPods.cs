using System.Globalization;
using KubeSharp.Api;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Controllers.Jobs;

/// <summary>How a job's pods are made, let go and deleted. Pure.</summary>
internal static class JobPods
{
    private const string Tracking = "batch.kubernetes.io/job-tracking";
    private const string IndexVariable = "JOB_COMPLETION_INDEX";

    /// <summary>Whether the pod waits to be counted.</summary>
    public static bool HasTracking(Pod pod) => pod.Metadata.Finalizers.Contains(Tracking);

    /// <summary>The pod waits no longer.</summary>
    public static PlanAction Untrack(Pod pod) => new PatchAction<Pod>(pod.Metadata.Namespace!, pod.Metadata.Name!, PatchKind.Strategic,
        ObjectNode.Of(("metadata", ObjectNode.Of(("uid", pod.Metadata.Uid), ("$deleteFromPrimitiveList/finalizers", ArrayNode.Of(Tracking))))));

    /// <summary>Deletes a pod that is not to count as a failure.</summary>
    public static IEnumerable<PlanAction> Withdraw(Job job, Pod pod)
    {
        if (HasTracking(pod)) { yield return Untrack(pod); }
        yield return Delete(job, pod);
    }

    /// <summary>Deletes a pod; how it ends is counted.</summary>
    public static DeleteAction<Pod> Delete(Job job, Pod pod) => new(pod) { Event = (job, "SuccessfulDelete") };

    /// <summary>Makes a pod; of an Indexed job with its index and what is known of those before it.</summary>
    public static CreateAction<Pod> Create(Job job, int? index, IEnumerable<KeyValuePair<string, string>> carried)
    {
        var pod = ReplicaPlan.PodOf(job, job.Spec.Template);
        pod = pod with { Metadata = pod.Metadata with { Finalizers = pod.Metadata.Finalizers.Add(Tracking) } };
        if (index is { } i)
        {
            var text = i.ToString(CultureInfo.InvariantCulture);
            pod = pod with
            {
                Metadata = pod.Metadata with { GenerateName = $"{job.Metadata.Name}-{text}-", Annotations = pod.Metadata.Annotations.Set(JobIndexes.Key, text).SetAll(carried), Labels = pod.Metadata.Labels.Set(JobIndexes.Key, text) },
                Spec = pod.Spec with { Hostname = $"{job.Metadata.Name}-{text}", Containers = WithIndex(pod.Spec.Containers), InitContainers = WithIndex(pod.Spec.InitContainers) },
            };
        }
        return new CreateAction<Pod>(pod) { Event = (job, "SuccessfulCreate", "FailedCreate") };
    }

    /// <summary>When the pod ended; null: it has not, or does not say.</summary>
    public static DateTimeOffset? EndedAt(Pod pod) =>
        pod.Status.ContainerStatuses.Select(static s => s.State?.Terminated?.FinishedAt).Max() ?? pod.Condition("Ready")?.LastTransitionTime ?? pod.Metadata.DeletionTimestamp;

    private static ApiList<Container> WithIndex(ApiList<Container> containers) => containers.Select(static c => c.Env.Any(static e => e.Name == IndexVariable) ? c : c with
    {
        Env = c.Env.Add(new EnvVar { Name = IndexVariable, ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = $"metadata.labels['{JobIndexes.Key}']" } } }),
    }).ToApiList();
}
