namespace KubeSharp.Cri.Processes;

/// <summary>The mounts this process sees.</summary>
public static class MountTable
{
    private const string Path = "/proc/self/mountinfo";

    /// <summary>Mount points at or below a folder, the deepest first: the order to take them away in.</summary>
    public static IReadOnlyList<string> Below(string folder) => Below(folder, File.ReadLines(Path));

    /// <summary>Takes away all mounts at or below a folder, so that it can be removed without reaching into what is mounted there.</summary>
    public static void UnmountBelow(string folder)
    {
        foreach (var point in Below(folder)) { NativeMethods.Unmount(point); }
    }

    /// <summary>The type of the file system a path is on.</summary>
    public static string TypeOf(string path) => TypeOf(path, File.ReadLines(Path));

    internal static IReadOnlyList<string> Below(string folder, IEnumerable<string> lines)
    {
        // Of mounts on the same point the last one is on top.
        var points = lines.Select(PointOf).Where(point => IsWithin(point, folder)).Reverse().ToList();
        return [.. points.OrderByDescending(point => point.Length)];
    }

    internal static string TypeOf(string path, IEnumerable<string> lines)
    {
        var best = (Point: "", Type: "");
        foreach (var line in lines)
        {
            var point = PointOf(line);
            if (IsWithin(path, point) && point.Length >= best.Point.Length)
                best = (point, line[(line.IndexOf(" - ", StringComparison.Ordinal) + 3)..].Split(' ')[0]);
        }
        return best.Type;
    }

    private static bool IsWithin(string path, string folder) =>
        folder == "/" || path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    // Blanks and the like are written as octal escapes.
    private static string PointOf(string line) => line.Split(' ')[4]
        .Replace("\\040", " ", StringComparison.Ordinal)
        .Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal)
        .Replace("\\134", "\\", StringComparison.Ordinal);
}
