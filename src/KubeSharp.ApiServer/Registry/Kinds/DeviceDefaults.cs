using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Defaults of resource.k8s.io. Pure. Source: Dynamic Resource Allocation.</summary>
internal static class DeviceDefaults
{
    /// <summary>A claim, or the claim of a template.</summary>
    public static ObjectNode Claim(ObjectNode claim) => claim.Edit("spec", static spec => spec.Edit("devices", static devices => devices
        .EditItems("requests", static r => r.Edit("exactly", Request).EditItems("firstAvailable", Request))));


    private static ObjectNode Request(ObjectNode request)
    {
        request = request.Fill("allocationMode", "ExactCount").EditItems("tolerations", static t => t.Fill("operator", "Equal"));
        return request.Text("allocationMode") == "ExactCount" && (request.Number("count") ?? 0) == 0 ? request.Set("count", 1) : request;
    }
}
