using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>What an object is called in failures, and what two objects of a build may not have in common. Pure.</summary>
internal static class Identity
{
    /// <summary>Kind, version, group, name and namespace: ConfigMap.v1.[noGrp]/a.[noNs].</summary>
    public static string Of(Node content) => $"{Kind(content.Text("apiVersion"), content.Text("kind"))}/{content.Text("metadata", "name")}.{content.TextOr("[noNs]", "metadata", "namespace")}";

    /// <summary>Kind, version and group.</summary>
    public static string Kind(string apiVersion, string kind)
    {
        var (group, version) = Split(apiVersion);
        return Kind(group, version, kind);
    }

    /// <summary>A target as failures show it.</summary>
    public static string OfTarget(Node target) => $"{Kind(target.Text("group"), target.Text("version"), target.Text("kind"))}/{target.TextOr("[noName]", "name")}.{target.TextOr("[noNs]", "namespace")}:a={target.Text("annotationSelector")}:l={target.Text("labelSelector")}";

    /// <summary>Group and version.</summary>
    public static (string Group, string Version) Split(string apiVersion) => apiVersion.Split('/', 2) is [var group, var version] ? (group, version) : ("", apiVersion);

    /// <summary>Kind, version and group.</summary>
    public static string Kind(string group, string version, string kind) => $"{(kind.Length > 0 ? kind : "[noKind]")}.{(version.Length > 0 ? version : "[noVer]")}.{(group.Length > 0 ? group : "[noGrp]")}";
}
