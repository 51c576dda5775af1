using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Defaults of resource.k8s.io. Pure. Source: Dynamic Resource Allocation.</summary>
internal static class DeviceDefaults
{
    /// <summary>A claim, or the claim of a template.</summary>
    public static ObjectNode Claim(ObjectNode claim) => claim.Edit("spec", static spec => spec.Edit("devices", static devices => devices
        .EditItems("requests", static r => r.Edit("exactly", Request).EditItems("firstAvailable", Request))));


    /// <summary>Taints of devices that say no time get that of now.</summary>
    public static ObjectNode TaintTimes(ObjectNode slice, TimeProvider time) => slice.Edit("spec", spec => spec.EditItems("devices", device => device.EditItems("taints", taint =>
        taint.Has("timeAdded") ? taint : taint.Set("timeAdded", Metadata.Time(time.GetUtcNow())))));

    private static ObjectNode Request(ObjectNode request)
    {
        request = request.Fill("allocationMode", "ExactCount").EditItems("tolerations", static t => t.Fill("operator", "Equal"));
        return request.Text("allocationMode") == "ExactCount" && (request.Number("count") ?? 0) == 0 ? request.Set("count", 1) : request;
    }
}
