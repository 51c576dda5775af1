using KubeSharp.Machinery.Documents;

namespace KubeSharp.Kubelet;

/// <summary>A file in which the agent keeps what another life of it has to know.</summary>
internal static class KeptFile
{
    /// <summary>Writes it, whole or not at all.</summary>
    public static void Write(string path, ObjectNode document)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path + ".new", document.ToUtf8());
        File.Move(path + ".new", path, overwrite: true);
    }
}
