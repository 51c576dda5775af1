using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>What a pod refers to, so that its node may read it. Pure. Source: Using Node Authorization.</summary>
public static class PodReferences
{
    private static readonly string[] _secretSources = ["cephfs", "cinder", "flexVolume", "iscsi", "rbd", "scaleIO", "storageos"];

    /// <summary>The objects that the pod's node may read: resource and name, in the pod's namespace. A mirror pod, which a node makes itself, gives it nothing.</summary>
    public static IEnumerable<(string Resource, string Name)> Of(ObjectNode pod) => IsMirror(pod) ? [] : All(pod);

    /// <summary>All objects that the pod names, in whatever container, volume or variable.</summary>
    public static IEnumerable<(string Resource, string Name)> All(ObjectNode pod)
    {
        var spec = pod.Object("spec");
        if (spec.Text("serviceAccountName") is { Length: > 0 } account) { yield return ("serviceaccounts", account); }
        foreach (var secret in spec.Items("imagePullSecrets")) { yield return ("secrets", secret.Text("name")); }
        foreach (var container in spec.Items("initContainers").Concat(spec.Items("containers")).Concat(spec.Items("ephemeralContainers")))
        {
            foreach (var source in container.Items("env").Select(static e => e.Object("valueFrom")))
            {
                yield return ("configmaps", source.Object("configMapKeyRef").Text("name"));
                yield return ("secrets", source.Object("secretKeyRef").Text("name"));
            }
            foreach (var source in container.Items("envFrom"))
            {
                yield return ("configmaps", source.Object("configMapRef").Text("name"));
                yield return ("secrets", source.Object("secretRef").Text("name"));
            }
        }
        foreach (var found in spec.Items("volumes").SelectMany(v => OfVolume(v, pod.Object("metadata").Text("name")))) { yield return found; }
        foreach (var status in pod.Object("status").Items("resourceClaimStatuses")) { yield return ("resourceclaims", status.Text("resourceClaimName")); }
        foreach (var claim in spec.Items("resourceClaims")) { yield return ("resourceclaims", claim.Text("resourceClaimName")); }
    }

    private static IEnumerable<(string Resource, string Name)> OfVolume(Node volume, string pod)
    {
        yield return ("secrets", volume.Object("secret").Text("secretName"));
        yield return ("configmaps", volume.Object("configMap").Text("name"));
        yield return ("persistentvolumeclaims", volume.Object("persistentVolumeClaim").Text("claimName"));
        if (volume.Has("ephemeral")) { yield return ("persistentvolumeclaims", $"{pod}-{volume.Text("name")}"); }
        yield return ("secrets", volume.Object("csi").Object("nodePublishSecretRef").Text("name"));
        yield return ("secrets", volume.Object("azureFile").Text("secretName"));
        foreach (var source in _secretSources) { yield return ("secrets", volume.Object(source).Object("secretRef").Text("name")); }
        foreach (var source in volume.Object("projected").Items("sources"))
        {
            yield return ("secrets", source.Object("secret").Text("name"));
            yield return ("configmaps", source.Object("configMap").Text("name"));
        }
    }

    private static bool IsMirror(ObjectNode pod) => pod.Object("metadata").Object("annotations").Has("kubernetes.io/config.mirror");
}
