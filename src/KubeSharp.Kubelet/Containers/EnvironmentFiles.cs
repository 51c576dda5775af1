using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Volumes;

namespace KubeSharp.Kubelet.Containers;

/// <summary>Variables from files that init containers left in a volume: lines NAME=value, quotes around the value taken off. Source: KEP-3721.</summary>
internal static class EnvironmentFiles
{
    private const int FileMaxBytes = 64 * 1024;

    /// <summary>The value of a key; null: it is not there and may be missing.</summary>
    /// <exception cref="ContainerConfigException">It is not there, or leads out of the volume.</exception>
    public static string? Value(FileKeySelector selector, IReadOnlyDictionary<string, string> volumes)
    {
        if (!volumes.TryGetValue(selector.VolumeName, out var volume) || volume.Length == 0) { throw new ContainerConfigException($"cannot find the volume \"{selector.VolumeName}\" referenced by FileKeyRef"); }
        string text;
        try { text = Read(volume, selector.Path); }
        catch (IOException e) { return selector.Optional == true ? null : throw new ContainerConfigException($"couldn't read file \"{selector.Path}\" of volume \"{selector.VolumeName}\": {e.Message}"); }
        var value = Find(text, selector.Key);
        return value is not null || selector.Optional == true ? value : throw new ContainerConfigException($"environment variable key \"{selector.Key}\" not found in file \"{selector.Path}\"");
    }

    /// <summary>The value of a name in the text; null: it has none.</summary>
    internal static string? Find(string text, string name)
    {
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#' || line.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at) || line[..at].Trim() != name) { continue; }
            var value = line[(at + 1)..].Trim();
            return value is ['\'' or '"', .. var inner, var last] && last == value[0] ? inner : value;
        }
        return null;
    }

    // The pod's own containers wrote the volume: a link of theirs must not lead to files of the node.
    private static string Read(string volume, string path)
    {
        var descriptor = LinuxFiles.OpenBeneath(volume, path);
        try
        {
            var file = new FileInfo($"/proc/self/fd/{descriptor}");
            if (Directory.Exists(file.FullName)) { throw new IOException("it is a directory"); }
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (stream.Length > FileMaxBytes) { throw new IOException($"larger than {FileMaxBytes} bytes"); }
            return new StreamReader(stream).ReadToEnd();
        }
        finally { _ = LinuxFiles.Close(descriptor); }
    }
}
