using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>The files of volumes that are made from objects. Source: Volumes; Projected Volumes.</summary>
public static class VolumeContents
{
    private const int ModeDefault = 0x1A4; // 0644
    private const int ModeOfOwn = 0x180; // 0600

    /// <summary>Whether the volume is made from objects.</summary>
    public static bool IsFromObjects(Volume volume) => volume.ConfigMap is not null || volume.Secret is not null || volume.DownwardAPI is not null || volume.Projected is not null;

    /// <summary>Folder of the plug-in that makes the volume.</summary>
    public static string PluginOf(Volume volume) =>
        volume.ConfigMap is not null ? "configmap" : volume.Secret is not null ? "secret" : volume.DownwardAPI is not null ? "downward-api" : volume.Projected is not null ? "projected" : "empty-dir";

    /// <summary>The files by path below the volume.</summary>
    /// <exception cref="VolumeException">An object or key is missing that is not optional.</exception>
    public static SortedDictionary<string, VolumeFile> Of(Pod pod, Volume volume, PodObjects objects, NodeFacts node, IReadOnlyList<string> podAddresses)
    {
        var files = new SortedDictionary<string, VolumeFile>(StringComparer.Ordinal);
        if (volume.ConfigMap is { } map) { AddConfigMap(files, pod, map.Name ?? "", map.Items, map.Optional == true, map.DefaultMode ?? ModeDefault, objects); }
        else if (volume.Secret is { } secret) { AddSecret(files, pod, secret.SecretName ?? "", secret.Items, secret.Optional == true, secret.DefaultMode ?? ModeDefault, objects); }
        else if (volume.DownwardAPI is { } downward) { AddDownward(files, pod, downward.Items, downward.DefaultMode ?? ModeDefault, node, podAddresses); }
        else if (volume.Projected is { } projected)
        {
            var mode = projected.DefaultMode ?? ModeDefault;
            for (var i = 0; i < projected.Sources.Count; i++)
            {
                var source = projected.Sources[i];
                if (source.ConfigMap is { } from) { AddConfigMap(files, pod, from.Name ?? "", from.Items, from.Optional == true, mode, objects); }
                if (source.Secret is { } of) { AddSecret(files, pod, of.Name ?? "", of.Items, of.Optional == true, mode, objects); }
                if (source.DownwardAPI is { } fields) { AddDownward(files, pod, fields.Items, mode, node, podAddresses); }
                if (source.ClusterTrustBundle is { } bundle) { files[bundle.Path] = new VolumeFile(TrustAnchors.Of(bundle, objects.TrustBundles), mode); }
                if (source.PodCertificate is { } certificate) { AddCertificate(files, pod, $"{volume.Name}/{i}", certificate, mode, objects); }
                if (source.ServiceAccountToken is { } token) { AddToken(files, pod, volume.Name, token, mode, objects); }
            }
        }
        return files;
    }

    private static void AddConfigMap(SortedDictionary<string, VolumeFile> files, Pod pod, string name, ApiList<KeyToPath> items, bool optional, int mode, PodObjects objects)
    {
        if (objects.ConfigMaps.GetValueOrDefault(name) is not { } map)
        {
            if (optional) { return; }
            throw new VolumeException($"configmap \"{name}\" not found");
        }
        var all = map.Data.Select(static e => KeyValuePair.Create(e.Key, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(e.Value)))
            .Concat(map.BinaryData.Select(static e => KeyValuePair.Create(e.Key, e.Value.Memory)));
        AddItems(files, all.ToDictionary(StringComparer.Ordinal), items, optional, mode, $"configmap references non-existent config key: ");
    }

    private static void AddSecret(SortedDictionary<string, VolumeFile> files, Pod pod, string name, ApiList<KeyToPath> items, bool optional, int mode, PodObjects objects)
    {
        if (objects.Secrets.GetValueOrDefault(name) is not { } secret)
        {
            if (optional) { return; }
            throw new VolumeException($"secret \"{name}\" not found");
        }
        AddItems(files, secret.Data.ToDictionary(static e => e.Key, static e => e.Value.Memory, StringComparer.Ordinal), items, optional, mode, "references non-existent secret key: ");
    }

    private static void AddItems(SortedDictionary<string, VolumeFile> files, Dictionary<string, ReadOnlyMemory<byte>> data, ApiList<KeyToPath> items, bool optional, int mode, string missing)
    {
        if (items.Count == 0)
        {
            foreach (var (key, bytes) in data) { files[key] = new VolumeFile(bytes, mode); }
            return;
        }
        foreach (var item in items)
        {
            if (data.TryGetValue(item.Key, out var bytes)) { files[item.Path] = new VolumeFile(bytes, item.Mode ?? mode); }
            else if (!optional) { throw new VolumeException(missing + item.Key); }
        }
    }

    private static void AddDownward(SortedDictionary<string, VolumeFile> files, Pod pod, ApiList<DownwardAPIVolumeFile> items, int mode, NodeFacts node, IReadOnlyList<string> podAddresses)
    {
        foreach (var item in items)
        {
            var text = "";
            if (item.FieldRef is { } field)
            {
                text = FieldValues.Field(pod, field.FieldPath, node.Name, node.Addresses, podAddresses) ?? throw new VolumeException($"unsupported fieldPath: {field.FieldPath}");
            }
            else if (item.ResourceFieldRef is { } resource)
            {
                var container = PodContainers.Find(pod.Spec, resource.ContainerName ?? "") ?? throw new VolumeException($"container {resource.ContainerName} not found");
                text = FieldValues.Resource(container.Spec, resource, node.Allocatable) ?? throw new VolumeException($"unsupported container resource : {resource.Resource}");
            }
            files[item.Path] = new VolumeFile(Encoding.UTF8.GetBytes(text), item.Mode ?? mode);
        }
    }

    private static void AddToken(SortedDictionary<string, VolumeFile> files, Pod pod, string volume, ServiceAccountTokenProjection token, int mode, PodObjects objects)
    {
        if (!objects.Tokens.TryGetValue($"{volume}/{token.Path}", out var text)) { throw new VolumeException($"failed to fetch token for volume \"{volume}\""); }
        files[token.Path] = Own(pod, text, mode);
    }

    private static void AddCertificate(SortedDictionary<string, VolumeFile> files, Pod pod, string source, PodCertificateProjection projection, int mode, PodObjects objects)
    {
        if (!objects.Certificates.TryGetValue(source, out var held)) { throw new VolumeException("credential bundle is not issued yet"); }
        if (projection.CredentialBundlePath is { Length: > 0 } bundle) { files[bundle] = Own(pod, held.Key + held.Chain, mode); }
        if (projection.KeyPath is { Length: > 0 } key) { files[key] = Own(pod, held.Key, mode); }
        if (projection.CertificateChainPath is { Length: > 0 } chain) { files[chain] = Own(pod, held.Chain, mode); }
    }

    // A process that does not run as root could not read a secret of root's: with one user it is the user's, with a group the group may read it.
    private static VolumeFile Own(Pod pod, string text, int mode)
    {
        var user = OnlyUser(pod);
        return new VolumeFile(Encoding.UTF8.GetBytes(text), user is not null || pod.Spec.SecurityContext?.FsGroup is not null ? ModeOfOwn : mode) { Owner = user };
    }

    private static long? OnlyUser(Pod pod)
    {
        long? only = null;
        foreach (var container in PodContainers.Of(pod.Spec))
        {
            var user = container.Spec.SecurityContext?.RunAsUser ?? pod.Spec.SecurityContext?.RunAsUser;
            if (user is null || (only is not null && only != user)) { return null; }
            only = user;
        }
        return only;
    }
}
