using System.Globalization;
using System.Net;
using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What was given to a ResourceClaim, and what drivers say of it. Source: Dynamic Resource Allocation; KEP-4817 for the status of devices.</summary>
public static class DeviceStatusValidation
{
    private const int ResultsMax = 32, ConfigsMax = 64, ReservedMax = 256, ConditionsMax = 8, BindingConditionsMax = 4, AddressesMax = 16;
    private const int InterfaceLengthMax = 256, HardwareLengthMax = 128, DataBytesMax = 10 * 1024;
    private static readonly string[] _consumer = ["resource", "name", "uid"], _device = ["driver", "pool", "device", "shareID"];

    /// <summary>A claim's status: who it is reserved for, and what it was given, which then stays.</summary>
    public static void Claim(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (status, before, path) = (value.Object("status"), old.Object("status"), FieldPath.Of("status"));
        Consumers(status, path.Child("reservedFor"), errors);
        var given = status.Object("allocation").Object("devices").Items("results").Select(Id).ToHashSet();
        var (devices, seen) = (status.Items("devices"), new HashSet<Node>());
        for (var i = 0; i < devices.Count; i++)
        {
            Device(devices[i], given, path.Child("devices").Index(i), errors);
            if (!seen.Add(Id(devices[i]))) { errors.Duplicate(path.Child("devices").Index(i), Id(devices[i])); }
        }
        if (status.Items("reservedFor").Count > 0 && !status.Has("allocation")) { errors.Forbidden(path.Child("reservedFor"), "may not be specified when `allocated` is not set"); }
        else if (value.TextAt("metadata", "deletionTimestamp") is not null && status.Items("reservedFor").Except(before.Items("reservedFor")).Any()) { errors.Forbidden(path.Child("reservedFor"), "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set"); }
        if (before.Has("allocation") && status.Has("allocation")) { Immutability.CheckObject(status, before, path, errors, "allocation", "resource.AllocationResult"); }
        else if (status.Has("allocation")) { Allocation(status.Object("allocation"), DeviceValidation.Requests(value.Object("spec").Object("devices")), path.Child("allocation"), errors); }
    }

    // Compat: upstream names a device by fields of its own.
    private static ObjectNode Id(Node device) => ObjectNode.Of([.. _device.Select(f => (char.ToUpperInvariant(f[0]) + f[1..], (Node?)device.Text(f)))]);

    private static void Consumers(ObjectNode status, FieldPath path, FieldErrors errors)
    {
        var consumers = status.Items("reservedFor");
        if (consumers.Count > ReservedMax) { errors.TooMany(path, consumers.Count, ReservedMax); }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < consumers.Count; i++)
        {
            foreach (var field in _consumer)
            {
                if (consumers[i].Text(field).Length == 0) { errors.Required(path.Index(i).Child(field)); }
            }
            if (!seen.Add(consumers[i].Text("uid"))) { errors.Duplicate(path.Index(i), consumers[i].Text("uid")); }
        }
    }

    private static void Device(Node device, HashSet<ObjectNode> given, FieldPath path, FieldErrors errors)
    {
        Identity(device, path, errors);
        if (!given.Contains(Id(device))) { errors.Invalid(path, Id(device), "must be an allocated device in the claim"); }
        var conditions = device.Items("conditions");
        if (conditions.Count > ConditionsMax) { errors.TooMany(path.Child("conditions"), conditions.Count, ConditionsMax); }
        StatusValidation.Conditions(conditions, path.Child("conditions"), errors);
        if (device.Has("data") && device.Object("data").ToUtf8().Length > DataBytesMax) { errors.TooLong(path.Child("data"), DataBytesMax); }
        Network(device.Object("networkData"), path.Child("networkData"), errors);
    }

    private static void Identity(Node device, FieldPath path, FieldErrors errors)
    {
        DeviceValidation.Driver(device.Text("driver"), path.Child("driver"), errors);
        ResourceSliceValidation.Pool(device.Text("pool"), path.Child("pool"), errors);
        Names.Check(Names.DnsLabel(device.Text("device")), path.Child("device"), device.Text("device"), errors);
        if (device.Has("shareID") && UuidError(device.Text("shareID")) is { } wrong) { errors.Invalid(path.Child("shareID"), device.Text("shareID"), wrong); }
    }

    private static void Network(ObjectNode data, FieldPath path, FieldErrors errors)
    {
        if (data.Text("interfaceName").Length > InterfaceLengthMax) { errors.TooLong(path.Child("interfaceName"), InterfaceLengthMax); }
        if (data.Text("hardwareAddress").Length > HardwareLengthMax) { errors.TooLong(path.Child("hardwareAddress"), HardwareLengthMax); }
        var (addresses, seen) = (data.Items("ips"), new HashSet<Node>());
        if (addresses.Count > AddressesMax) { errors.TooMany(path.Child("ips"), addresses.Count, AddressesMax); }
        for (var i = 0; i < addresses.Count; i++)
        {
            var (text, at) = ((addresses[i] as StringNode)?.Value ?? "", path.Child("ips").Index(i));
            if (Addresses.WithRange(text) is { } wrong) { errors.Invalid(at, text, wrong); }
            if (!seen.Add(addresses[i])) { errors.Duplicate(at, text); }
        }
    }

    private static void Allocation(ObjectNode allocation, HashSet<string> names, FieldPath path, FieldErrors errors)
    {
        var (results, configs, at) = (allocation.Object("devices").Items("results"), allocation.Object("devices").Items("config"), path.Child("devices"));
        if (results.Count > ResultsMax) { errors.TooMany(at.Child("results"), results.Count, ResultsMax); }
        for (var i = 0; i < results.Count; i++)
        {
            DeviceValidation.Reference(results[i].Text("request"), names, at.Child("results").Index(i).Child("request"), errors);
            Identity(results[i], at.Child("results").Index(i), errors);
            Binding(results[i], at.Child("results").Index(i), errors);
        }
        if (configs.Count > ConfigsMax) { errors.TooMany(at.Child("config"), configs.Count, ConfigsMax); }
        for (var i = 0; i < configs.Count; i++)
        {
            var config = at.Child("config").Index(i);
            PodSpecValidation.OneOf((ObjectNode)configs[i], "source", config, errors, "FromClaim", "FromClass");
            DeviceValidation.References(configs[i].Items("requests"), names, config.Child("requests"), errors);
            DeviceValidation.Configuration(configs[i], config, errors);
        }
        if (allocation.Has("nodeSelector")) { AffinityValidation.NodeSelector(allocation.Object("nodeSelector"), path.Child("nodeSelector"), errors); }
    }

    /// <summary>What must come true before a pod is bound, and what tells that it never will: both or neither, and none of them the same.</summary>
    internal static void Binding(Node result, FieldPath path, FieldErrors errors)
    {
        const string Success = "bindingConditions", Failure = "bindingFailureConditions";
        var (successes, failures) = (result.Items(Success), result.Items(Failure));
        foreach (var (field, conditions) in (ReadOnlySpan<(string, ArrayNode)>)[(Success, successes), (Failure, failures)])
        {
            if (conditions.Count > BindingConditionsMax) { errors.TooMany(path.Child(field), conditions.Count, BindingConditionsMax); }
            var seen = new HashSet<Node>();
            for (var i = 0; i < conditions.Count; i++)
            {
                var (text, at) = ((conditions[i] as StringNode)?.Value ?? "", path.Child(field).Index(i));
                Names.Check(Names.Qualified(text), at, text, errors);
                if (!seen.Add(conditions[i])) { errors.Duplicate(at, text); }
                if (field == Failure && successes.Contains(conditions[i])) { errors.Invalid(at, text, "bindingFailureConditions must not overlap with bindingConditions"); }
            }
        }
        if (successes.Count == 0 && failures.Count > 0) { errors.Invalid(path.Child(Success), (result as ObjectNode)?[Success], "bindingConditions are required to use bindingFailureConditions"); }
        if (failures.Count == 0 && successes.Count > 0) { errors.Invalid(path.Child(Failure), (result as ObjectNode)?[Failure], "bindingFailureConditions are required to use bindingConditions"); }
    }

    private static string? UuidError(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes is not (32 or 36 or 38 or 45)) { return $"error validating uid: invalid UUID length: {bytes}"; }
        if (!Guid.TryParse(text.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) ? text[9..] : text, out var id)) { return "error validating uid: invalid UUID format"; }
        return text == id.ToString() ? null : "uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters";
    }
}
