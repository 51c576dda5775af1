using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Pods bear an unready or unreachable node for five minutes, unless they say otherwise. Source: Taint-based evictions.</summary>
public sealed class DefaultTolerationSeconds((int NotReady, int Unreachable) seconds) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "DefaultTolerationSeconds";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Writes("pods");

    /// <inheritdoc/>
    public ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var tolerations = request.Object.Object("spec").Items("tolerations");
        var result = tolerations;
        foreach (var (key, length) in (ReadOnlySpan<(string, int)>)[("node.kubernetes.io/not-ready", seconds.NotReady), ("node.kubernetes.io/unreachable", seconds.Unreachable)])
        {
            if (tolerations.Any(t => (t.Text("key") == key || t.Text("key").Length == 0) && (t.Text("effect") is "" or "NoExecute"))) { continue; }
            result = result.Add(ObjectNode.Of(("key", key), ("operator", "Exists"), ("effect", "NoExecute"), ("tolerationSeconds", length)));
        }
        return new(ReferenceEquals(result, tolerations) ? request.Object : request.Object!.Edit("spec", s => s.Set("tolerations", result)));
    }
}
