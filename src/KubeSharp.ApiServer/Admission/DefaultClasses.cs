using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Classes that one of the annotations marks as the default.</summary>
internal static class DefaultClasses
{
    /// <summary>The name of the newest marked one (by name where equally new); null: none is.</summary>
    public static string? Newest(IObjects objects, string resource, params string[] annotations) => objects.List(resource)
        .Where(c => annotations.Any(a => c.Object("metadata").Object("annotations").Text(a) == "true"))
        .OrderByDescending(static c => c.Object("metadata").Text("creationTimestamp"), StringComparer.Ordinal).ThenBy(static c => c.Object("metadata").Text("name"), StringComparer.Ordinal)
        .FirstOrDefault()?.Object("metadata").Text("name");
}
