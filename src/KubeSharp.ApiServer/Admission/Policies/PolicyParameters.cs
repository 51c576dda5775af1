using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>Finds the parameters of a binding. Source: Validating Admission Policy, parameter resources.</summary>
internal static class PolicyParameters
{
    private const string Definitions = "customresourcedefinitions.apiextensions.k8s.io";

    /// <summary>
    /// The parameters; one that is null where the policy or the binding names none, none at all where the policy shall not be evaluated; or what is wrong.
    /// </summary>
    public static (IReadOnlyList<ObjectNode?> Parameters, string? Mistake) Find(ObjectNode? kind, PolicyBinding binding, AdmissionRequest request, IObjects objects)
    {
        if (kind is null || binding.ParamRef is not { } reference) { return ([null], null); }
        if (Resource(kind, objects) is not { } resource) { return ([], $"failed to configure policy: failed to find resource referenced by paramKind: '{kind.Text("apiVersion")}, Kind={kind.Text("kind")}'"); }
        var ns = reference.Text("namespace");
        if (resource.IsNamespaced && ns.Length == 0)
        {
            if (request.Namespace.Length == 0) { return ([], "failed to configure binding: cannot use namespaced paramRef in policy binding that matches cluster-scoped resources"); }
            ns = request.Namespace;
        }
        if (!resource.IsNamespaced && ns.Length > 0) { return ([], "failed to configure binding: paramRef.namespace must not be provided for a cluster-scoped `paramKind`"); }
        var found = reference.Text("name") is { Length: > 0 } name
            ? objects.Get(resource.Name, ns, name) is { } one ? [one] : []
            : Selected(objects.List(resource.Name, ns), LabelSelector.From(reference["selector"]));
        if (found.Count > 0) { return (found, null); }
        return reference.Text("parameterNotFoundAction") == "Allow" ? ([], null) : ([], "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction");
    }

    private static IReadOnlyList<ObjectNode?> Selected(IReadOnlyList<ObjectNode> all, LabelSelector? selector) =>
        selector is null ? [] : [.. all.Where(p => selector.Matches(p.Object("metadata").Object("labels")))];

    private static (string Name, bool IsNamespaced)? Resource(ObjectNode kind, IObjects objects)
    {
        var (groupVersion, name) = (kind.Text("apiVersion"), kind.Text("kind"));
        foreach (var resource in ApiResources.All)
        {
            if (resource.Kind == name && resource.GroupVersion == groupVersion && resource.Plural.Length > 0) { return (resource.QualifiedName, resource.Namespaced); }
        }
        var group = groupVersion.Split('/')[0];
        var custom = objects.List(Definitions).FirstOrDefault(d => d.Object("spec").Text("group") == group && d.Object("spec").Object("names").Text("kind") == name);
        return custom is null ? null : ($"{custom.Object("spec").Object("names").Text("plural")}.{group}", custom.Object("spec").Text("scope") == "Namespaced");
    }
}
