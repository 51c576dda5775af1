using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Endpoints.Conversions;

/// <summary>Events of events.k8s.io are those of the core group under newer names of their fields. Source: API reference, Event.</summary>
internal static class EventConversion
{
    private static readonly (string Core, string New)[] _names =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("reportingComponent", "reportingController"), ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"), ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"),
    ];

    /// <summary>A core event as events.k8s.io shows it.</summary>
    public static ObjectNode FromCore(ObjectNode value) => Rename(value, static name => Array.Find(_names, n => n.Core == name).New ?? name);

    /// <summary>An event of events.k8s.io as it is stored.</summary>
    public static ObjectNode ToCore(ObjectNode value) => Rename(value, CoreName);

    /// <summary>The core name of a selector's field: involvedObject.name of regarding.name.</summary>
    public static string CoreField(string field)
    {
        var parts = field.Split('.', 2);
        return parts.Length == 1 ? CoreName(field) : $"{CoreName(parts[0])}.{parts[1]}";
    }

    private static string CoreName(string name) => Array.Find(_names, n => n.New == name).Core ?? name;

    private static ObjectNode Rename(ObjectNode value, Func<string, string> rename)
    {
        var result = new ObjectNode.Builder(value.Count);
        foreach (var (name, child) in value.Fields) { result.Set(rename(name), child); }
        return result.ToNode();
    }
}
