using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Files of a volume that would lie over one another: texts for Warning headers. Pure.</summary>
internal static class VolumePathWarnings
{
    private readonly record struct Source(string Path, string Name)
    {
        public override string ToString() => Name.Length == 0 ? $"\"{Path}\"" : $"\"{Path}\" ({Name})";
    }

    /// <summary>What is said of the volumes.</summary>
    public static IEnumerable<string> Of(ArrayNode volumes) => volumes.SelectMany(static v => OfVolume(v.Text("name"), (ObjectNode)v));

    private static IEnumerable<string> OfVolume(string name, ObjectNode volume)
    {
        var (map, secret, projected) = (volume.Object("configMap"), volume.Object("secret"), volume.Object("projected"));
        foreach (var text in Overlaps(Items(map, ""), [])) { yield return Told(name, $"ConfigMap \"{map.Text("name")}\"", text); }
        foreach (var text in Overlaps(Items(secret, ""), [])) { yield return Told(name, $"Secret \"{secret.Text("secretName")}\"", text); }
        foreach (var text in Overlaps(Items(volume.Object("downwardAPI"), ""), [])) { yield return Told(name, "DownwardAPI", text); }
        var all = new List<Source>();
        foreach (var source in projected.Items("sources").OfType<ObjectNode>())
        {
            if (source.Count == 0) { yield return $"volume \"{name}\" (Projected) has no sources provided"; }
            foreach (var text in Overlaps(Projected(source), all)) { yield return Told(name, "Projected", text); }
        }
    }

    private static string Told(string volume, string what, string overlap) => $"volume \"{volume}\" ({what}): overlapping paths: {overlap}";

    private static IEnumerable<Source> Items(ObjectNode source, string name) => source.Items("items").Select(i => new Source(i.Text("path"), name));

    private static ImmutableArray<Source> Projected(ObjectNode source)
    {
        var (bundle, certificate) = (source.Object("clusterTrustBundle"), source.Object("podCertificate"));
        IEnumerable<Source> paths = source.Object("configMap").Has("items") ? Items(source.Object("configMap"), $"ConfigMap \"{source.Object("configMap").Text("name")}\"")
            : source.Object("secret").Has("items") ? Items(source.Object("secret"), $"Secret \"{source.Object("secret").Text("name")}\"")
            : source.Object("downwardAPI").Has("items") ? Items(source.Object("downwardAPI"), "DownwardAPI")
            : source.Has("serviceAccountToken") ? [new(source.Object("serviceAccountToken").Text("path"), "ServiceAccountToken")]
            : source.Has("clusterTrustBundle") ? [new(bundle.Text("path"), $"ClusterTrustBundle \"{bundle.Text(bundle.Has("name") ? "name" : "signerName")}\"")]
            : [new(certificate.Text("certificateChainPath"), "PodCertificate chain"), new(certificate.Text("keyPath"), "PodCertificate key"), new(certificate.Text("credentialBundlePath"), "PodCertificate credential bundle")];
        return [.. paths];
    }

    private static IEnumerable<string> Overlaps(IEnumerable<Source> paths, List<Source> before)
    {
        foreach (var path in paths.Select(static p => p with { Path = p.Path.TrimEnd('/') }).Where(static p => p.Path.Length > 0))
        {
            foreach (var other in before)
            {
                if (other == path || (other.Path + "/").StartsWith(path.Path + "/", StringComparison.Ordinal) || (path.Path + "/").StartsWith(other.Path + "/", StringComparison.Ordinal)) { yield return $"{path} with {other}"; }
            }
            before.Add(path);
        }
    }
}
