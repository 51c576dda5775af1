using System.Text;
using KubeSharp.Api;

namespace KubeSharp.Client.Rest;

/// <summary>Paths of resources. Source: the reference page "API Concepts", resource URIs.</summary>
public static class ApiPaths
{
    /// <summary>The path of a collection, or of one object where a name is given, or of a subresource of it.</summary>
    public static string Of(ApiResource resource, string? ns, string name = "", string subresource = "")
    {
        var path = new StringBuilder(resource.Group.Length == 0 ? "/api/" : "/apis/").Append(resource.GroupVersion);
        if (resource.Namespaced && !string.IsNullOrEmpty(ns)) { path.Append("/namespaces/").Append(Uri.EscapeDataString(ns)); }
        path.Append('/').Append(resource.Plural);
        if (name.Length > 0) { path.Append('/').Append(Uri.EscapeDataString(name)); }
        if (subresource.Length > 0) { path.Append('/').Append(subresource); }
        return path.ToString();
    }

    /// <summary>The query of a list; of a watch where <paramref name="watch"/> is set. With its question mark, or empty.</summary>
    public static string Query(ListOptions options, bool watch)
    {
        var parts = new List<string>();
        Add("labelSelector", options.LabelSelector);
        Add("fieldSelector", options.FieldSelector);
        Add("resourceVersion", options.ResourceVersion);
        Add("continue", options.Continue);
        if (options.Limit > 0) { parts.Add($"limit={options.Limit}"); }
        if (options.TimeoutSeconds > 0) { parts.Add($"timeoutSeconds={options.TimeoutSeconds}"); }
        if (watch) { parts.Add("watch=true&allowWatchBookmarks=true"); }
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);

        void Add(string key, string value)
        {
            if (value.Length > 0) { parts.Add($"{key}={Uri.EscapeDataString(value)}"); }
        }
    }
}
