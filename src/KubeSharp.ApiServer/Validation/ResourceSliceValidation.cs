using System.Text.RegularExpressions;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What drivers say of their devices. Source: Dynamic Resource Allocation; API reference of ResourceSlice.</summary>
public static partial class ResourceSliceValidation
{
    private const int DevicesMax = 128, DevicesWithTaintsMax = 64, AttributesMax = 32, PoolLengthMax = 253, IdentifierLengthMax = 32, TextLengthMax = 64;
    private const int CounterSetsMax = 8, CountersMax = 32, ConsumptionsMax = 2;
    private const string OwnPlace = "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec";
    private const string OnePlace = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";
    private const string IdentifierRule = "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')";
    private static readonly string[] _kinds = ["bool", "int", "string", "version"];

    /// <summary>A ResourceSlice.</summary>
    public static void Check(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        DeviceValidation.Driver(spec.Text("driver"), path.Child("driver"), errors);
        var (pool, at) = (spec.Object("pool"), path.Child("pool"));
        Pool(pool.Text("name"), at.Child("name"), errors);
        if ((pool.Number("resourceSliceCount") ?? 0) <= 0) { errors.Invalid(at.Child("resourceSliceCount"), pool.Number("resourceSliceCount") ?? 0, "must be greater than zero"); }
        if (pool.Number("generation") is { } generation and < 0) { errors.Invalid(at.Child("generation"), generation, "must be greater than or equal to zero"); }
        if (old is not null)
        {
            Immutability.Check(pool, old.Object("spec").Object("pool"), at, errors, "name");
            Immutability.Check(spec, old.Object("spec"), path, errors, "driver", "nodeName");
        }
        Place(spec, path, isSlice: true, errors);
        if (spec.Has("sharedCounters") && spec.Has("devices")) { errors.Invalid(path, "", "only one of `sharedCounters` or `devices` is allowed"); }
        Devices(spec, path.Child("devices"), errors);
        CounterSets(spec.Items("sharedCounters"), path.Child("sharedCounters"), errors);
    }

    private static void CounterSets(ArrayNode sets, FieldPath path, FieldErrors errors)
    {
        if (sets.Count > CounterSetsMax) { errors.TooMany(path, sets.Count, CounterSetsMax); }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < sets.Count; i++)
        {
            Counters(sets[i], "name", path.Index(i), errors);
            if (!seen.Add(sets[i].Text("name"))) { errors.Duplicate(path.Index(i), sets[i].Text("name")); }
        }
    }

    private static void Consumptions(ArrayNode items, FieldPath path, FieldErrors errors)
    {
        if (items.Count > ConsumptionsMax) { errors.TooMany(path, items.Count, ConsumptionsMax); }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            Counters(items[i], "counterSet", path.Index(i), errors);
            if (!seen.Add(items[i].Text("counterSet"))) { errors.Duplicate(path.Index(i), items[i].Text("counterSet")); }
        }
    }

    // A set of counters, or what a device takes of one.
    private static void Counters(Node set, string nameField, FieldPath path, FieldErrors errors)
    {
        var (name, counters) = (set.Text(nameField), set.Object("counters"));
        if (name.Length == 0) { errors.Required(path.Child(nameField)); }
        else { Names.Check(Names.DnsLabel(name), path.Child(nameField), name, errors); }
        if (counters.Count == 0) { errors.Required(path.Child("counters")); }
        if (counters.Count > CountersMax) { errors.TooMany(path.Child("counters"), counters.Count, CountersMax); }
        foreach (var (key, _) in counters.Fields) { Names.Check(Names.DnsLabel(key), path.Child("counters").Key(key), key, errors); }
    }

    /// <summary>A pool's name: subdomains with slashes between.</summary>
    public static void Pool(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) { errors.Required(path); return; }
        if (name.Length > PoolLengthMax) { errors.TooLong(path, PoolLengthMax); }
        foreach (var part in name.Split('/')) { Names.Check(Names.Subdomain(part), path, part, errors); }
    }

    /// <summary>A name as C has them.</summary>
    public static void Identifier(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length > IdentifierLengthMax) { errors.TooLong(path, IdentifierLengthMax); }
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c != '_')) { errors.Invalid(path, name, IdentifierRule); }
    }

    // Where the devices of a slice are, or one that says it for itself.
    private static void Place(ObjectNode node, FieldPath path, bool isSlice, FieldErrors errors)
    {
        var given = new List<string>();
        if (node.Has("nodeName"))
        {
            if (node.Text("nodeName") is { Length: > 0 } name) { given.Add("`nodeName`"); Names.Check(Names.Subdomain(name), path.Child("nodeName"), name, errors); }
            else { errors.Invalid(path.Child("nodeName"), "", isSlice ? "must be either unset or set to a non-empty string" : "must not be empty"); }
        }
        if (node.Has("nodeSelector"))
        {
            given.Add("`nodeSelector`");
            AffinityValidation.NodeSelector(node.Object("nodeSelector"), path.Child("nodeSelector"), errors);
            if (isSlice && node.Object("nodeSelector").Items("nodeSelectorTerms") is { Count: > 1 } terms) { errors.Invalid(path.Child("nodeSelector").Child("nodeSelectorTerms"), terms, "must have exactly one node selector term"); }
        }
        string[] flags = isSlice ? ["allNodes", "perDeviceNodeSelection"] : ["allNodes"];
        foreach (var field in flags)
        {
            if (!node.Has(field)) { continue; }
            if (node.IsTrue(field)) { given.Add($"`{field}`"); }
            else { errors.Invalid(path.Child(field), false, "must be either unset or set to true"); }
        }
        var rule = isSlice ? OnePlace : OwnPlace;
        if (given.Count == 0) { errors.Required(path, rule); }
        if (given.Count > 1) { errors.Invalid(path, $"{{{string.Join(", ", given)}}}", isSlice ? rule + ", but multiple fields are set" : rule); }
    }

    private static void Devices(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        var devices = spec.Items("devices");
        var most = devices.Any(static d => d.Items("taints").Count > 0 || d.Items("consumesCounters").Count > 0) ? DevicesWithTaintsMax : DevicesMax;
        if (devices.Count > most) { errors.TooMany(path, devices.Count, most); }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < devices.Count; i++)
        {
            var (name, at) = (devices[i].Text("name"), path.Index(i));
            Names.Check(Names.DnsLabel(name), at.Child("name"), name, errors);
            var (attributes, capacity) = (devices[i].Object("attributes"), devices[i].Object("capacity"));
            if (attributes.Count + capacity.Count > AttributesMax) { errors.Invalid(at, attributes.Count + capacity.Count, $"the total number of attributes and capacities must not exceed {AttributesMax}"); }
            foreach (var (key, attribute) in attributes.Fields)
            {
                QualifiedName(key, at.Child("attributes").Key(key), errors);
                Attribute(attribute, at.Child("attributes").Key(key), errors);
            }
            foreach (var (key, _) in capacity.Fields) { QualifiedName(key, at.Child("capacity").Key(key), errors); }
            Taints(devices[i].Items("taints"), at.Child("taints"), errors);
            Consumptions(devices[i].Items("consumesCounters"), at.Child("consumesCounters"), errors);
            if (spec.IsTrue("perDeviceNodeSelection")) { Place((ObjectNode)devices[i], at, isSlice: false, errors); }
            else if (devices[i].Has("nodeName") || devices[i].Has("nodeSelector") || devices[i].Has("allNodes"))
            {
                errors.Invalid(at, NullNode.Instance, "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec");
            }
            DeviceStatusValidation.Binding(devices[i], at, errors);
            if (!seen.Add(name)) { errors.Duplicate(at, name); }
        }
    }

    private static void QualifiedName(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) { errors.Required(path, "name required"); return; }
        if (name.Split('/', 2) is [var domain, var id])
        {
            if (domain.Length == 0) { errors.Required(path, "the domain must not be empty"); }
            else { Names.Check(Names.Subdomain(domain), path, domain, errors); }
            if (id.Length == 0) { errors.Required(path, "the name must not be empty"); }
            else { Identifier(id, path, errors); }
            return;
        }
        Identifier(name, path, errors);
    }

    private static void Attribute(Node attribute, FieldPath path, FieldErrors errors)
    {
        var given = _kinds.Where(k => attribute.Has(k)).ToArray();
        if (given.Length == 0 && !_kinds.Any(k => attribute.Has(k + "s"))) { errors.Invalid(path, "", "exactly one value must be specified"); }
        if (given.Length > 1) { errors.Invalid(path, InternalForm.Of("resource.DeviceAttribute", attribute), "exactly one value must be specified"); }
        foreach (var kind in (ReadOnlySpan<string>)["string", "version"])
        {
            if (kind == "version" && attribute.Has(kind) && !SemanticVersion().IsMatch(attribute.Text(kind))) { errors.Invalid(path.Child(kind), attribute.Text(kind), "must be a string compatible with semver.org spec 2.0.0"); }
            if (attribute.Text(kind).Length > TextLengthMax) { errors.TooLong(path.Child(kind), TextLengthMax); }
        }
    }

    private static void Taints(ArrayNode taints, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < taints.Count; i++)
        {
            Names.Check(Names.Qualified(taints[i].Text("key")), path.Index(i).Child("key"), taints[i].Text("key"), errors);
            Names.Check(Names.LabelValue(taints[i].Text("value")), path.Index(i).Child("value"), taints[i].Text("value"), errors);
            if (taints[i].Text("effect") is var effect && effect.Length == 0) { errors.Required(path.Index(i).Child("effect")); }
            else if (effect is not ("NoExecute" or "NoSchedule" or "None")) { errors.NotSupported(path.Index(i).Child("effect"), effect, "NoExecute", "NoSchedule", "None"); }
        }
    }

    // Source: semver.org 2.0.0.
    [GeneratedRegex(@"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SemanticVersion();
}
