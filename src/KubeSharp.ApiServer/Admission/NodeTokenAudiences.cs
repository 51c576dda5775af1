using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>For whom a pod's node needs tokens of the pod's service account: as its projected volumes and the drivers of its volumes say. Source: Admission Control, NodeRestriction; KEP-4412. Pure but for what it looks up.</summary>
internal static class NodeTokenAudiences
{
    /// <summary>The audiences; empty is the API server's own.</summary>
    public static IReadOnlySet<string> Of(ObjectNode pod, IObjects objects)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var volume in pod.Object("spec").Items("volumes"))
        {
            foreach (var source in volume.Object("projected").Items("sources"))
            {
                if (source.At("serviceAccountToken") is ObjectNode token) { found.Add(token.Text("audience")); }
            }
            foreach (var request in objects.Get("csidrivers.storage.k8s.io", "", DriverOf(pod, volume, objects)).Object("spec").Items("tokenRequests")) { found.Add(request.Text("audience")); }
        }
        return found;
    }

    // Of its own, or of the persistent volume that its claim has.
    private static string DriverOf(ObjectNode pod, Node volume, IObjects objects)
    {
        if (volume.Object("csi").Text("driver") is { Length: > 0 } driver) { return driver; }
        var metadata = pod.Object("metadata");
        var claim = volume.At("ephemeral") is ObjectNode ? $"{metadata.Text("name")}-{volume.Text("name")}" : volume.Object("persistentVolumeClaim").Text("claimName");
        if (claim.Length == 0) { return ""; }
        var bound = objects.Get("persistentvolumeclaims", metadata.Text("namespace"), claim).Object("spec").Text("volumeName");
        return bound.Length == 0 ? "" : objects.Get("persistentvolumes", "", bound).Object("spec").Object("csi").Text("driver");
    }
}
