using System.Collections.Concurrent;
using System.Text.Json;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Docker;

/// <summary>What containers use, as the engine measures it.</summary>
internal sealed class DockerStatistics(DockerClient docker, DockerOptions options, TimeProvider time)
{
    // The engine walks through the containers' files to know their sizes.
    private static readonly TimeSpan _sizesFor = TimeSpan.FromSeconds(30);
    // The measurement before, by container: CPU in use is what was used since then.
    private readonly ConcurrentDictionary<string, (long At, long Cpu)> _before = new(StringComparer.Ordinal);
    private (DateTimeOffset At, Dictionary<string, long> ById) _sizes = (DateTimeOffset.MinValue, []);

    /// <summary>Usage of all running containers that a filter selects.</summary>
    public async Task<IReadOnlyList<ContainerStats>> ListAsync(ContainerStatsFilter? filter, CancellationToken cancellationToken)
    {
        var call = new DockerCall("ListContainerStats", null);
        var selected = new List<string> { $"{DockerLabels.Kind}={DockerLabels.ContainerKind}" };
        foreach (var (name, value) in filter?.LabelSelector ?? []) { selected.Add($"{name}={value}"); }
        if (filter?.PodSandboxId is { Length: > 0 } sandbox) { selected.Add($"{DockerLabels.SandboxId}={sandbox}"); }
        var listed = (await DockerNames.ListAsync(docker, options.Owner, call, selected, cancellationToken).ConfigureAwait(false)).Items()
            .Where(c => c.TextAt("State") == "running" && (filter is null || filter.Id.Length == 0 || c.TextAt("Id") == filter.Id)).ToList();
        var sizes = await SizesAsync(call, cancellationToken).ConfigureAwait(false);
        foreach (var gone in _before.Keys.Except(listed.Select(static c => c.TextAt("Id"))).ToList()) { _before.TryRemove(gone, out _); }
        var measured = await Task.WhenAll(listed.Select(c => MeasureAsync(call, c, sizes, cancellationToken))).ConfigureAwait(false);
        return [.. measured.OfType<ContainerStats>()];
    }

    private async Task<ContainerStats?> MeasureAsync(DockerCall call, JsonElement listed, Dictionary<string, long> sizes, CancellationToken cancellationToken)
    {
        if (DockerAnswers.Container(listed) is not { } container) { return null; }
        try
        {
            var measured = await docker.GetAsync(call, $"/containers/{container.Id}/stats?stream=false&one-shot=true", cancellationToken).ConfigureAwait(false);
            var stats = Read(container, measured, sizes.GetValueOrDefault(container.Id));
            var (at, cpu) = (stats.Cpu.Timestamp, (long)stats.Cpu.UsageCoreNanoSeconds.Value);
            if (_before.TryGetValue(container.Id, out var before) && at > before.At && cpu >= before.Cpu)
            {
                stats.Cpu.UsageNanoCores = new UInt64Value { Value = (ulong)((double)(cpu - before.Cpu) / (at - before.At) * 1e9) };
            }
            _before[container.Id] = (at, cpu);
            return stats;
        }
        catch (CriException e) when (e.Error == CriError.NotFound) { return null; }
    }

    /// <summary>The engine's measurement as the runtime interface's. Pure.</summary>
    internal static ContainerStats Read(Container container, JsonElement measured, long layerBytes)
    {
        var (memory, details) = (measured.At("memory_stats"), measured.At("memory_stats").At("stats"));
        var at = DockerAnswers.Nanoseconds(measured.TextAt("read"));
        var usage = memory.NumberAt("usage");
        // cgroup v1 calls them total_…, v2 does not.
        var inactive = details.NumberAt("total_inactive_file") + details.NumberAt("inactive_file") * (details.At("total_inactive_file").ValueKind == JsonValueKind.Undefined ? 1 : 0);
        var resident = details.At("total_rss").ValueKind == JsonValueKind.Undefined ? details.NumberAt("anon") : details.NumberAt("total_rss");
        var stats = new ContainerStats
        {
            Attributes = new ContainerAttributes { Id = container.Id, Metadata = container.Metadata },
            Cpu = new CpuUsage { Timestamp = at, UsageCoreNanoSeconds = Value(measured.At("cpu_stats").At("cpu_usage").NumberAt("total_usage")) },
            Memory = new MemoryUsage { Timestamp = at, UsageBytes = Value(usage), WorkingSetBytes = Value(Math.Max(0, usage - inactive)), RssBytes = Value(resident) },
            WritableLayer = new FilesystemUsage { Timestamp = at, UsedBytes = Value(layerBytes) },
        };
        stats.Attributes.Labels.Add(container.Labels);
        stats.Attributes.Annotations.Add(container.Annotations);
        return stats;
    }

    private async Task<Dictionary<string, long>> SizesAsync(DockerCall call, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _sizes.At < _sizesFor) { return _sizes.ById; }
        var listed = await DockerNames.ListAsync(docker, options.Owner, call, [$"{DockerLabels.Kind}={DockerLabels.ContainerKind}"], cancellationToken, withSizes: true).ConfigureAwait(false);
        _sizes = (now, listed.Items().ToDictionary(static c => c.TextAt("Id"), static c => c.NumberAt("SizeRw"), StringComparer.Ordinal));
        return _sizes.ById;
    }

    private static UInt64Value Value(long number) => new() { Value = (ulong)Math.Max(0, number) };
}
