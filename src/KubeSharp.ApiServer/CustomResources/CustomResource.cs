using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>
/// Makes the definitions of a custom resource, one a version, from its CustomResourceDefinition. Schemas, columns and rules are read when they
/// are first needed. Pure. Source: Extend the Kubernetes API with CustomResourceDefinitions.
/// </summary>
public static class CustomResource
{
    private static readonly ImmutableArray<string> _verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly ImmutableArray<string> _subresourceVerbs = ["get", "patch", "update"];

    /// <summary>Its definitions, the stored version first and then by rank; none where it is not established.</summary>
    /// <param name="definition">The CustomResourceDefinition.</param>
    /// <param name="conversion">Converts between its versions.</param>
    /// <param name="metrics">Counts how long its rules take.</param>
    /// <param name="retired">Cancelled when another definition takes its place.</param>
    /// <param name="name">Under which its objects are stored; null: its own.</param>
    public static ImmutableArray<ResourceDefinition> Define(ObjectNode definition, IVersionConversion conversion, CelMetrics metrics, CancellationToken retired, string? name = null)
    {
        if (!IsTrue(definition, "Established")) { return []; }
        var versions = definition.Object("spec").Items("versions").Cast<ObjectNode>().Select(v => new CustomResourceVersion(v, metrics)).OrderByDescending(static v => v.IsStored)
            .ThenBy(static v => v.Name, VersionOrder.Instance).ToImmutableArray();
        if (versions.IsEmpty) { return []; }
        return [.. versions.Select(v => Define(definition, v, new CustomResourceForm(v, versions[0], definition.Object("spec").Text("group"), conversion), retired, name))];
    }

    /// <summary>Whether a condition of the definition is true.</summary>
    public static bool IsTrue(ObjectNode definition, string condition) =>
        definition.Object("status").Items("conditions").Any(c => c.Text("type") == condition && c.Text("status") == "True");

    /// <summary>What a definition is made of: while it stays the same, watches go on.</summary>
    public static Node Essence(ObjectNode definition) => ObjectNode.Of(("spec", definition.Object("spec")), ("names", definition.Object("status").Object("acceptedNames")));

    private static ResourceDefinition Define(ObjectNode definition, CustomResourceVersion version, CustomResourceForm form, CancellationToken retired, string? name)
    {
        var spec = definition.Object("spec");
        var names = definition.Object("status").Object("acceptedNames");
        var (group, kind) = (spec.Text("group"), names.Text("kind"));
        var resource = new ApiResource(group, version.Name, kind, spec.Object("names").Text("plural"), spec.Text("scope") == "Namespaced", ModelName(group, version.Name, kind))
        {
            Singular = names.Text("singular"),
            ListKind = names.Text("listKind"),
            ShortNames = [.. names.Texts("shortNames")],
            Categories = [.. names.Texts("categories")],
            Verbs = _verbs,
            Subresources = [.. Subresources(version, group, kind)],
        };
        return new(resource, version.IsServed ? [resource] : [], new CustomResourceRules(resource, version), _ => version.Schema.Schema)
        {
            StoredForm = form,
            ColumnsOf = () => CustomResourceColumns.Of(version.Source),
            Scale = version.Scale ?? ScalePaths.BuiltIn,
            IsServed = version.IsServed,
            IsTerminating = IsTrue(definition, "Terminating"),
            Deprecation = Deprecation(spec, version),
            Retired = retired,
            Name = name ?? resource.QualifiedName,
        };
    }

    // Its own words, or what is newer and not deprecated.
    private static string? Deprecation(ObjectNode spec, CustomResourceVersion version)
    {
        if (!version.Source.IsTrue("deprecated")) { return null; }
        if (version.Source["deprecationWarning"] is StringNode own) { return own.Value; }
        var (group, kind) = (spec.Text("group"), spec.Object("names").Text("kind"));
        var newest = spec.Items("versions").Where(static v => v.IsTrue("served") && !v.IsTrue("deprecated")).Select(static v => v.Text("name")).Where(v => VersionOrder.Instance.Compare(v, version.Name) < 0).Order(VersionOrder.Instance).FirstOrDefault();
        return $"{group}/{version.Name} {kind} is deprecated" + (newest is null ? "" : $"; use {group}/{newest} {kind}");
    }

    private static IEnumerable<ApiSubresource> Subresources(CustomResourceVersion version, string group, string kind)
    {
        if (version.HasStatus) { yield return new("status", group, version.Name, kind, _subresourceVerbs); }
        if (version.Scale is not null) { yield return new("scale", "autoscaling", "v1", "Scale", _subresourceVerbs); }
    }

    // com.example.stable.v1.CronTab for a CronTab of stable.example.com/v1.
    private static string ModelName(string group, string version, string kind) => $"{string.Join('.', group.Split('.').Reverse())}.{version}.{kind}";
}
