using KubeSharp.ApiServer.Discovery;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>Keeps an APIService for each version that this server serves itself, custom resources included. Source: Kubernetes API Aggregation Layer.</summary>
public static class LocalApiServices
{
    private const string Managed = "kube-aggregator.kubernetes.io/automanaged";
    private const int CustomVersionPriority = 100;
    // Group and version priorities as upstream has them.
    private static readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal)
    {
        [""] = 18000,
        ["apps"] = 17800,
        ["events.k8s.io"] = 17750,
        ["authentication.k8s.io"] = 17700,
        ["authorization.k8s.io"] = 17600,
        ["autoscaling"] = 17500,
        ["batch"] = 17400,
        ["certificates.k8s.io"] = 17300,
        ["networking.k8s.io"] = 17200,
        ["policy"] = 17100,
        ["rbac.authorization.k8s.io"] = 17000,
        ["storage.k8s.io"] = 16800,
        ["admissionregistration.k8s.io"] = 16700,
        ["apiextensions.k8s.io"] = 16700,
        ["scheduling.k8s.io"] = 16600,
        ["coordination.k8s.io"] = 16500,
        ["node.k8s.io"] = 16300,
        ["discovery.k8s.io"] = 16200,
        ["flowcontrol.apiserver.k8s.io"] = 16100,
        ["resource.k8s.io"] = 16200,
    };

    /// <summary>Makes those that are missing and takes away those of versions that are served no longer.</summary>
    public static async ValueTask EnsureAsync(IObjects objects, ObjectDeletion deletion, ResourceTable table, string now, CancellationToken cancellation)
    {
        var wanted = Wanted(table).ToDictionary(static w => w.Name, StringComparer.Ordinal);
        var there = objects.List(RemoteCatalog.ApiServices).ToDictionary(static s => s.TextAt("metadata", "name") ?? "", StringComparer.Ordinal);
        foreach (var (name, value, _) in wanted.Values.Where(w => !there.ContainsKey(w.Name)))
        {
            try { await objects.CreateAsync(RemoteCatalog.ApiServices, value, cancellation).ConfigureAwait(false); }
            catch (StatusException e) when (e.Is(StatusReason.AlreadyExists)) { }
            await objects.UpdateAsync(RemoteCatalog.ApiServices, "", name, s => s.Make("status", static status => status).Set("status", Status(now)), cancellation).ConfigureAwait(false);
        }
        foreach (var (name, value) in there)
        {
            if (value.TextAt("metadata", "labels", Managed) == "true" && !wanted.ContainsKey(name)) { await deletion.DeleteAsync(objects.Definition(RemoteCatalog.ApiServices), "", name, new DeleteRequest(), WriteContext.Server, cancellation).ConfigureAwait(false); }
        }
    }

    private static ObjectNode Status(string now) => ObjectNode.Of(("conditions", Conditions.Set(null, "Available", "True", "Local", "Local APIServices are always available", now)));

    private static IEnumerable<(string Name, ObjectNode Value, bool IsCustom)> Wanted(ResourceTable table)
    {
        // Compat: the group of these objects has none itself.
        foreach (var (group, version) in table.BuiltIns.SelectMany(static d => d.Versions).Select(static v => (v.Group, v.Version)).Distinct().Where(static v => v.Group != "apiregistration.k8s.io"))
        {
            yield return Of(group, version, _groups.GetValueOrDefault(group, 16000), PriorityOf(group, version), "onstart");
        }
        foreach (var (group, custom) in table.CustomGroups)
        {
            foreach (var version in custom.Resources.Values.SelectMany(static d => d).Where(static d => d.IsServed).Select(static d => d.Storage.Version).Distinct())
            {
                yield return Of(group, version, DiscoveryDocuments.CustomPriority, CustomVersionPriority, "true");
            }
        }
    }

    private static int PriorityOf(string group, string version) => (group, version) switch
    {
        ("", _) => 1,
        (_, "v2") => 30,
        ("flowcontrol.apiserver.k8s.io" or "resource.k8s.io", "v1") => 21,
        _ => 15,
    };

    private static (string, ObjectNode, bool) Of(string group, string version, int groupPriority, int versionPriority, string managed)
    {
        var name = $"{version}.{group}";
        return (name, ObjectNode.Of(("kind", "APIService"), ("apiVersion", "apiregistration.k8s.io/v1"),
            ("metadata", ObjectNode.Of(("name", name), ("labels", ObjectNode.Of((Managed, managed))))),
            ("spec", ObjectNode.Of(("group", group.Length == 0 ? null : (Node)group), ("version", version), ("groupPriorityMinimum", groupPriority), ("versionPriority", versionPriority)))), managed == "true");
    }
}
