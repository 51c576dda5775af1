using System.Security.Cryptography;
using System.Text;
using KubeSharp.Kubelet.Containers;

namespace KubeSharp.Kubelet.Csi;

/// <summary>Where drivers' volumes are mounted; upstream's places, which drivers may rely on.</summary>
internal sealed class CsiPaths(PodPaths paths)
{
    private const string Plugin = "kubernetes.io~csi";

    private string Root => Path.Combine(paths.Root, "plugins", "kubernetes.io", "csi");

    /// <summary>Folder of a volume's mount for the node.</summary>
    public string Staged(CsiVolume volume) => volume.IsBlock ? Path.Combine(Root, "volumeDevices", "staging", volume.Name) : Path.Combine(StageFolder(volume.Driver, volume.Handle), "globalmount");

    /// <summary>What is beside the mount for the node.</summary>
    public string StageFolder(string driver, string handle) => Path.Combine(Root, driver, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(handle))));

    /// <summary>A volume's mount for a pod: a folder, or the file of a device.</summary>
    public string Published(string uid, CsiVolume volume) => volume.IsBlock ? Path.Combine(Root, "volumeDevices", "publish", volume.Name, uid) : Path.Combine(Folder(uid, volume), "mount");

    /// <summary>Folder of what is known of a pod's volume.</summary>
    public string Folder(string uid, CsiVolume volume) => Path.Combine(paths.Pod(uid), volume.IsBlock ? "volumeDevices" : "volumes", Plugin, volume.Name);

    /// <summary>Folders of what is known of all volumes of a pod.</summary>
    public IEnumerable<string> Folders(string uid) => new[] { "volumes", "volumeDevices" }.Select(kind => Path.Combine(paths.Pod(uid), kind, Plugin)).Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories);

    /// <summary>Folders of what is known of all volumes of all pods.</summary>
    public IEnumerable<string> AllFolders() => Directory.Exists(paths.Pods) ? Directory.EnumerateDirectories(paths.Pods).SelectMany(p => Folders(Path.GetFileName(p))) : [];
}
