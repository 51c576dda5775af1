using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.ApiServer.Admission;

/// <summary>
/// Holds writes within the quotas of their namespace: the usage in the quota's status is raised by compare-and-swap before the object is stored;
/// the quota controller counts again what was raised in vain. Last of all plug-ins. Source: Resource Quotas.
/// </summary>
public sealed class ResourceQuotaAdmission(IObjects objects) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "ResourceQuota";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) =>
        request.Namespace.Length > 0 && (request.Resizes() || request.Subresource.Length == 0
        && (request.Operation == AdmissionOperation.Create || (request.Operation == AdmissionOperation.Update && request.Resource.QualifiedName is "services" or "persistentvolumeclaims")));

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var quotas = objects.List("resourcequotas", request.Namespace);
        if (quotas.Count == 0 || request.Resource.QualifiedName == "resourcequotas" && request.Operation != AdmissionOperation.Create) { return; }
        var resource = request.Resource.QualifiedName;
        var usage = QuotaUsage.Of(resource, request.Object!);
        var before = request.OldObject is { } old ? QuotaUsage.Of(resource, old) : [];
        foreach (var quota in quotas)
        {
            if (!IsInScopes(quota, resource, request.Object!)) { continue; }
            CheckNamed(request, quota, resource);
            var delta = Delta(quota, usage, before);
            if (delta.Count == 0) { continue; }
            var name = quota.Object("metadata").Text("name");
            if (request.DryRun) { Raise(request, quota, delta); continue; }
            await objects.UpdateAsync("resourcequotas", request.Namespace, name, current => Raise(request, current, Delta(current, usage, before)), cancellation).ConfigureAwait(false);
        }
    }

    private static bool IsInScopes(ObjectNode quota, string resource, ObjectNode value)
    {
        var spec = quota.Object("spec");
        var scopes = spec.Texts("scopes").Select(static s => (Scope: s, Kind: "Exists", Values: Enumerable.Empty<string>()))
            .Concat(spec.Object("scopeSelector").Items("matchExpressions").Select(static e => (Scope: e.Text("scopeName"), Kind: e.Text("operator"), Values: e.Texts("values")))).ToArray();
        if (scopes.Length == 0) { return true; }
        return resource == "pods" && scopes.All(s => QuotaUsage.IsInScope(s.Scope, s.Kind, s.Values, value));
    }

    private static void CheckNamed(AdmissionRequest request, ObjectNode quota, string resource)
    {
        if (resource != "pods") { return; }
        var missing = QuotaUsage.Missing(request.Object.Object("spec"), quota.Object("status").Object("hard").Select(static h => h.Key)).ToArray();
        if (missing.Length == 0) { return; }
        var each = missing.GroupBy(static m => m.Resource).OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(static g => $"{g.Key} for: {string.Join(",", g.Select(static m => m.Container).Distinct().Order(StringComparer.Ordinal))}");
        throw request.Refuse($"failed quota: {quota.Object("metadata").Text("name")}: must specify {string.Join("; ", each)}");
    }

    // What is used more than before, of that which the quota bounds and its controller has counted.
    private static Dictionary<string, Quantity> Delta(ObjectNode quota, Dictionary<string, Quantity> usage, Dictionary<string, Quantity> before)
    {
        var delta = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var (name, amount) in usage)
        {
            var more = amount - before.GetValueOrDefault(name);
            if (more.Sign > 0 && quota.Object("status").Object("hard").Has(name)) { delta[name] = more; }
        }
        return delta;
    }

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
