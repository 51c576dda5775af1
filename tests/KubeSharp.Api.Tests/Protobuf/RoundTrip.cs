namespace KubeSharp.Api.Tests.Protobuf;

/// <summary>Objects with every field filled, as JSON and as the protobuf that upstream writes.</summary>
internal static class RoundTrip
{
    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KubeSharp.slnx"))) { return Path.Combine(folder.FullName, "tests", "facts", "roundtrip"); }
        }
        throw new InvalidOperationException("KubeSharp.slnx is in no folder above the tests");
    }
}
