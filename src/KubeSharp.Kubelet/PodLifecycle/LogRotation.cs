using System.Globalization;
using KubeSharp.Kubelet.Runtime;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Keeps containers' logs below a size: a full file is renamed, the runtime opens a new one, the oldest are removed. Source: Logging Architecture, log rotation.</summary>
internal sealed class LogRotation(PodWorkers workers, IPodRuntime runtime, NodeAgentOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Looks until the agent stops.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.LogPeriodSeconds), time, cancellation);
            foreach (var container in workers.All.SelectMany(static w => w.Actual.Containers).Where(static c => c.State == ContainerPhase.Running))
            {
                try { await RotateAsync(container, cancellation); }
                catch (Exception e) when (e is IOException or RuntimeException or UnauthorizedAccessException) { logger.LogWarning("log {Path} could not be rotated: {Cause}", container.LogPath, e.Message); }
            }
        }
    }

    /// <summary>Rotates the container's log if it is full; returns whether it was.</summary>
    internal async Task<bool> RotateAsync(ContainerActual container, CancellationToken cancellation)
    {
        var file = new FileInfo(container.LogPath);
        if (!file.Exists || file.Length < options.LogFileMaxBytes) { return false; }
        // The file that is written counts among those kept.
        var old = Directory.GetFiles(file.DirectoryName!, file.Name + ".*").Order(StringComparer.Ordinal).ToList();
        foreach (var surplus in old.Take(Math.Max(0, old.Count - (options.LogFilesMax - 2)))) { File.Delete(surplus); }
        var rotated = $"{container.LogPath}.{time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        File.Move(container.LogPath, rotated, overwrite: true);
        try { await runtime.ReopenLogAsync(container.Id, cancellation); }
        catch (RuntimeException)
        {
            // The runtime still writes into the renamed file: under its old name it stays findable.
            File.Move(rotated, container.LogPath, overwrite: true);
            throw;
        }
        return true;
    }
}
