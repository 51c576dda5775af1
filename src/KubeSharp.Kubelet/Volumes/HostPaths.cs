using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>Checks and makes paths of the node that pods ask for. Source: Volumes, hostPath types.</summary>
internal static class HostPaths
{
    private const UnixFileMode FolderMode = (UnixFileMode)0x1ED, FileMode = (UnixFileMode)0x1A4; // 0755, 0644
    private const int TypeMask = 0xF000;

    /// <summary>The path, made where its type says so.</summary>
    /// <exception cref="VolumeException">It is not what its type says.</exception>
    public static string Ensure(HostPathVolumeSource source)
    {
        var path = source.Path;
        switch (source.Type ?? "")
        {
            case "": break;
            case "DirectoryOrCreate":
                if (!Directory.Exists(path)) { Directory.CreateDirectory(path, FolderMode); }
                break;
            case "Directory": Require(Directory.Exists(path), path, "directory"); break;
            case "FileOrCreate":
                if (!File.Exists(path))
                {
                    Require(!Directory.Exists(path), path, "file");
                    using (File.Create(path)) { }
                    File.SetUnixFileMode(path, FileMode);
                }
                break;
            case "File": Require(File.Exists(path) && TypeOf(path) == 0x8000, path, "file"); break;
            case "Socket": Require(TypeOf(path) == 0xC000, path, "socket"); break;
            case "CharDevice": Require(TypeOf(path) == 0x2000, path, "character device"); break;
            case "BlockDevice": Require(TypeOf(path) == 0x6000, path, "block device"); break;
            default: throw new VolumeException($"unknown hostPath type \"{source.Type}\"");
        }
        return path;
    }

    private static void Require(bool met, string path, string what)
    {
        if (!met) { throw new VolumeException($"hostPath type check failed: {path} is not a {what}"); }
    }

    // The kind of a file as stat(1) tells it; .NET does not show it.
    private static int TypeOf(string path)
    {
        if (!Path.Exists(path)) { return 0; }
        return NativeStat.ModeOf(path) & TypeMask;
    }
}
