using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Owners that an object names twice are kept once, and whoever wrote it is told. Pure. Source: API reference, ObjectMeta.ownerReferences.</summary>
public static class OwnerReferences
{
    private const string Told = "contains duplicate entries{0}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ";

    /// <summary>The object with each owner once.</summary>
    /// <param name="value">The object.</param>
    /// <param name="isAdmitted">Whether admission has changed it since it was sent.</param>
    /// <param name="warn">Is told the identifiers of those that stood there again.</param>
    public static ObjectNode Distinct(ObjectNode value, bool isAdmitted, Action<string> warn)
    {
        var owners = value.Object("metadata").Items("ownerReferences");
        if (owners.Count < 2) { return value; }
        var (kept, again) = (new List<Node>(owners.Count), new List<string>());
        foreach (var owner in owners)
        {
            if (kept.Contains(owner)) { again.Add(owner.Text("uid")); } else { kept.Add(owner); }
        }
        if (again.Count == 0) { return value; }
        warn($".metadata.ownerReferences {Told.Replace("{0}", isAdmitted ? " after mutating admission happens" : "", StringComparison.Ordinal)}{string.Join(", ", again)}");
        return (ObjectNode)value.With(["metadata", "ownerReferences"], new ArrayNode([.. kept]));
    }
}
