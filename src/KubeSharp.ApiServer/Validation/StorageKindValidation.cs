using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>The kinds of storage.k8s.io beside storage classes. Source: API reference of storage.k8s.io/v1.</summary>
public static class StorageKindValidation
{
    private const int UpdatePeriodSecondsMin = 10, NodeIdLengthMax = 256, ParametersMax = 512, ParametersBytesMax = 256 * 1024, MetadataBytesMax = 256 * 1024, MessageLengthMax = 1024;

    /// <summary>A CSIDriver.</summary>
    public static void Driver(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        foreach (var field in (ReadOnlySpan<string>)["attachRequired", "podInfoOnMount", "storageCapacity"])
        {
            if (!spec.Has(field)) { errors.Required(path.Child(field == "attachRequired" ? "attachedRequired" : field)); }
        }
        if (spec.Has("fsGroupPolicy") && spec.Text("fsGroupPolicy") is var policy and not ("ReadWriteOnceWithFSType" or "File" or "None")) { errors.NotSupported(path.Child("fsGroupPolicy"), policy, "File", "None", "ReadWriteOnceWithFSType"); }
        Tokens(spec.Items("tokenRequests"), path.Child("tokenRequests"), errors);
        foreach (var mode in spec.Texts("volumeLifecycleModes"))
        {
            if (mode is not ("Persistent" or "Ephemeral")) { errors.NotSupported(path.Child("volumeLifecycleModes"), mode, "Persistent", "Ephemeral"); }
        }
        if (!spec.Has("seLinuxMount")) { errors.Required(path.Child("seLinuxMount")); }
        if (spec.Number("nodeAllocatableUpdatePeriodSeconds") is { } period and < UpdatePeriodSecondsMin) { errors.Invalid(path.Child("nodeAllocatableUpdatePeriodSeconds"), period, "must be greater than or equal to 10 seconds"); }
        if (spec.Has("serviceAccountTokenInSecrets") && spec.Items("tokenRequests").Count == 0) { errors.Invalid(path.Child("serviceAccountTokenInSecrets"), spec["serviceAccountTokenInSecrets"], "serviceAccountTokenInSecrets is set but no tokenRequests are specified"); }
    }

    /// <summary>What stays as it was made in a CSIDriver.</summary>
    public static void DriverChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        // Compat: the path has another word than the field.
        if (!Immutability.Same(spec["attachRequired"], old.Object("spec")["attachRequired"])) { errors.Invalid(path.Child("attachedRequired"), spec["attachRequired"], Immutability.Rule); }
        Immutability.Check(spec, old.Object("spec"), path, errors, "volumeLifecycleModes");
    }

    private static void Tokens(ArrayNode requests, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < requests.Count; i++)
        {
            if (!seen.Add(requests[i].Text("audience"))) { errors.Duplicate(path.Index(i).Child("audience"), requests[i].Text("audience")); continue; }
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
            Keys(driver, at, errors);
        }
    }

    /// <summary>What a driver said of itself stays while it is there, but for how much it has.</summary>
    public static void NodeChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        foreach (var before in old.Object("spec").Items("drivers").OfType<ObjectNode>())
        {
            foreach (var driver in value.Object("spec").Items("drivers").OfType<ObjectNode>().Where(d => d.Text("name") == before.Text("name")))
            {
                if (!Immutability.Same(driver.Take("allocatable", before), before)) { errors.Invalid(FieldPath.Of("spec").Child("drivers"), InternalForm.Of("storage.CSINodeDriver", driver.Remove("allocatable")), Immutability.Rule); }
            }
        }
    }

    // Compat: the path is the driver's, not that of its keys.
    private static void Keys(ObjectNode driver, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in driver.Texts("topologyKeys"))
        {
            if (key.Length == 0) { errors.Required(path); }
            if (!seen.Add(key)) { errors.Duplicate(path, key); }
            Names.Check(Names.Qualified(key), path, key, errors);
        }
    }

    /// <summary>A CSIStorageCapacity.</summary>
    public static void Capacity(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var name = value.Text("storageClassName");
        Labels.Selector(value.Object("nodeTopology"), FieldPath.Of("nodeTopology"), errors);
        Names.Check(Names.Subdomain(name), FieldPath.Of("storageClassName"), name, errors);
        if (value.Has("capacity")) { Quantities.NotNegative(value["capacity"]!, FieldPath.Of("capacity"), errors); }
    }

    /// <summary>What stays as it was made in a CSIStorageCapacity.</summary>
    public static void CapacityChange(ObjectNode value, ObjectNode old, FieldErrors errors) => Immutability.Check(value, old, null, errors, "nodeTopology", "storageClassName");

    /// <summary>A VolumeAttributesClass: once made, it stays.</summary>
    public static void AttributesClass(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        Provisioner(value.Text("driverName"), FieldPath.Of("driverName"), errors);
        Parameters(value.Object("parameters"), errors);
        if (value.Object("parameters").Count == 0) { errors.Required(FieldPath.Of("parameters"), "must contain at least one key/value pair"); }
    }

    /// <summary>All of a VolumeAttributesClass stays as it was made.</summary>
    public static void AttributesClassChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["driverName", "parameters"])
        {
            if (!Immutability.Same(value[field], old[field])) { errors.Forbidden(FieldPath.Of(field), $"updates to {field} are forbidden."); }
        }
    }

    /// <summary>Who makes the volumes of a class.</summary>
    public static void Provisioner(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) { errors.Required(path); }
        else { Names.Check(Names.Qualified(name.ToLowerInvariant()), path, name, errors); }
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
            // Compat: a term of nothing counts as one of those before it.
            if (!seen.Add(terms[i]) || requirements.Count == 0) { errors.Duplicate(path.Index(i).Child("matchLabelExpressions"), ""); }
        }
    }

    /// <summary>A VolumeAttachment: what it attaches is settled at creation.</summary>
    public static void Attachment(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        DeviceValidation.Driver(spec.Text("attacher"), path.Child("attacher"), errors);
        AttachmentSource(spec.Object("source"), path.Child("source"), errors);
        Names.Check(Names.Subdomain(spec.Text("nodeName")), path.Child("nodeName"), spec.Text("nodeName"), errors);
        if (spec.Object("source").Has("persistentVolumeName") && spec.Object("source").Text("persistentVolumeName") is var volume) { Names.Check(Names.Subdomain(volume), path.Child("source").Child("persistentVolumeName"), volume, errors); }
    }

    /// <summary>What stays as it was made in a VolumeAttachment.</summary>
    public static void AttachmentChange(ObjectNode value, ObjectNode old, FieldErrors errors) => Immutability.CheckObject(value, old, null, errors, "spec", "storage.VolumeAttachmentSpec");

    private static void AttachmentSource(ObjectNode source, FieldPath path, FieldErrors errors)
    {
        const string Rule = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
        var (isNamed, isInline) = (source.Has("persistentVolumeName"), source.Has("inlineVolumeSpec"));
        if (isNamed && isInline) { errors.Forbidden(path, Rule); }
        else if (isInline) { StorageValidation.VolumeSpec(source.Object("inlineVolumeSpec"), "", isInline: true, path.Child("inlineVolumeSpec"), errors); }
        else if (!isNamed) { errors.Required(path, Rule); }
        else if (source.Text("persistentVolumeName").Length == 0) { errors.Required(path.Child("persistentVolumeName"), "must specify non empty persistentVolumeName"); }
    }

    /// <summary>What came of an attachment.</summary>
    public static void AttachmentStatus(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (status, path) = (value.Object("status"), FieldPath.Of("status"));
        if (status.Object("attachmentMetadata").Fields.ToArray().Sum(static f => f.Key.Length + ((f.Value as StringNode)?.Value.Length ?? 0)) > MetadataBytesMax) { errors.TooLong(path.Child("attachmentMetadata"), MetadataBytesMax); }
        foreach (var field in (ReadOnlySpan<string>)["attachError", "detachError"])
        {
            // Compat: the limit that is told is that of the metadata.
            if (status.Object(field).Text("message").Length > MessageLengthMax) { errors.TooLong(path.Child(field).Child("message"), MetadataBytesMax); }
            if (status.Object(field).Number("errorCode") is { } code and < 0) { errors.Invalid(path.Child(field).Child("errorCode"), code, $"must be between 0 and {int.MaxValue}, inclusive"); }
        }
    }
}
