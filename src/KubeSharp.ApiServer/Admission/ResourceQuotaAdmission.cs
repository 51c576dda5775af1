using System.Collections.Immutable;
using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>
/// Holds writes within the quotas of their namespace: the usage in the quota's status is raised by compare-and-swap before the object is stored;
/// the quota controller counts again what was raised in vain. Last of all plug-ins. Source: Resource Quotas.
/// </summary>
/// <param name="objects">The stored objects.</param>
/// <param name="limited">What may be used only where a quota covers it.</param>
public sealed class ResourceQuotaAdmission(IObjects objects, ImmutableArray<LimitedResource> limited) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "ResourceQuota";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Namespace.Length > 0 && request.Resource.QualifiedName != "events" && (request.Resizes() || (request.Subresource.Length == 0 && request.Operation switch
    {
        AdmissionOperation.Create => true,
        // Who sets a deadline moves the pod into another scope.
        AdmissionOperation.Update => request.Resource.QualifiedName is "services" or "persistentvolumeclaims" || (request.Resource.QualifiedName == "pods" && Ends(request.Object) != Ends(request.OldObject)),
        _ => false,
    }));

    private static bool Ends(ObjectNode? pod) => pod.Object("spec").Number("activeDeadlineSeconds") is >= 0;

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var quotas = objects.List("resourcequotas", request.Namespace);
        if (quotas.Count == 0 && limited.IsEmpty) { return; }
        var (resource, value) = (request.Resource.QualifiedName, request.Object!);
        var usage = QuotaUsage.Of(resource, value);
        var before = request.OldObject is { } old ? QuotaUsage.Of(resource, old) : [];
        var (met, covered) = (quotas.SelectMany(QuotaScope.Of).Where(s => s.Has(resource, value)).Select(static s => s.Name).ToHashSet(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var bound = new List<(ObjectNode Quota, Dictionary<string, Quantity> Before)>();
        foreach (var quota in quotas)
        {
            string[] names = [.. quota.Object("status").Object("hard").Select(static h => h.Key).Where(n => QuotaUsage.Counts(resource, n)).Order(StringComparer.Ordinal)];
            if (names.Length == 0 || !QuotaScope.Of(quota).All(s => s.Has(resource, value))) { continue; }
            CheckNamed(request, quota, resource);
            if (!names.All(n => quota.Object("status").Object("used").Has(n))) { throw request.Refuse($"status unknown for quota: {quota.Object("metadata").Text("name")}, resources: {string.Join(",", names)}"); }
            covered.UnionWith(names);
            bound.Add((quota, request.OldObject is { } was && QuotaScope.Of(quota).All(s => s.Has(resource, was)) ? before : []));
        }
        if (bound.Count > 0 ? bound.All(b => More(usage, b.Before).Count == 0) : More(usage, before).Count == 0) { return; }
        CheckCovered(request, usage, covered, met);
        // None is raised before all are found to hold.
        foreach (var (quota, was) in bound) { Raise(request, quota, Delta(quota, usage, was)); }
        if (request.DryRun) { return; }
        foreach (var (quota, was) in bound)
        {
            if (Delta(quota, usage, was).Count > 0) { await objects.UpdateAsync("resourcequotas", request.Namespace, quota.Object("metadata").Text("name"), current => Raise(request, current, Delta(current, usage, was)), cancellation).ConfigureAwait(false); }
        }
    }

    // What the configuration wants covered must be bounded by a quota.
    private void CheckCovered(AdmissionRequest request, Dictionary<string, Quantity> usage, HashSet<string> covered, HashSet<string> met)
    {
        var resource = request.Resource.QualifiedName;
        string[] names = [.. limited.Where(l => l.Resource == resource).SelectMany(l => usage.Where(u => u.Value.Sign > 0 && l.Contains.Any(c => u.Key.Contains(c, StringComparison.Ordinal))).Select(static u => u.Key)).Distinct().Where(n => !covered.Contains(n)).Order(StringComparer.Ordinal)];
        if (names.Length > 0) { throw request.Refuse($"insufficient quota to consume: {string.Join(",", names)}"); }
        var scopes = limited.SelectMany(static l => l.Scopes).Where(s => s.Has(resource, request.Object!) && !met.Contains(s.Name)).ToArray();
        // Compat: upstream does not call this one a refusal.
        if (scopes.Length > 0) { throw StatusException.Unforeseen($"insufficient quota to match these scopes: [{string.Join(" ", (object[])scopes)}]"); }
    }

    private static Dictionary<string, Quantity> More(Dictionary<string, Quantity> usage, Dictionary<string, Quantity> before) =>
        usage.Select(u => (u.Key, Value: u.Value - before.GetValueOrDefault(u.Key))).Where(static u => u.Value.Sign > 0).ToDictionary(static u => u.Key, static u => u.Value, StringComparer.Ordinal);

    private static void CheckNamed(AdmissionRequest request, ObjectNode quota, string resource)
    {
        if (resource != "pods") { return; }
        var missing = QuotaUsage.Missing(request.Object.Object("spec"), quota.Object("status").Object("hard").Select(static h => h.Key)).ToArray();
        if (missing.Length == 0) { return; }
        var each = missing.GroupBy(static m => m.Resource).OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(static g => $"{g.Key} for: {string.Join(",", g.Select(static m => m.Container).Distinct().Order(StringComparer.Ordinal))}");
        throw request.Refuse($"failed quota: {quota.Object("metadata").Text("name")}: must specify {string.Join("; ", each)}");
    }

    // What is used more than before, of that which the quota bounds.
    private static Dictionary<string, Quantity> Delta(ObjectNode quota, Dictionary<string, Quantity> usage, Dictionary<string, Quantity> before) =>
        More(usage, before).Where(m => quota.Object("status").Object("hard").Has(m.Key)).ToDictionary(StringComparer.Ordinal);

    private static ObjectNode? Raise(AdmissionRequest request, ObjectNode quota, Dictionary<string, Quantity> delta)
    {
        var (hard, used, name) = (quota.Object("status").Object("hard"), quota.Object("status").Object("used"), quota.Object("metadata").Text("name"));
        var unknown = delta.Keys.Where(k => !used.Has(k)).Order(StringComparer.Ordinal).ToArray();
        if (unknown.Length > 0) { throw request.Refuse($"status unknown for quota: {name}, resources: {string.Join(",", unknown)}"); }
        var over = delta.Where(d => Quantities.Read(used[d.Key]) + d.Value > Quantities.Read(hard[d.Key])).Select(static d => d.Key).Order(StringComparer.Ordinal).ToArray();
        if (over.Length > 0)
        {
            string Print(Func<string, Quantity> amount) => string.Join(",", over.Select(k => $"{k}={amount(k)}"));
            throw request.Refuse($"exceeded quota: {name}, requested: {Print(k => delta[k])}, used: {Print(k => Quantities.Read(used[k]))}, limited: {Print(k => Quantities.Read(hard[k]))}");
        }
        foreach (var (key, more) in delta) { used = used.Set(key, (Quantities.Read(used[key]) + more).ToString()); }
        return delta.Count == 0 ? null : quota.Make("status", s => s.Set("used", used));
    }
}
