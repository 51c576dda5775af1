using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>The kinds of storage.k8s.io beside storage classes. Source: API reference of storage.k8s.io/v1.</summary>
public static class StorageKindValidation
{
    private const int UpdatePeriodSecondsMin = 10, NodeIdLengthMax = 192, ParametersMax = 512, ParametersBytesMax = 256 * 1024;

    /// <summary>A CSIDriver.</summary>
    public static void Driver(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        foreach (var field in (ReadOnlySpan<string>)["attachRequired", "podInfoOnMount", "storageCapacity", "requiresRepublish", "seLinuxMount"])
        {
            if (!spec.Has(field)) { errors.Required(path.Child(field == "attachRequired" ? "attachedRequired" : field)); }
        }
        foreach (var mode in spec.Texts("volumeLifecycleModes"))
        {
            if (mode is not ("Persistent" or "Ephemeral")) { errors.NotSupported(path.Child("volumeLifecycleModes"), mode, "Ephemeral", "Persistent"); }
        }
        if (spec.Text("fsGroupPolicy") is { Length: > 0 } policy && policy is not ("ReadWriteOnceWithFSType" or "File" or "None")) { errors.NotSupported(path.Child("fsGroupPolicy"), policy, "File", "None", "ReadWriteOnceWithFSType"); }
        Tokens(spec.Items("tokenRequests"), path.Child("tokenRequests"), errors);
        if (spec.Number("nodeAllocatableUpdatePeriodSeconds") is { } period and < UpdatePeriodSecondsMin) { errors.Invalid(path.Child("nodeAllocatableUpdatePeriodSeconds"), period, "must be greater than or equal to 10 seconds"); }
        if (old is null) { return; }
        // Compat: the path has another word than the field.
        if (!Immutability.Same(spec["attachRequired"], old.Object("spec")["attachRequired"])) { errors.Invalid(path.Child("attachedRequired"), spec["attachRequired"], Immutability.Rule); }
        Immutability.Check(spec, old.Object("spec"), path, errors, "volumeLifecycleModes");
    }

    private static void Tokens(ArrayNode requests, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < requests.Count; i++)
        {
            if (!seen.Add(requests[i].Text("audience"))) { errors.Duplicate(path.Index(i).Child("audience"), requests[i].Text("audience")); }
            if (requests[i].Number("expirationSeconds") is not { } seconds) { continue; }
            if (seconds < 600) { errors.Invalid(path.Index(i).Child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes"); }
            if (seconds > 1L << 32) { errors.Invalid(path.Index(i).Child("expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds"); }
        }
    }

    /// <summary>A CSINode: what a driver says of itself on a node stays while it is there.</summary>
    public static void Node(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (drivers, path) = (value.Object("spec").Items("drivers"), FieldPath.Of("spec").Child("drivers"));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < drivers.Count; i++)
        {
            var (driver, at) = ((ObjectNode)drivers[i], path.Index(i));
            var (name, id) = (driver.Text("name"), driver.Text("nodeID"));
            DeviceValidation.Driver(name, at.Child("name"), errors);
            if (id.Length == 0) { errors.Required(at.Child("nodeID")); }
            if (id.Length > NodeIdLengthMax) { errors.Invalid(at.Child("nodeID"), id, $"must be {NodeIdLengthMax} characters or less"); }
            if (driver.Object("allocatable").Number("count") is { } count and < 0) { errors.Invalid(at.Child("allocatable").Child("count"), count, "must be greater than or equal to 0"); }
            if (!seen.Add(name)) { errors.Duplicate(at.Child("name"), name); }
            Keys(driver, at.Child("topologyKeys"), errors);
            var before = old?.Object("spec").Items("drivers").FirstOrDefault(d => d.Text("name") == name) as ObjectNode;
            if (before is not null && !Immutability.Same(driver.Take("allocatable", before), before)) { errors.Invalid(FieldPath.Of("CSINodeDriver"), driver, Immutability.Rule); }
        }
    }

    private static void Keys(ObjectNode driver, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in driver.Texts("topologyKeys"))
        {
            if (key.Length == 0) { errors.Required(path); }
            else { Names.Check(Names.Qualified(key), path, key, errors); }
            if (!seen.Add(key)) { errors.Duplicate(path, key); }
        }
    }

    /// <summary>A CSIStorageCapacity.</summary>
    public static void Capacity(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var name = value.Text("storageClassName");
        Names.Check(Names.Subdomain(name), FieldPath.Of("storageClassName"), name, errors);
        Labels.Selector(value.Object("nodeTopology"), FieldPath.Of("nodeTopology"), errors);
        foreach (var field in (ReadOnlySpan<string>)["capacity", "maximumVolumeSize"])
        {
            if (value.Has(field)) { Quantities.NotNegative(value[field]!, FieldPath.Of(field), errors); }
        }
        Immutability.Check(value, old, null, errors, "nodeTopology", "storageClassName");
    }

    /// <summary>A VolumeAttributesClass: once made, it stays.</summary>
    public static void AttributesClass(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        DeviceValidation.Driver(value.Text("driverName"), FieldPath.Of("driverName"), errors);
        if (value.Object("parameters").Count == 0) { errors.Required(FieldPath.Of("parameters"), "must contain at least one key/value pair"); }
        Parameters(value.Object("parameters"), errors);
        foreach (var field in (ReadOnlySpan<string>)["driverName", "parameters"])
        {
            if (old is not null && !Immutability.Same(value[field], old[field])) { errors.Forbidden(FieldPath.Of(field), $"updates to {field} are forbidden."); }
        }
    }

    /// <summary>Parameters of a class of storage.</summary>
    public static void Parameters(ObjectNode parameters, FieldErrors errors)
    {
        var path = FieldPath.Of("parameters");
        if (parameters.Count > ParametersMax) { errors.TooLong(path, ParametersMax); return; }
        var bytes = 0;
        foreach (var (key, text) in parameters.Fields)
        {
            if (key.Length == 0) { errors.Invalid(path, key, "field can not be empty."); }
            bytes += key.Length + ((text as StringNode)?.Value.Length ?? 0);
        }
        if (bytes > ParametersBytesMax) { errors.TooLong(path, ParametersBytesMax); }
    }

    /// <summary>Where volumes of a class may be: terms with distinct keys and values.</summary>
    public static void Topologies(ArrayNode terms, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<KubeSharp.Machinery.Documents.Node>();
        for (var i = 0; i < terms.Count; i++)
        {
            var (requirements, at) = (terms[i].Items("matchLabelExpressions"), path.Index(i).Child("matchLabelExpressions"));
            var keys = new HashSet<string>(StringComparer.Ordinal);
            for (var j = 0; j < requirements.Count; j++)
            {
                var (key, values) = (requirements[j].Text("key"), requirements[j].Items("values"));
                if (values.Count == 0) { errors.Required(at.Index(j).Child("values")); }
                Names.Check(Names.Qualified(key), at.Index(j).Child("key"), key, errors);
                if (values.ToHashSet().Count < values.Count) { errors.Duplicate(at.Index(j).Child("values").Index(values.Count - 1), values[^1]); }
                if (!keys.Add(key)) { errors.Duplicate(at.Index(j).Child("key"), key); }
            }
            if (!seen.Add(terms[i])) { errors.Duplicate(path.Index(i).Child("matchLabelExpressions"), ""); }
        }
    }

    /// <summary>A VolumeAttachment: what it attaches is settled at creation.</summary>
    public static void Attachment(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        DeviceValidation.Driver(spec.Text("attacher"), path.Child("attacher"), errors);
        if (spec.Text("nodeName").Length == 0) { errors.Required(path.Child("nodeName")); }
        else { Names.Check(Names.Subdomain(spec.Text("nodeName")), path.Child("nodeName"), spec.Text("nodeName"), errors); }
        var (volume, inline) = (spec.Object("source").Text("persistentVolumeName").Length > 0, spec.Object("source").Has("inlineVolumeSpec"));
        if (!volume && !inline) { errors.Required(path.Child("source"), "must specify exactly one of inlineVolumeSpec and persistentVolumeName"); }
        if (volume && inline) { errors.Invalid(path.Child("source"), spec["source"], "must specify exactly one of inlineVolumeSpec and persistentVolumeName"); }
        if (old is not null && !Immutability.Same(value["spec"], old["spec"])) { errors.Invalid(path, value["spec"], Immutability.Rule); }
    }
}
