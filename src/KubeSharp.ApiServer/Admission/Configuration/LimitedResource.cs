using System.Collections.Immutable;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Configuration;

/// <summary>What may be used only where a quota covers it. Source: Resource Quotas, limit consumption by default.</summary>
/// <param name="Resource">Plural and group of the resource, as pods or deployments.apps.</param>
/// <param name="Contains">Parts of names; what a quota would count under a name that has one of them must be covered.</param>
/// <param name="Scopes">Scopes; an object that is in one of them must be covered by a quota of that scope.</param>
public sealed record LimitedResource(string Resource, ImmutableArray<string> Contains, ImmutableArray<QuotaScope> Scopes)
{
    /// <summary>Reads a ResourceQuotaConfiguration; notes what is wrong.</summary>
    public static ImmutableArray<LimitedResource> Read(ObjectNode document, FieldErrors errors)
    {
        ConfigurationDocument.CheckFields(document, null, errors, "apiVersion", "kind", "limitedResources");
        var (items, path) = (document.Items("limitedResources"), FieldPath.Of("limitedResources"));
        var read = ImmutableArray.CreateBuilder<LimitedResource>();
        for (var i = 0; i < items.Count; i++)
        {
            var (item, resource, group) = (items[i], items[i].Text("resource"), items[i].Text("apiGroup"));
            ConfigurationDocument.CheckFields(item, path.Index(i), errors, "apiGroup", "resource", "matchContains", "matchScopes");
            if (resource.Length == 0) { errors.Required(path.Index(i).Child("resource")); }
            read.Add(new(group.Length > 0 ? $"{resource}.{group}" : resource, [.. item.Texts("matchContains")], [.. item.Items("matchScopes").Select(QuotaScope.Read)]));
        }
        return read.ToImmutable();
    }
}
