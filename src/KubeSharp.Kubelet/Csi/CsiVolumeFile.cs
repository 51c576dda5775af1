using System.Text.Json;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Kubelet.Csi;

/// <summary>What must be known to take a volume away again, kept beside its mount, so that it outlives the agent. Upstream's file and names.</summary>
/// <param name="Driver">Name of the driver.</param>
/// <param name="Handle">The driver's id of the volume.</param>
/// <param name="Name">Name of the persistent volume, or of the pod's volume.</param>
/// <param name="IsInline">It lives and dies with its pod.</param>
/// <param name="Attachment">Name of the object that says whether it is attached; empty: it needs none.</param>
/// <param name="Target">Where it is mounted for the pod.</param>
internal sealed record CsiVolumeFile(string Driver, string Handle, string Name, bool IsInline, string Attachment, string Target)
{
    private const string FileName = "vol_data.json";

    /// <summary>Writes it into the folder, in one step.</summary>
    public void Write(string folder)
    {
        KeptFile.Write(Path.Combine(folder, FileName), ObjectNode.Of(("driverName", Driver), ("volumeHandle", Handle), ("specVolID", Name), ("volumeLifecycleMode", IsInline ? "Ephemeral" : "Persistent"),
            ("attachmentID", Attachment), ("targetPath", Target)));
    }

    /// <summary>What the folder holds; null: nothing that can be read.</summary>
    public static CsiVolumeFile? Read(string folder)
    {
        try
        {
            var tree = Node.Parse(File.ReadAllBytes(Path.Combine(folder, FileName)));
            string Text(string name) => tree.TextAt(name) ?? "";
            return new CsiVolumeFile(Text("driverName"), Text("volumeHandle"), Text("specVolID"), Text("volumeLifecycleMode") == "Ephemeral", Text("attachmentID"), Text("targetPath"));
        }
        catch (Exception e) when (e is IOException or JsonException) { return null; }
    }
}
