using KubeSharp.Api.Core.V1;

namespace KubeSharp.Controllers.Volumes;

/// <summary>The claims a pod uses.</summary>
internal static class PodClaims
{
    /// <summary>Names, those of its ephemeral volumes too.</summary>
    public static IEnumerable<string> Names(Pod pod) => pod.Spec.Volumes.Select(v => v.PersistentVolumeClaim?.ClaimName ?? (v.Ephemeral is null ? null : NameOf(pod, v))).OfType<string>();

    /// <summary>The name of the claim of an ephemeral volume.</summary>
    public static string NameOf(Pod pod, Volume volume) => $"{pod.Metadata.Name}-{volume.Name}";
}
