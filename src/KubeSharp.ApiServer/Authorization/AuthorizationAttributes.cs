using KubeSharp.ApiServer.Authentication;
using KubeSharp.Machinery.Selectors;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>What somebody wants to do. Source: authorization.k8s.io SubjectAccessReview.</summary>
/// <param name="User">Who.</param>
/// <param name="Verb">get, list, watch, create, update, patch, delete, deletecollection, proxy, connect's own…; for paths the HTTP method in lower case.</param>
public sealed record AuthorizationAttributes(UserIdentity User, string Verb)
{
    /// <summary>About a resource; else about <see cref="Path"/>.</summary>
    public bool IsResourceRequest { get; init; } = true;
    /// <summary>API group; empty: core.</summary>
    public string Group { get; init; } = "";
    /// <summary>API version.</summary>
    public string Version { get; init; } = "";
    /// <summary>Plural of the resource.</summary>
    public string Resource { get; init; } = "";
    /// <summary>Subresource; empty: none.</summary>
    public string Subresource { get; init; } = "";
    /// <summary>Namespace; empty: all, or a cluster-wide resource.</summary>
    public string Namespace { get; init; } = "";
    /// <summary>Name of the object; empty: all.</summary>
    public string Name { get; init; } = "";
    /// <summary>Of a list, watch or deletecollection: the fields that are selected.</summary>
    public FieldSelector Fields { get; init; } = FieldSelector.Everything;
    /// <summary>Of the same: the labels.</summary>
    public LabelSelector Labels { get; init; } = LabelSelector.Everything;
    /// <summary>URL path of a request that is about no resource.</summary>
    public string Path { get; init; } = "";
}
