using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Kit;

/// <summary>Facts about Kubernetes that tests compare with: tests/facts.</summary>
internal static class Facts
{
    /// <summary>Reads a JSON file of the facts.</summary>
    public static ObjectNode Read(string name) => (ObjectNode)Node.Parse(File.ReadAllBytes(Path.Combine(Folder(), name)));

    /// <summary>Where a file of the facts is.</summary>
    public static string PathOf(string name) => Path.Combine(Folder(), name);

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "KubeSharp.slnx"))) { continue; }
            var data = Path.Combine(folder.FullName, "tests", "facts");
            return Directory.Exists(data) ? data : throw new DirectoryNotFoundException($"the facts are missing: put them at {data}");
        }
        throw new DirectoryNotFoundException("KubeSharp.slnx is in no parent folder");
    }
}
