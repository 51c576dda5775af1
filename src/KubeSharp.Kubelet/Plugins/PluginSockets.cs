using Grpc.Core;
using KubeSharp.Kubelet.Plugins.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Plugins;

/// <summary>
/// Watches a folder for sockets of plug-ins: each new one is asked who it is and told whether it was taken on; one that is gone is let go.
/// A plug-in that begins anew makes its socket anew. Source: CSI, node driver registration; DRA drivers.
/// </summary>
internal sealed class PluginSockets(string folder, IReadOnlyList<IPluginKind> kinds, TimeProvider time, ILogger logger)
{
    private const int PeriodMilliseconds = 500, CallSeconds = 10, RetrySeconds = 5;
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Looks until the agent stops.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        while (true)
        {
            try { await LookAsync(cancellation); }
            catch (IOException e) { logger.LogWarning("the folder of plug-ins {Folder}: {Cause}", folder, e.Message); }
            await Task.Delay(TimeSpan.FromMilliseconds(PeriodMilliseconds), time, cancellation);
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (file.Name.StartsWith('.') || !IsSocket(file.FullName)) { continue; }
            there.Add(file.FullName);
            var stamp = file.LastWriteTimeUtc.Ticks;
            if (_known.TryGetValue(file.FullName, out var known) && known.Stamp == stamp && (known.Plugin is not null || time.GetUtcNow() < known.RetryAt)) { continue; }
            if (known?.Plugin is { } before) { await ReleaseAsync(before, cancellation); }
            var plugin = await TakeAsync(file.FullName, cancellation);
            _known[file.FullName] = new Known(stamp, plugin, time.GetUtcNow().AddSeconds(RetrySeconds));
        }
        foreach (var gone in _known.Keys.Where(k => !there.Contains(k)).ToList())
        {
            if (_known.Remove(gone, out var known) && known.Plugin is { } plugin) { await ReleaseAsync(plugin, cancellation); }
        }
    }

    private async Task<PluginListing?> TakeAsync(string socket, CancellationToken cancellation)
    {
        using var channel = PluginChannel.To(socket);
        var client = new Registration.RegistrationClient(channel);
        try
        {
            var said = await client.GetInfoAsync(new InfoRequest(), deadline: Deadline(), cancellationToken: cancellation);
            var plugin = new PluginListing(said.Type, said.Name, said.Endpoint.Length > 0 ? said.Endpoint : socket, [.. said.SupportedVersions]);
            var error = await TryAddAsync(plugin, cancellation);
            await client.NotifyRegistrationStatusAsync(new RegistrationStatus { PluginRegistered = error.Length == 0, Error = error }, deadline: Deadline(), cancellationToken: cancellation);
            if (error.Length == 0) { return plugin; }
            logger.LogWarning("{Kind} {Name} at {Socket} is refused: {Cause}", plugin.Kind, plugin.Name, socket, error);
        }
        catch (RpcException e) when (!cancellation.IsCancellationRequested) { logger.LogDebug("the socket {Socket} answers no registration: {Cause}", socket, PluginChannel.CauseOf(e)); }
        return null;
    }

    private async Task<string> TryAddAsync(PluginListing plugin, CancellationToken cancellation)
    {
        if (kinds.FirstOrDefault(k => k.Kind == plugin.Kind) is not { } kind) { return $"no handler registered for plugin type: {plugin.Kind}"; }
        try
        {
            await kind.AddAsync(plugin, cancellation);
            logger.LogInformation("{Kind} {Name} is taken on", plugin.Kind, plugin.Name);
            return "";
        }
        catch (PluginException e) { return e.Message; }
    }

    private async Task ReleaseAsync(PluginListing plugin, CancellationToken cancellation)
    {
        logger.LogInformation("{Kind} {Name} is gone", plugin.Kind, plugin.Name);
        try { await kinds.First(k => k.Kind == plugin.Kind).RemoveAsync(plugin, cancellation); }
        catch (PluginException e) { logger.LogWarning("{Kind} {Name}: {Cause}", plugin.Kind, plugin.Name, e.Message); }
    }

    private DateTime Deadline() => time.GetUtcNow().UtcDateTime.AddSeconds(CallSeconds);

    private static bool IsSocket(string path) => (Volumes.NativeStat.ModeOf(path) & 0xF000) == 0xC000;

    private sealed record Known(long Stamp, PluginListing? Plugin, DateTimeOffset RetryAt);
}
