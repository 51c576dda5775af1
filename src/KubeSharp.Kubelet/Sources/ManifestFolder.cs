using KubeSharp.Api.Core.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Sources;

/// <summary>Manifests in a folder of the node, a pod a file; names that begin with a dot are none. Source: Create static Pods.</summary>
internal sealed class ManifestFolder(string folder, TimeSpan period, string nodeName, ILogger logger) : IManifestSource
{
    private const int ManifestMaxBytes = 10 << 20;
    private readonly Dictionary<string, (DateTime Written, long Length, Pod? Pod)> _files = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public TimeSpan Period => period;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Pod>> ReadAsync(CancellationToken cancellation)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Where(static p => !Path.GetFileName(p).StartsWith('.')) : [])
        {
            there.Add(path);
            var file = new FileInfo(path);
            if (_files.TryGetValue(path, out var known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length) { continue; }
            _files[path] = (file.LastWriteTimeUtc, file.Length, Read(file) ?? known.Pod);
        }
        foreach (var path in _files.Keys.Where(p => !there.Contains(p)).ToList()) { _files.Remove(path); }
        return Task.FromResult<IReadOnlyList<Pod>>([.. _files.Values.Select(static f => f.Pod).OfType<Pod>()]);
    }

    private Pod? Read(FileInfo file)
    {
        try
        {
            if (file.Length > ManifestMaxBytes) { throw new FormatException($"larger than {ManifestMaxBytes} bytes"); }
            return StaticPods.Parse(File.ReadAllText(file.FullName), file.FullName, StaticPods.FromFile, nodeName)[0];
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("static pod manifest {Path} is left out: {Cause}", file.FullName, e.Message);
            return null;
        }
    }
}
