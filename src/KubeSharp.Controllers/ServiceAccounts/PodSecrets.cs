using KubeSharp.Api.Core.V1;

namespace KubeSharp.Controllers.ServiceAccounts;

/// <summary>The secrets that a pod names: of its volumes, environments and image pulls. Pure.</summary>
public static class PodSecrets
{
    /// <summary>Their names.</summary>
    public static HashSet<string> Of(Pod pod)
    {
        var spec = pod.Spec;
        var environments = spec.Containers.Select(static c => (c.Env, c.EnvFrom)).Concat(spec.InitContainers.Select(static c => (c.Env, c.EnvFrom))).Concat(spec.EphemeralContainers.Select(static c => (c.Env, c.EnvFrom)));
        var names = spec.ImagePullSecrets.Select(static s => s.Name).Concat(spec.Volumes.SelectMany(Of));
        foreach (var (variables, sources) in environments)
        {
            names = names.Concat(variables.Select(static v => v.ValueFrom?.SecretKeyRef?.Name)).Concat(sources.Select(static s => s.SecretRef?.Name));
        }
        return [.. names.OfType<string>().Where(static n => n.Length > 0)];
    }

    private static IEnumerable<string?> Of(Volume volume) =>
    [
        volume.Secret?.SecretName, volume.AzureFile?.SecretName, volume.Csi?.NodePublishSecretRef?.Name, volume.Cephfs?.SecretRef?.Name, volume.Cinder?.SecretRef?.Name, volume.FlexVolume?.SecretRef?.Name,
        volume.Iscsi?.SecretRef?.Name, volume.Rbd?.SecretRef?.Name, volume.ScaleIO?.SecretRef.Name, volume.Storageos?.SecretRef?.Name, .. volume.Projected?.Sources.Select(static s => s.Secret?.Name) ?? [],
    ];
}
