using System.Globalization;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>
/// Writes the files of a volume so that a reader sees all of the old or all of the new: they lie in a folder with a time in its name, `..data`
/// links to that folder and is replaced in one step, and each visible name links through `..data`.
/// </summary>
public static class AtomicWriter
{
    private const string DataLink = "..data", NewDataLink = "..data_tmp";
    private const UnixFileMode FolderMode = (UnixFileMode)0x1ED; // 0755

    /// <summary>Makes the folder hold exactly these files; returns whether anything changed.</summary>
    /// <param name="folder">The volume.</param>
    /// <param name="files">Files by relative path.</param>
    /// <param name="group">Group that owns them; null: root's.</param>
    /// <param name="now">Time for the folder's name.</param>
    /// <exception cref="VolumeException">A path leads outside.</exception>
    public static bool Write(string folder, IReadOnlyDictionary<string, VolumeFile> files, long? group, DateTimeOffset now)
    {
        foreach (var path in files.Keys) { CheckPath(path); }
        Directory.CreateDirectory(folder);
        var link = Path.Combine(folder, DataLink);
        var old = new FileInfo(link).LinkTarget;
        if (old is not null && IsSame(Path.Combine(folder, old), files)) { return false; }
        var name = $"..{now.UtcDateTime.ToString("yyyy_MM_dd_HH_mm_ss", CultureInfo.InvariantCulture)}.{Random.Shared.Next(100_000_000, 999_999_999)}";
        var fresh = Path.Combine(folder, name);
        try { WriteFiles(fresh, files, group); }
        catch (IOException)
        {
            // What was half written on a full disk would take the room that the next attempt needs.
            if (Directory.Exists(fresh)) { Directory.Delete(fresh, recursive: true); }
            throw;
        }
        ReplaceLink(folder, link, name);
        var heads = files.Keys.Select(static p => p.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        LinkNames(folder, heads);
        if (old is not null) { Directory.Delete(Path.Combine(folder, old), recursive: true); }
        return true;
    }

    private static void CheckPath(string path)
    {
        if (path.Length == 0 || path[0] == '/' || path.StartsWith("..", StringComparison.Ordinal) || path.Split('/').Contains(".."))
        {
            throw new VolumeException($"invalid path \"{path}\": must be relative and not contain '..'");
        }
    }

    private static bool IsSame(string folder, IReadOnlyDictionary<string, VolumeFile> files)
    {
        if (!Directory.Exists(folder)) { return false; }
        var have = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(folder, p)).ToHashSet(StringComparer.Ordinal);
        if (!have.SetEquals(files.Keys)) { return false; }
        foreach (var (path, file) in files)
        {
            var full = Path.Combine(folder, path);
            if ((int)File.GetUnixFileMode(full) != file.Mode && (((int)File.GetUnixFileMode(full)) & 0x1C0) != (file.Mode & 0x1C0)) { return false; }
            if (!File.ReadAllBytes(full).AsSpan().SequenceEqual(file.Content.Span)) { return false; }
        }
        return true;
    }

    private static void WriteFiles(string folder, IReadOnlyDictionary<string, VolumeFile> files, long? group)
    {
        MakeFolder(folder, group);
        foreach (var (path, file) in files)
        {
            var full = Path.Combine(folder, path);
            for (var parent = Path.GetDirectoryName(path); !string.IsNullOrEmpty(parent); parent = Path.GetDirectoryName(parent)) { MakeFolder(Path.Combine(folder, parent), group); }
            File.WriteAllBytes(full, file.Content.Span);
            // A group that owns a file may read what its owner may.
            File.SetUnixFileMode(full, (UnixFileMode)(group is null ? file.Mode : file.Mode | ((file.Mode & 0x100) >> 3)));
            if (group is not null || file.Owner is not null) { LinuxFiles.ChangeOwner(full, file.Owner ?? -1, group ?? -1); }
        }
    }

    private static void MakeFolder(string folder, long? group)
    {
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, FolderMode);
        if (group is { } owner) { LinuxFiles.ChangeOwner(folder, -1, owner); }
    }

    private static void ReplaceLink(string folder, string link, string target)
    {
        var next = Path.Combine(folder, NewDataLink);
        File.Delete(next);
        File.CreateSymbolicLink(next, target);
        // rename(2) replaces a link to a folder in one step; File.Move would take it for the folder.
        if (!LinuxRename.Replace(next, link)) { throw new IOException($"rename {next} to {link} failed"); }
    }

    private static void LinkNames(string folder, HashSet<string> heads)
    {
        foreach (var head in heads)
        {
            var visible = Path.Combine(folder, head);
            if (new FileInfo(visible).LinkTarget is null) { File.CreateSymbolicLink(visible, $"{DataLink}/{head}"); }
        }
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (!entry.Name.StartsWith("..", StringComparison.Ordinal) && !heads.Contains(entry.Name)) { File.Delete(entry.FullName); }
        }
    }
}
