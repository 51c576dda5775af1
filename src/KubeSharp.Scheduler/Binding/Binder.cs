using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Scheduler.Plugins;
using KubeSharp.Scheduler.Snapshot;
using ResourceClaim = KubeSharp.Api.Resources.V1.ResourceClaim;
using JsonNode = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Scheduler.Binding;

/// <summary>Writes decisions to the API server.</summary>
public sealed class Binder(IApiClient client, ObjectCache<PersistentVolumeClaim> claims, TimeProvider time)
{
    private const string DeviceFinalizer = "resource.kubernetes.io/delete-protection";
    private const string SelectedNode = "volume.kubernetes.io/selected-node";
    private static readonly TimeSpan _claimWaitMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _claimLookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Gives the pod the node, after its claims have volumes there and those of devices are written as given. False: the pod is gone or has another node.</summary>
    /// <exception cref="TimeoutException">A claim has got no volume in time.</exception>
    public async Task<bool> BindAsync(PodState pod, string nodeName, ImmutableArray<ResourceClaim> devices, CancellationToken cancellation)
    {
        await BindClaimsAsync(pod, nodeName, cancellation).ConfigureAwait(false);
        foreach (var claim in devices) { await WriteDevicesAsync(claim, cancellation).ConfigureAwait(false); }
        var binding = new Api.Core.V1.Binding
        {
            Metadata = new ObjectMeta { Name = pod.Pod.Metadata.Name, Namespace = pod.Namespace, Uid = pod.Uid },
            Target = new ObjectReference { ApiVersion = "v1", Kind = "Node", Name = nodeName },
        };
        try
        {
            await client.CreateSubresourceAsync<Pod>(pod.Namespace, pod.Pod.Metadata.Name!, "binding", binding, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (StatusException e) when (e.Status.Code is 404 or 409) { return false; }
    }

    /// <summary>Marks a pod that has to make room for another.</summary>
    public async Task WritePreemptedAsync(PodState victim, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var condition = ObjectNode.Of(("type", "DisruptionTarget"), ("status", "True"), ("reason", "PreemptionByScheduler"), ("message", "default-scheduler: preempting to accommodate a higher priority pod"), ("lastTransitionTime", now));
        var patch = ObjectNode.Of(("metadata", ObjectNode.Of(("uid", victim.Uid))), ("status", ObjectNode.Of(("conditions", ArrayNode.Of(condition)))));
        try { await client.PatchAsync<Pod>(victim.Namespace, victim.Pod.Metadata.Name!, PatchKind.Strategic, patch.ToUtf8(), "status", new PatchOptions(), cancellation).ConfigureAwait(false); }
        catch (StatusException e) when (e.Status.Code is 404 or 409) { }
    }

    /// <summary>Writes why the pod has no node.</summary>
    public async Task WriteUnschedulableAsync(PodState pod, string message, string nominatedNode, CancellationToken cancellation)
    {
        var there = pod.Pod.Status.Conditions.FirstOrDefault(static c => c.Type == "PodScheduled");
        if (there is { Status: "False", Reason: "Unschedulable" } && there.Message == message && (pod.Pod.Status.NominatedNodeName ?? "") == nominatedNode) { return; }
        var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var status = ObjectNode.Of(
            ("conditions", ArrayNode.Of(ObjectNode.Of(("type", "PodScheduled"), ("status", "False"), ("reason", "Unschedulable"), ("message", message), ("lastTransitionTime", there?.Status == "False" ? null : now)))),
            ("nominatedNodeName", nominatedNode.Length > 0 ? (JsonNode)nominatedNode : null));
        try
        {
            await client.PatchAsync<Pod>(pod.Namespace, pod.Pod.Metadata.Name!, PatchKind.Strategic, ObjectNode.Of(("status", status)).ToUtf8(), "status", new PatchOptions(), cancellation).ConfigureAwait(false);
        }
        catch (StatusException e) when (e.Status.Code is 404 or 409) { }
    }

    // A claim that holds devices must not go before they are given back. Whoever wrote it meanwhile goes before: the pod is tried again.
    private async Task WriteDevicesAsync(ResourceClaim claim, CancellationToken cancellation)
    {
        if (claim.Metadata.Finalizers.Contains(DeviceFinalizer)) { await client.UpdateStatusAsync(claim, cancellation).ConfigureAwait(false); return; }
        var held = await client.UpdateAsync(claim with { Metadata = claim.Metadata with { Finalizers = [.. claim.Metadata.Finalizers, DeviceFinalizer] } }, cancellation).ConfigureAwait(false);
        await client.UpdateStatusAsync(held with { Status = claim.Status }, cancellation).ConfigureAwait(false);
    }

    private async Task BindClaimsAsync(PodState pod, string nodeName, CancellationToken cancellation)
    {
        var end = time.GetUtcNow() + _claimWaitMax;
        foreach (var name in VolumeBinding.ClaimNames(pod.Pod))
        {
            var claim = claims.Get(pod.Namespace, name);
            if (claim is null || !string.IsNullOrEmpty(claim.Spec.VolumeName)) { continue; }
            var patch = ObjectNode.Of(("metadata", ObjectNode.Of(("annotations", ObjectNode.Of((SelectedNode, nodeName))))));
            await client.PatchAsync<PersistentVolumeClaim>(pod.Namespace, name, PatchKind.Merge, patch.ToUtf8(), "", new PatchOptions(), cancellation).ConfigureAwait(false);
            while (claims.Get(pod.Namespace, name) is not { Status.Phase: "Bound" })
            {
                if (time.GetUtcNow() > end) { throw new TimeoutException($"claim {pod.Namespace}/{name} was given no volume for node {nodeName}"); }
                await Task.Delay(_claimLookEvery, time, cancellation).ConfigureAwait(false);
            }
        }
    }
}
