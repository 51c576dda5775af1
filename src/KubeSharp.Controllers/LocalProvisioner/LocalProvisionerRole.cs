using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Client.Events;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Controllers.LocalProvisioner;

/// <summary>Makes volumes of folders of its node for claims of a class that names it, and takes them away again. Runs on each node.</summary>
public sealed class LocalProvisionerRole
{
    private const UnixFileMode OpenFolder = (UnixFileMode)0x1FF; // 0777: the pods' users are not known
    private readonly LocalProvisionerOptions _options;
    private readonly IApiClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EventRecorder _events;
    private readonly Informer<PersistentVolumeClaim> _claims;
    private readonly Informer<PersistentVolume> _volumes;
    private readonly Informer<StorageClass> _classes;
    private readonly Informer<Api.Core.V1.Node> _nodes;
    private readonly SemaphoreSlim _changed = new(1, 1);

    /// <summary>The role; nothing happens before <see cref="RunAsync"/>.</summary>
    public LocalProvisionerRole(LocalProvisionerOptions options, IApiClient client, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _client, _time, _logger) = (options, client, time, loggers.CreateLogger("local-provisioner"));
        _events = new EventRecorder(client, "local-provisioner", options.NodeName, time);
        _claims = new(client, null, ListOptions.All, time, _logger);
        _volumes = new(client, null, ListOptions.All, time, _logger);
        _classes = new(client, null, ListOptions.All, time, _logger);
        _nodes = new(client, null, ListOptions.All, time, _logger);
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _claims.Subscribe(_ => Wake());
        _volumes.Subscribe(_ => Wake());
        _classes.Subscribe(_ => Wake());
        await Task.WhenAll(_claims.RunAsync(cancellation), _volumes.RunAsync(cancellation), _classes.RunAsync(cancellation), _nodes.RunAsync(cancellation), LoopAsync(cancellation)).ConfigureAwait(false);
    }

    private async Task LoopAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(_claims.WaitForSyncAsync(cancellation), _volumes.WaitForSyncAsync(cancellation), _classes.WaitForSyncAsync(cancellation), _nodes.WaitForSyncAsync(cancellation)).ConfigureAwait(false);
        while (true)
        {
            await _changed.WaitAsync(TimeSpan.FromSeconds(_options.PeriodSeconds), cancellation).ConfigureAwait(false);
            try { await ActAsync(cancellation).ConfigureAwait(false); }
            catch (Exception e) when (e is StatusException or HttpRequestException or IOException or UnauthorizedAccessException) { _logger.LogWarning("local volumes: {Cause}", e.Message); }
        }
    }

    private async Task ActAsync(CancellationToken cancellation)
    {
        var firstNode = _nodes.Cache.List().Select(static n => n.Metadata.Name ?? "").Order(StringComparer.Ordinal).FirstOrDefault() ?? "";
        var plan = LocalProvisionerPlanner.Plan(_options, _claims.Cache.List(), _volumes.Cache.List(), _classes.Cache.List(), firstNode);
        foreach (var (claim, volume) in plan.Make) { await MakeAsync(claim, volume, cancellation).ConfigureAwait(false); }
        foreach (var (claim, cause) in plan.Refuse) { Record(claim, "Warning", "ProvisioningFailed", $"failed to provision volume with StorageClass \"{claim.Spec.StorageClassName}\": {cause}"); }
        foreach (var (volume, claim) in plan.Grow) { await GrowAsync(volume, claim, cancellation).ConfigureAwait(false); }
        foreach (var volume in plan.Remove) { await RemoveAsync(volume, cancellation).ConfigureAwait(false); }
    }

    private async Task MakeAsync(PersistentVolumeClaim claim, PersistentVolume volume, CancellationToken cancellation)
    {
        var folder = volume.Spec.HostPath!.Path;
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, OpenFolder);
        try { await _client.CreateAsync(volume, cancellation).ConfigureAwait(false); }
        catch (StatusException e) when (e.Is(StatusReason.AlreadyExists)) { return; }
        Record(claim, "Normal", "ProvisioningSucceeded", $"Successfully provisioned volume {volume.Metadata.Name}");
    }

    // A folder has no size of its own: what is written down is what is promised.
    private async Task GrowAsync(PersistentVolume volume, PersistentVolumeClaim claim, CancellationToken cancellation)
    {
        var size = ApiMap.Of(("storage", claim.Spec.Resources.Requests["storage"]));
        await _client.UpdateAsync(volume with { Spec = volume.Spec with { Capacity = size } }, cancellation).ConfigureAwait(false);
        await _client.UpdateStatusAsync(claim with { Status = claim.Status with { Capacity = size } }, cancellation).ConfigureAwait(false);
        Record(claim, "Normal", "VolumeResizeSuccessful", $"Resize volume {volume.Metadata.Name} succeeded");
    }

    private async Task RemoveAsync(PersistentVolume volume, CancellationToken cancellation)
    {
        var folder = volume.Spec.HostPath!.Path;
        if (Directory.Exists(folder)) { Directory.Delete(folder, recursive: true); }
        try { await _client.DeleteAsync<PersistentVolume>(null, volume.Metadata.Name ?? "", DeleteOptions.Now with { Uid = volume.Metadata.Uid ?? "" }, cancellation).ConfigureAwait(false); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { /* somebody was faster */ }
    }

    private void Record(PersistentVolumeClaim claim, string type, string reason, string message) => _events.Record(EventRecorder.Reference(claim), type, reason, message);

    private void Wake()
    {
        lock (_changed)
        {
            if (_changed.CurrentCount == 0) { _changed.Release(); }
        }
    }
}
