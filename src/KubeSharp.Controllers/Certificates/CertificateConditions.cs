using KubeSharp.Api.Certificates.V1;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Controllers.Certificates;

/// <summary>What has been said about a signing request.</summary>
internal static class CertificateConditions
{
    /// <summary>Whether it has a condition of the type.</summary>
    public static bool Has(this CertificateSigningRequest request, string type) => request.Status.Conditions.Any(c => c.Type == type);

    /// <summary>A patch that adds a condition if the request is still as it was seen.</summary>
    public static ObjectNode Patch(CertificateSigningRequest request, string type, string reason, string message, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        var condition = ObjectNode.Of(("type", type), ("status", "True"), ("reason", reason), ("message", message), ("lastUpdateTime", time), ("lastTransitionTime", time));
        var others = request.Status.Conditions.Select(static c => (Node)ObjectNode.Of(("type", c.Type), ("status", c.Status), ("reason", c.Reason ?? ""), ("message", c.Message ?? "")));
        return ObjectNode.Of(("metadata", ObjectNode.Of(("resourceVersion", request.Metadata.ResourceVersion ?? ""))), ("status", ObjectNode.Of(("conditions", new ArrayNode([.. others, condition])))));
    }
}
