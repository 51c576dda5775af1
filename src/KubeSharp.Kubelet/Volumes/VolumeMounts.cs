using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>A container's mounts: its volumes, parts of volumes, /etc/hosts, the file of its last words.</summary>
public sealed class VolumeMounts(PodPaths paths)
{
    private const UnixFileMode FolderMode = (UnixFileMode)0x1ED, MessageMode = (UnixFileMode)0x1B6; // 0755, 0666

    /// <summary>The mounts in the order of the specification, so that a deeper one comes after what it lies in.</summary>
    /// <exception cref="ContainerConfigException">A volume is missing or a part of it leads outside.</exception>
    public ImmutableArray<ContainerMount> Of(Pod pod, Container container, int attempt, IReadOnlyDictionary<string, string> volumes, IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        var uid = pod.Metadata.Uid ?? "";
        var mounts = new List<ContainerMount>();
        for (var i = 0; i < container.VolumeMounts.Count; i++)
        {
            var mount = container.VolumeMounts[i];
            if (!volumes.TryGetValue(mount.Name, out var path)) { throw new ContainerConfigException($"mount \"{mount.Name}\" of container \"{container.Name}\": no such volume"); }
            if (path.Length == 0)
            {
                var image = pod.Spec.Volumes.First(v => v.Name == mount.Name).Image;
                mounts.Add(new ContainerMount("", mount.MountPath, true) { ImageRef = image?.Reference ?? "", ImageSubPath = mount.SubPath ?? "" });
                continue;
            }
            var part = SubPath(mount, environment);
            if (part.Length > 0) { path = Part(uid, container.Name, mount, i, path, part); }
            else if (!Path.Exists(path)) { Directory.CreateDirectory(path, FolderMode); }
            var readOnly = mount.ReadOnly == true || pod.Spec.Volumes.Any(v => v.Name == mount.Name && v.Image is not null);
            mounts.Add(new ContainerMount(path, Absolute(mount.MountPath), readOnly, mount.MountPropagation ?? "None")
            {
                RecursiveReadOnly = mount.ReadOnly == true && mount.RecursiveReadOnly == "Enabled",
            });
        }
        if (!mounts.Any(static m => m.ContainerPath == "/etc/hosts")) { mounts.Add(new ContainerMount(paths.HostsFile(uid), "/etc/hosts", false)); }
        if ((container.TerminationMessagePath ?? "/dev/termination-log") is { Length: > 0 } message) { mounts.Add(new ContainerMount(MessageFile(uid, container.Name, attempt), message, false)); }
        return [.. mounts];
    }

    /// <summary>The container's devices that are volumes.</summary>
    /// <exception cref="ContainerConfigException">A volume is missing.</exception>
    public static ImmutableArray<DeviceMapping> Devices(Pod pod, Container container, IReadOnlyDictionary<string, string> volumes) =>
        [.. container.VolumeDevices.Select(d => new DeviceMapping(
            volumes.TryGetValue(d.Name, out var path) ? path : throw new ContainerConfigException($"device \"{d.Name}\" of container \"{container.Name}\": no such volume"),
            d.DevicePath, pod.Spec.Volumes.Any(v => v.Name == d.Name && v.PersistentVolumeClaim?.ReadOnly == true) ? "r" : "mrw"))];

    private static string SubPath(VolumeMount mount, IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        if (mount.SubPathExpr is not { Length: > 0 } expression) { return mount.SubPath ?? ""; }
        try { return VariableExpansion.ExpandAll(expression, name => environment.FirstOrDefault(e => e.Key == name).Value); }
        catch (FormatException e) { throw new ContainerConfigException($"subPathExpr of mount \"{mount.Name}\": {e.Message}"); }
    }

    // The part is opened below the volume without following links that lead out, and the opened place itself is mounted: what a container
    // changes in between cannot lead elsewhere.
    private string Part(string uid, string container, VolumeMount mount, int index, string volume, string part)
    {
        if (part.StartsWith('/') || part.Split('/').Contains("..")) { throw new ContainerConfigException($"subPath \"{part}\" of mount \"{mount.Name}\" must be relative and not contain '..'"); }
        if (!Directory.Exists(volume)) { return volume; }
        try
        {
            MakeBeneath(volume, part);
            var descriptor = LinuxFiles.OpenBeneath(volume, part);
            try
            {
                var target = Path.Combine(paths.SubPaths(uid), mount.Name, container, index.ToString(System.Globalization.CultureInfo.InvariantCulture));
                var source = $"/proc/self/fd/{descriptor}";
                LinuxFiles.Unmount(target);
                if (Directory.Exists(source)) { if (File.Exists(target)) { File.Delete(target); } Directory.CreateDirectory(target); }
                else
                {
                    if (Directory.Exists(target)) { Directory.Delete(target); }
                    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    using (File.Create(target)) { }
                }
                LinuxFiles.BindMount(source, target);
                return target;
            }
            finally { _ = LinuxFiles.Close(descriptor); }
        }
        catch (IOException e) { throw new ContainerConfigException($"failed to prepare subPath \"{part}\" for volumeMount \"{mount.Name}\" of container \"{container}\": {e.Message}"); }
    }

    private static void MakeBeneath(string volume, string part)
    {
        var made = "";
        foreach (var name in part.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            made = made.Length == 0 ? name : $"{made}/{name}";
            try { _ = LinuxFiles.Close(LinuxFiles.OpenBeneath(volume, made)); }
            catch (IOException) when (!Path.Exists(Path.Combine(volume, made)) && new FileInfo(Path.Combine(volume, made)).LinkTarget is null)
            {
                Directory.CreateDirectory(Path.Combine(volume, made));
                File.SetUnixFileMode(Path.Combine(volume, made), File.GetUnixFileMode(volume));
            }
        }
    }

    private string MessageFile(string uid, string container, int attempt)
    {
        var path = paths.TerminationMessage(uid, container, attempt);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            using (File.Create(path)) { }
            File.SetUnixFileMode(path, MessageMode);
        }
        return path;
    }

    private static string Absolute(string path) => path.StartsWith('/') ? path : "/" + path;
}
