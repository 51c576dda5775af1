using System.Collections.Frozen;

namespace KubeSharp.ApiServer.Registry;

/// <summary>What a deletion that is done at once is answered with: the object, or a Status. Source: the operations of upstream's OpenAPI document.</summary>
internal static class DeletionAnswers
{
    private static readonly FrozenSet<string> _objects = new[]
    {
        "persistentvolumeclaims", "persistentvolumes", "pods", "podtemplates", "resourcequotas", "serviceaccounts", "services",
        "deviceclasses.resource.k8s.io", "resourceclaims.resource.k8s.io", "resourceclaimtemplates.resource.k8s.io", "resourceslices.resource.k8s.io", "devicetaintrules.resource.k8s.io",
        "csidrivers.storage.k8s.io", "csinodes.storage.k8s.io", "storageclasses.storage.k8s.io", "volumeattachments.storage.k8s.io", "volumeattributesclasses.storage.k8s.io",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether it is the object, by the resource's qualified plural.</summary>
    public static bool AreObjects(string resource) => _objects.Contains(resource);
}
