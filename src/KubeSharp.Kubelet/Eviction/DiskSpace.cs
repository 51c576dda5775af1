using System.Runtime.InteropServices;

namespace KubeSharp.Kubelet.Eviction;

/// <summary>Room on the file system of a folder.</summary>
/// <param name="Capacity">Bytes in all.</param>
/// <param name="Available">Bytes that can still be written.</param>
/// <param name="Inodes">Files it can hold; 0: it does not count them.</param>
/// <param name="InodesFree">Files that can still be made.</param>
public readonly partial record struct DiskSpace(long Capacity, long Available, long Inodes, long InodesFree)
{
    /// <summary>The room now; nothing where it cannot be told.</summary>
    public static unsafe DiskSpace Of(string folder)
    {
        // struct statvfs: bsize, frsize, blocks, bfree, bavail, files, ffree, … each of 8 bytes on 64-bit Linux.
        var answer = stackalloc ulong[16];
        if (StatVfs(folder, answer) != 0) { return default; }
        var unit = answer[1];
        return new DiskSpace((long)(answer[2] * unit), (long)(answer[4] * unit), (long)answer[5], (long)answer[6]);
    }

    /// <summary>Bytes that the files below a folder take, links not followed; what goes away meanwhile does not count.</summary>
    public static long Used(string folder)
    {
        if (!Directory.Exists(folder)) { return 0; }
        long sum = 0;
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", options))
        {
            try { sum += file.Length; }
            catch (IOException) { /* gone meanwhile */ }
        }
        return sum;
    }

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatVfs(string path, ulong* answer);
}
