using KubeSharp.Api.Resources.V1;

namespace KubeSharp.Scheduler.Devices;

/// <summary>A device that a driver offers.</summary>
/// <param name="Slice">The slice that lists it.</param>
/// <param name="Device">It.</param>
public sealed record DeviceCandidate(ResourceSlice Slice, Device Device)
{
    /// <summary>Who it is among all devices.</summary>
    public DeviceKey Key { get; } = new(Slice.Spec.Driver, Slice.Spec.Pool.Name, Device.Name);

    /// <summary>The attribute of a qualified name; null: it has none. A name without a domain belongs to the driver's.</summary>
    public DeviceAttribute? Attribute(string qualified)
    {
        if (Device.Attributes.TryGetValue(qualified, out var found)) { return found; }
        var prefix = Slice.Spec.Driver + "/";
        return qualified.StartsWith(prefix, StringComparison.Ordinal) && Device.Attributes.TryGetValue(qualified[prefix.Length..], out var own) ? own : null;
    }
}
