using System.Collections.Concurrent;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Kubelet.Sources;
using KubeSharp.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Status;

/// <summary>Reports to the API server; those of static pods go to their mirrors.</summary>
internal sealed class ApiPodReports(IApiClient client, Func<Node?> node, ILogger logger) : IPodReports
{
    private static readonly PatchOptions _options = new() { FieldManager = "kubelet" };
    private readonly ConcurrentDictionary<string, Pod> _mirrors = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<Pod?> ReportAsync(Pod pod, PodStatus status, CancellationToken cancellation)
    {
        try
        {
            if (!StaticPods.IsStatic(pod)) { return await PatchAsync(pod, status, cancellation); }
            var uid = pod.Metadata.Uid ?? "";
            if (!_mirrors.TryGetValue(uid, out var mirror)) { mirror = await MirrorAsync(pod, cancellation); }
            if (await PatchAsync(mirror, status, cancellation) is { } patched) { _mirrors[uid] = patched; }
            return pod with { Status = status };
        }
        catch (StatusException e) when (e.Status.Code is 404 or 409 or 422)
        {
            // The pod is gone there, or another one bears its name: its watch will say so.
            _mirrors.TryRemove(pod.Metadata.Uid ?? "", out _);
            logger.LogDebug("status of {Namespace}/{Name}: {Cause}", pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or StatusException)
        {
            if (!StaticPods.IsStatic(pod)) { throw; }
            // A static pod runs before there is a server to tell of it.
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task ConfirmDeletedAsync(Pod pod, CancellationToken cancellation)
    {
        var uid = pod.Metadata.Uid ?? "";
        if (StaticPods.IsStatic(pod)) { uid = _mirrors.TryRemove(uid, out var mirror) ? mirror.Metadata.Uid ?? "" : ""; }
        if (uid.Length == 0) { return; }
        try { await client.DeleteAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name ?? "", DeleteOptions.Now with { Uid = uid }, cancellation); }
        catch (StatusException e) when (e.Status.Code is 404 or 409) { }
    }

    /// <summary>A mirror is being deleted, or is gone: it is let go and forgotten, so that the next report makes another.</summary>
    public async Task MirrorDeletedAsync(Pod mirror, bool isGone, CancellationToken cancellation)
    {
        var of = mirror.Metadata.Annotations.Get(StaticPods.MirrorAnnotation) ?? "";
        if (_mirrors.TryGetValue(of, out var known) && known.Metadata.Uid == mirror.Metadata.Uid) { _mirrors.TryRemove(of, out _); }
        if (isGone) { return; }
        try { await client.DeleteAsync<Pod>(mirror.Metadata.Namespace, mirror.Metadata.Name ?? "", DeleteOptions.Now with { Uid = mirror.Metadata.Uid ?? "" }, cancellation); }
        catch (StatusException e) when (e.Status.Code is 404 or 409) { }
    }

    private async Task<Pod?> PatchAsync(Pod pod, PodStatus status, CancellationToken cancellation) => StatusPatch.Between(pod, status) is { } patch
        ? await client.PatchAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name ?? "", PatchKind.Strategic, patch, "status", _options, cancellation)
        : null;

    private async Task<Pod> MirrorAsync(Pod pod, CancellationToken cancellation)
    {
        var wanted = StaticPods.MirrorOf(pod, node());
        try { return await client.CreateAsync(wanted, cancellation); }
        catch (StatusException e) when (e.Is(StatusReason.AlreadyExists))
        {
            var there = await client.GetAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name ?? "", cancellation);
            if (there.Metadata.Annotations.Get(StaticPods.MirrorAnnotation) == pod.Metadata.Uid) { return there; }
            await client.DeleteAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name ?? "", DeleteOptions.Now with { Uid = there.Metadata.Uid ?? "" }, cancellation);
            return await client.CreateAsync(wanted, cancellation);
        }
    }
}
