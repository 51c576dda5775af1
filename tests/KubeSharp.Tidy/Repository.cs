namespace KubeSharp.Tidy;

/// <summary>The checkout these tests look at.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Source files, without what builds make.</summary>
    public static IEnumerable<string> Sources(params string[] folders) => folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Root, f), "*.cs", SearchOption.AllDirectories))
        .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KubeSharp.slnx"))) { folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("KubeSharp.slnx is not above the tests"); }
        return folder;
    }
}
