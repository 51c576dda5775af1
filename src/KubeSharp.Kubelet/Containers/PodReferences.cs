using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Containers;

/// <summary>Config maps and secrets that a pod needs on its node.</summary>
/// <param name="ConfigMaps">Names of config maps.</param>
/// <param name="Secrets">Names of secrets, pull secrets included.</param>
public sealed record PodReferences(ImmutableSortedSet<string> ConfigMaps, ImmutableSortedSet<string> Secrets)
{
    /// <summary>What the specification names.</summary>
    public static PodReferences Of(PodSpec spec)
    {
        var maps = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        var secrets = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var container in PodContainers.Of(spec).Select(static c => c.Spec))
        {
            foreach (var from in container.EnvFrom) { Add(maps, from.ConfigMapRef?.Name); Add(secrets, from.SecretRef?.Name); }
            foreach (var variable in container.Env) { Add(maps, variable.ValueFrom?.ConfigMapKeyRef?.Name); Add(secrets, variable.ValueFrom?.SecretKeyRef?.Name); }
        }
        foreach (var volume in spec.Volumes)
        {
            Add(maps, volume.ConfigMap?.Name);
            Add(secrets, volume.Secret?.SecretName);
            if (volume.Projected is null) { continue; }
            foreach (var source in volume.Projected.Sources) { Add(maps, source.ConfigMap?.Name); Add(secrets, source.Secret?.Name); }
        }
        foreach (var pull in spec.ImagePullSecrets) { Add(secrets, pull.Name); }
        return new PodReferences(maps.ToImmutable(), secrets.ToImmutable());
    }

    private static void Add(ImmutableSortedSet<string>.Builder names, string? name)
    {
        if (!string.IsNullOrEmpty(name)) { names.Add(name); }
    }
}
