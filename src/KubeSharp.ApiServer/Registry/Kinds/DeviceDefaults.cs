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

    /// <summary>Without what was said of devices that the claim had and has no longer.</summary>
    public static ObjectNode WithoutDeallocated(ObjectNode value, ObjectNode old)
    {
        static (string, string, string) Device(Node d) => (d.Text("driver"), d.Text("pool"), d.Text("device"));
        static IEnumerable<(string, string, string)> Allocated(ObjectNode claim) => claim.Object("status").Object("allocation").Object("devices").Items("results").Select(Device);
        if (value.At("status", "devices") is not ArrayNode devices) { return value; }
        var gone = Allocated(old).Except(Allocated(value)).ToHashSet();
        Node[] kept = [.. devices.Where(d => !gone.Contains(Device(d)))];
        return value.Edit("status", s => kept.Length == 0 ? s.Remove("devices") : s.Set("devices", new ArrayNode([.. kept])));
    }
}
