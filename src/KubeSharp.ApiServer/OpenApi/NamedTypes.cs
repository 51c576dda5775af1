using System.Collections.Frozen;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>Types that documents name though they have no fields, and which fields of any JSON are of which. Source: OpenAPI documents of Kubernetes 1.36.</summary>
internal static class NamedTypes
{
    private const string Definitions = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.", Props = Definitions + "JSONSchemaProps";
    private static readonly ObjectNode _string = ObjectNode.Of(("type", "string")), _number = ObjectNode.Of(("type", "number")), _integer = ObjectNode.Of(("type", "integer")), _object = ObjectNode.Of(("type", "object"));
    private static readonly ObjectNode _time = _string.Set("format", "date-time");

    private static readonly FrozenDictionary<string, (ObjectNode V2, ObjectNode V3)> _types = new Dictionary<string, (ObjectNode, ObjectNode)>(StringComparer.Ordinal)
    {
        ["io.k8s.apimachinery.pkg.api.resource.Quantity"] = (_string, ObjectNode.Of(("oneOf", ArrayNode.Of(_string, _number)))),
        ["io.k8s.apimachinery.pkg.util.intstr.IntOrString"] = (_string.Set("format", "int-or-string"), ObjectNode.Of(("oneOf", ArrayNode.Of(_integer, _string)), ("format", "int-or-string"))),
        ["io.k8s.apimachinery.pkg.apis.meta.v1.Time"] = (_time, _time),
        ["io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime"] = (_time, _time),
        ["io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1"] = (_object, _object),
        ["io.k8s.apimachinery.pkg.runtime.RawExtension"] = (_object, _object),
        [Definitions + "JSON"] = (ObjectNode.Empty, ObjectNode.Empty),
        [Props + "OrArray"] = (ObjectNode.Empty, ObjectNode.Empty),
        [Props + "OrBool"] = (ObjectNode.Empty, ObjectNode.Empty),
        [Props + "OrStringArray"] = (ObjectNode.Empty, ObjectNode.Empty),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What is or is not there by what a field says: its name, and each field with the value that it goes by.
    private static readonly FrozenDictionary<string, string> _unions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["io.k8s.api.core.v1.AppArmorProfile"] = "type localhostProfile=LocalhostProfile",
        ["io.k8s.api.core.v1.PodSchedulingGroup"] = " podGroupName=PodGroupName",
        ["io.k8s.api.core.v1.SeccompProfile"] = "type localhostProfile=LocalhostProfile",
        ["io.k8s.api.flowcontrol.v1.LimitResponse"] = "type queuing=Queuing",
        ["io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec"] = "type exempt=Exempt limited=Limited",
        ["io.k8s.api.flowcontrol.v1.Subject"] = "kind group=Group serviceAccount=ServiceAccount user=User",
        ["io.k8s.api.scheduling.v1alpha2.PodGroupSchedulingPolicy"] = " basic=Basic gang=Gang",
        ["io.k8s.api.scheduling.v1alpha2.PodGroupTemplateReference"] = " workload=Workload",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The type; null: it is none of these.</summary>
    public static ObjectNode? Of(string name, bool isV3) => _types.TryGetValue(name, out var type) ? isV3 ? type.V3 : type.V2 : null;

    /// <summary>The type of a field that may hold any JSON.</summary>
    public static string OfAny(string owner, string field) => (owner, field) switch
    {
        (Props, "items") => Props + "OrArray",
        (Props, "additionalItems" or "additionalProperties") => Props + "OrBool",
        (Props, "dependencies") => Props + "OrStringArray",
        (Props, _) => Definitions + "JSON",
        (_, "fieldsV1") => "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
        _ => "io.k8s.apimachinery.pkg.runtime.RawExtension",
    };

    /// <summary>Whether bytes are told to be a list that is replaced as a whole.</summary>
    public static bool IsAtomic(string owner, string field) => (owner, field) is ("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec", "caBundle");

    /// <summary>Whether nothing is told of how a list is merged.</summary>
    public static bool IsUntold(string owner, string field) => (owner, field) is ("io.k8s.apimachinery.pkg.apis.meta.v1.APIResource", "verbs");

    /// <summary>The extension that tells a type's unions; null: it has none.</summary>
    public static ArrayNode? Unions(string name)
    {
        if (!_unions.TryGetValue(name, out var text)) { return null; }
        var words = text.Split(' ');
        var fields = words[1..].Select(static w => w.Split('=')).Select(static w => (w[0], (Node?)w[1]));
        return ArrayNode.Of(ObjectNode.Of(("discriminator", words[0].Length > 0 ? words[0] : null), ("fields-to-discriminateBy", ObjectNode.Of([.. fields]))));
    }
}
