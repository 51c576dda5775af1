using System.Globalization;
using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.Revisions;

namespace KubeSharp.Controllers.StatefulSets;

/// <summary>Name, number, labels and storage of a stateful set's pods. Pure. Source: StatefulSets, pod identity.</summary>
internal static class StatefulPods
{
    private const string NameLabel = "statefulset.kubernetes.io/pod-name";
    private const string IndexLabel = "apps.kubernetes.io/pod-index";

    /// <summary>The lowest number.</summary>
    public static int Start(StatefulSet set) => set.Spec.Ordinals?.Start ?? 0;

    /// <summary>The pod's number; null where its name is none of the set's.</summary>
    public static int? Ordinal(StatefulSet set, Pod pod)
    {
        var name = pod.Metadata.Name ?? "";
        var dash = name.LastIndexOf('-');
        return dash > 0 && name[..dash] == set.Metadata.Name && int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : null;
    }

    /// <summary>The pod's name.</summary>
    public static string NameOf(StatefulSet set, int ordinal) => $"{set.Metadata.Name}-{ordinal.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The revision the pod was made of.</summary>
    public static string RevisionOf(Pod pod) => pod.Metadata.Labels.Get(RevisionHistory.HashLabel) ?? "";

    /// <summary>The pod of that number, of a revision's template.</summary>
    public static Pod For(StatefulSet set, int ordinal, PodTemplateSpec template, string revision)
    {
        var pod = ReplicaPlan.PodOf(set, template);
        var name = NameOf(set, ordinal);
        var labels = pod.Metadata.Labels.Set(NameLabel, name).Set(IndexLabel, ordinal.ToString(CultureInfo.InvariantCulture)).Set(RevisionHistory.HashLabel, revision);
        return WithStorage(set, ordinal, pod with
        {
            Metadata = pod.Metadata with { Name = name, GenerateName = null, Labels = labels },
            Spec = pod.Spec with { Hostname = name, Subdomain = string.IsNullOrEmpty(set.Spec.ServiceName) ? pod.Spec.Subdomain : set.Spec.ServiceName },
        });
    }

    /// <summary>The claims that the pod of that number uses.</summary>
    public static IEnumerable<PersistentVolumeClaim> Claims(StatefulSet set, int ordinal) => set.Spec.VolumeClaimTemplates.Select(t => t with
    {
        Metadata = t.Metadata with { Name = ClaimName(set, t, ordinal), Namespace = set.Metadata.Namespace, Labels = t.Metadata.Labels.SetAll(set.Spec.Selector.MatchLabels) },
        Status = PersistentVolumeClaimStatus.Empty,
    });

    private static string ClaimName(StatefulSet set, PersistentVolumeClaim template, int ordinal) => $"{template.Metadata.Name}-{NameOf(set, ordinal)}";

    private static Pod WithStorage(StatefulSet set, int ordinal, Pod pod)
    {
        if (set.Spec.VolumeClaimTemplates.Count == 0) { return pod; }
        var claims = set.Spec.VolumeClaimTemplates.Select(t => new Volume { Name = t.Metadata.Name ?? "", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = ClaimName(set, t, ordinal) } }).ToArray();
        var others = pod.Spec.Volumes.Where(v => !Array.Exists(claims, c => c.Name == v.Name));
        return pod with { Spec = pod.Spec with { Volumes = claims.Concat(others).ToApiList() } };
    }
}
