using System.Collections.Frozen;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Persistent volumes, claims and storage classes. Source: Persistent Volumes; Storage Classes.</summary>
public static class StorageValidation
{
    private const string ClaimSpecType = "PersistentVolumeClaimSpec", SourceType = "PersistentVolumeSource";
    private const string OldClass = "volume.beta.kubernetes.io/storage-class";
    private static readonly string[] _modes = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];
    private static readonly string[] _resizes = ["ControllerResizeInProgress", "ControllerResizeInfeasible", "NodeResizeInProgress", "NodeResizeInfeasible", "NodeResizePending"];
    // Of several the first of this order is looked at.
    private static readonly string[] _sources =
    [
        "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs", "rbd", "quobyte", "cephfs", "iscsi", "cinder", "fc", "flexVolume", "azureFile",
        "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO", "local", "storageos", "csi",
    ];
    private static readonly FrozenDictionary<string, string> _renamed = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["failure-domain.beta.kubernetes.io/zone"] = "topology.kubernetes.io/zone",
        ["failure-domain.beta.kubernetes.io/region"] = "topology.kubernetes.io/region",
        ["beta.kubernetes.io/instance-type"] = "node.kubernetes.io/instance-type",
        ["beta.kubernetes.io/os"] = "kubernetes.io/os",
        ["beta.kubernetes.io/arch"] = "kubernetes.io/arch",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A claim.</summary>
    public static void Claim(ObjectNode value, FieldErrors errors) => ClaimSpec(value.Object("spec"), FieldPath.Of("spec"), errors);

    /// <summary>What stays as it was made in a claim.</summary>
    public static void ClaimChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (spec, before, path) = (value.Object("spec"), old.Object("spec"), FieldPath.Of("spec"));
        var isBound = value.Object("status").Text("phase") == "Bound";
        var masked = isBound ? spec.Take("volumeAttributesClassName", before) : spec;
        if (isBound) { masked = masked.Edit("resources", r => r.Edit("requests", q => q.Take("storage", before.Object("resources").Object("requests")))); }
        if (before.Text("volumeName").Length == 0) { masked = masked.Take("volumeName", before); }
        if (IsClassGiven(value, old)) { masked = masked.Take("storageClassName", before); }
        else if (value.TextAt("metadata", "annotations", OldClass) != old.TextAt("metadata", "annotations", OldClass))
        {
            errors.Invalid(FieldPath.Of("metadata").Child("annotations").Child(OldClass), value.TextAt("metadata", "annotations", OldClass) ?? "", Immutability.Rule);
        }
        if (!InternalForm.Same(ClaimSpecType, masked, before))
        {
            errors.Forbidden(path, $"spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n{InternalForm.Difference(ClaimSpecType, before, masked)}");
        }
        var (size, was) = (Quantities.Read(spec.Object("resources").Object("requests")["storage"]), Quantities.Read(before.Object("resources").Object("requests")["storage"]));
        if (size < was && size <= Quantities.Read(old.Object("status").Object("capacity")["storage"])) { errors.Forbidden(path.Child("resources").Child("requests").Child("storage"), "field can not be less than status.capacity"); }
        // Compat: the path leaves spec out.
        Immutability.Check(spec, before, null, errors, "volumeMode");
        AttributesClassUpdate(spec, before, path.Child("volumeAttributesClassName"), mayBeEmpty: false, errors);
    }

    // A claim without a class may be given one later, as by a default that is set up after it; one of the old annotation by its name.
    private static bool IsClassGiven(ObjectNode value, ObjectNode old)
    {
        if (old.Object("spec").Has("storageClassName") || !value.Object("spec").Has("storageClassName")) { return false; }
        var (given, annotated) = (value.Object("spec").Text("storageClassName"), old.TextAt("metadata", "annotations", OldClass));
        return (annotated is null || annotated == given) && (value.TextAt("metadata", "annotations", OldClass) is not { } now || now == annotated);
    }

    private static void AttributesClassUpdate(ObjectNode spec, ObjectNode before, FieldPath path, bool mayBeEmpty, FieldErrors errors)
    {
        if (!before.Has("volumeAttributesClassName")) { return; }
        if (!spec.Has("volumeAttributesClassName")) { errors.Forbidden(path, "update from non-nil value to nil is forbidden"); }
        else if (!mayBeEmpty && spec.Text("volumeAttributesClassName").Length == 0 && before.Text("volumeAttributesClassName").Length > 0) { errors.Forbidden(path, "update from non-nil value to an empty string is forbidden"); }
    }

    /// <summary>What a claim has come to.</summary>
    public static void ClaimStatus(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (status, path) = (value.Object("status"), FieldPath.Of("status"));
        foreach (var field in (ReadOnlySpan<string>)["capacity", "allocatedResources"])
        {
            foreach (var (name, amount) in status.Object(field).Fields)
            {
                if (field == "allocatedResources" && !IsOfClaim(name, path.Child(field), errors)) { continue; }
                if (Quantities.Read(amount).Sign < 0) { errors.Invalid(path.Child(field).Key(name), amount, "must be a valid resource quantity"); }
            }
        }
        var states = path.Child("allocatedResourceStatuses");
        foreach (var (name, state) in status.Object("allocatedResourceStatuses").Fields)
        {
            IsOfClaim(name, states, errors);
            if (state is StringNode text && !_resizes.Contains(text.Value)) { errors.NotSupported(states, name, _resizes); }
        }
    }

    private static bool IsOfClaim(string name, FieldPath path, FieldErrors errors)
    {
        if (Names.Qualified(name) is { } wrong) { Names.Check(wrong, path, name, errors); return false; }
        if (!Quantities.IsNative(name) || name == "storage") { return true; }
        errors.NotSupported(path, name, "storage");
        return false;
    }

    /// <summary>A claim's spec.</summary>
    public static void ClaimSpec(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        Modes(spec, path, errors, "at least 1 access mode is required");
        Labels.Selector(spec.Object("selector"), path.Child("selector"), errors);
        var storage = spec.Object("resources").Object("requests")["storage"];
        if (storage is null) { errors.Required(path.Child("resources").Key("storage")); }
        else if (Quantities.Read(storage).Sign <= 0) { errors.Invalid(path.Child("resources").Key("storage"), storage, "must be greater than zero"); }
        Class(spec, "storageClassName", path, errors);
        Class(spec, "volumeAttributesClassName", path, errors);
        VolumeMode(spec, path, errors);
        Source(spec, path, errors);
    }

    /// <summary>A volume.</summary>
    public static void Volume(ObjectNode value, FieldErrors errors) => VolumeSpec(value.Object("spec"), value.TextAt("metadata", "name") ?? "", isInline: false, FieldPath.Of("spec"), errors);

    /// <summary>A volume's spec; <paramref name="isInline"/>: one inside an attachment, which says only what a driver needs.</summary>
    public static void VolumeSpec(ObjectNode spec, string name, bool isInline, FieldPath path, FieldErrors errors)
    {
        if (isInline) { Inline(spec, path, errors); }
        Modes(spec, path, errors, "");
        if (!isInline) { Stored(spec, path, errors); }
        var sources = _sources.Where(spec.Has).ToArray();
        if (sources.Length > 0) { VolumeSourceValidation.Check(sources[0], spec.Object(sources[0]), isPersistent: true, path, errors, name); }
        // Compat: flexVolume may stand beside another, and cephfs is told with a capital.
        foreach (var source in sources.Skip(1).Where(static s => s != "flexVolume")) { errors.Forbidden(path.Child(source == "cephfs" ? "cephFS" : source), "may not specify more than 1 volume type"); }
        if (!isInline && spec.Has("local") && !spec.Object("nodeAffinity").Has("required")) { errors.Required(path.Child("nodeAffinity"), "Local volume requires node affinity"); }
        if (sources.Length == 0) { errors.Required(path, "must specify a volume type"); }
        if (!isInline) { Served(spec, path, errors); }
        if (!spec.Has("volumeAttributesClassName")) { return; }
        if (spec.Text("volumeAttributesClassName").Length == 0) { errors.Required(path.Child("volumeAttributesClassName"), "an empty string is disallowed"); }
        Class(spec, "volumeAttributesClassName", path, errors);
        if (!spec.Has("csi")) { errors.Required(path.Child("csi"), "has to be specified when using volumeAttributesClassName"); }
    }

    private static void Stored(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        var capacity = spec.Object("capacity");
        if (capacity.Count == 0) { errors.Required(path.Child("capacity")); }
        if (!capacity.Has("storage") || capacity.Count > 1) { errors.NotSupported(path.Child("capacity"), spec["capacity"], "storage"); }
        foreach (var (name, amount) in capacity.Fields)
        {
            if (Quantities.Read(amount).Sign <= 0) { errors.Invalid(path.Child("capacity").Key(name), amount, "must be greater than zero"); }
        }
        if (spec.Text("persistentVolumeReclaimPolicy") is { Length: > 0 } reclaim && reclaim is not ("Delete" or "Recycle" or "Retain")) { errors.NotSupported(path.Child("persistentVolumeReclaimPolicy"), reclaim, "Delete", "Recycle", "Retain"); }
        var affinity = path.Child("nodeAffinity");
        if (spec.Has("nodeAffinity") && !spec.Object("nodeAffinity").Has("required")) { errors.Required(affinity.Child("required"), "must specify required node constraints"); }
        if (spec.Object("nodeAffinity").Has("required")) { AffinityValidation.NodeSelector(spec.Object("nodeAffinity").Object("required"), affinity.Child("required"), errors); }
    }

    // What comes behind its source.
    private static void Served(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        if (spec.Has("hostPath") && spec.Object("hostPath").Text("path") is "/" or "//" or "/." && spec.Text("persistentVolumeReclaimPolicy") == "Recycle") { errors.Forbidden(path.Child("persistentVolumeReclaimPolicy"), "may not be 'recycle' for a hostPath mount of '/'"); }
        Class(spec, "storageClassName", path, errors);
        VolumeMode(spec, path, errors);
    }

    private static void Inline(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["claimRef", "capacity", "nodeAffinity", "storageClassName"])
        {
            if (!Immutability.Same(spec[field], null)) { errors.Forbidden(path.Child(field), "may not be specified in the context of inline volumes"); }
        }
        if (!spec.Has("csi")) { errors.Required(path.Child("csi"), "has to be specified in the context of inline volumes"); }
        if (spec.Text("persistentVolumeReclaimPolicy") is not ("" or "Retain")) { errors.Forbidden(path.Child("persistentVolumeReclaimPolicy"), "may only be Retain in the context of inline volumes"); }
        if (spec.Text("volumeMode") is not ("" or "Filesystem")) { errors.Forbidden(path.Child("volumeMode"), "may not specify volumeMode other than Filesystem in the context of inline volumes"); }
    }

    /// <summary>What stays as it was made in a volume.</summary>
    public static void VolumeChange(ObjectNode spec, ObjectNode before, FieldPath path, FieldErrors errors)
    {
        // The secret for growing may still be named where none was.
        var now = before.Has("csi") && !before.Object("csi").Has("controllerExpandSecretRef") ? spec.Edit("csi", static c => c.Remove("controllerExpandSecretRef")) : spec;
        if (!InternalForm.Same(SourceType, now, before)) { errors.Forbidden(path.Child("persistentvolumesource"), $"spec.persistentvolumesource is immutable after creation\n{InternalForm.Difference(SourceType, before, now)}"); }
        // Compat: the paths leave spec out.
        Immutability.Check(spec, before, null, errors, "volumeMode");
        if (before.Has("nodeAffinity") && !Immutability.Same(spec["nodeAffinity"], before["nodeAffinity"]) && !Immutability.Same(spec["nodeAffinity"], Renamed(before.Object("nodeAffinity"))))
        {
            errors.Invalid(FieldPath.Of("nodeAffinity"), spec.Has("nodeAffinity") ? InternalForm.Of("VolumeNodeAffinity", spec["nodeAffinity"]) : null, Immutability.Rule + ", except for updating from beta label to GA");
        }
        AttributesClassUpdate(spec, before, path.Child("volumeAttributesClassName"), mayBeEmpty: true, errors);
    }

    // Labels of topology that have other names by now may be replaced by those.
    private static ObjectNode Renamed(ObjectNode affinity) => affinity.Edit("required", static r => r.EditItems("nodeSelectorTerms", static t =>
        t.EditItems("matchExpressions", static e => _renamed.TryGetValue(e.Text("key"), out var name) ? e.Set("key", name) : e)));

    /// <summary>A storage class.</summary>
    public static void StorageClass(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var provisioner = value.Text("provisioner");
        StorageKindValidation.Provisioner(provisioner, FieldPath.Of("provisioner"), errors);
        StorageKindValidation.Parameters(value.Object("parameters"), errors);
        if (value.Text("reclaimPolicy") is not ("Delete" or "Retain")) { errors.NotSupported(FieldPath.Of("reclaimPolicy"), value.Text("reclaimPolicy"), "Delete", "Retain"); }
        if (value.Text("volumeBindingMode") is not ("Immediate" or "WaitForFirstConsumer")) { errors.NotSupported(FieldPath.Of("volumeBindingMode"), value.Text("volumeBindingMode"), "Immediate", "WaitForFirstConsumer"); }
        StorageKindValidation.Topologies(value.Items("allowedTopologies"), FieldPath.Of("allowedTopologies"), errors);
    }

    /// <summary>What stays as it was made in a storage class.</summary>
    public static void StorageClassChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"])
        {
            if (!Immutability.Same(value[field], old[field])) { errors.Invalid(FieldPath.Of(field), value[field], Immutability.Rule); }
        }
    }

    private static void Class(ObjectNode spec, string field, FieldPath path, FieldErrors errors)
    {
        if (spec.Text(field) is { Length: > 0 } name) { Names.Check(Names.Subdomain(name), path.Child(field), name, errors); }
    }

    // What a claim is filled from: another claim, or what a populator of that kind knows.
    private static void Source(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["dataSource", "dataSourceRef"])
        {
            if (!spec.Has(field)) { continue; }
            var (source, at) = (spec.Object(field), path.Child(field));
            if (source.Text("name").Length == 0) { errors.Required(at.Child("name")); }
            if (source.Text("kind").Length == 0) { errors.Required(at.Child("kind")); }
            if (source.Text("apiGroup") is { Length: > 0 } group) { Names.Check(Names.Subdomain(group), at.Child("apiGroup"), group, errors); }
            else if (source.Text("kind") is { Length: > 0 } kind and not "PersistentVolumeClaim") { errors.Invalid(at, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"); }
        }
        if (!spec.Has("dataSource") || !spec.Has("dataSourceRef")) { return; }
        if (!Immutability.Same(spec.Object("dataSource").Take("namespace", spec.Object("dataSourceRef")), spec["dataSourceRef"])) { errors.Invalid(path, spec["dataSource"], "must match dataSourceRef"); }
    }

    private static void Modes(ObjectNode spec, FieldPath path, FieldErrors errors, string whenMissing)
    {
        var modes = spec.Items("accessModes");
        if (modes.Count == 0) { errors.Required(path.Child("accessModes"), whenMissing); }
        foreach (var mode in modes)
        {
            if (mode is StringNode text && !_modes.Contains(text.Value)) { errors.NotSupported(path.Child("accessModes"), mode, "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"); }
        }
        if (modes.Contains("ReadWriteOncePod") && modes.Any(static m => m is StringNode { Value: not "ReadWriteOncePod" and var other } && _modes.Contains(other))) { errors.Forbidden(path.Child("accessModes"), "may not use ReadWriteOncePod with other access modes"); }
    }

    private static void VolumeMode(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        if (spec.Text("volumeMode") is { Length: > 0 } mode && mode is not ("Block" or "Filesystem")) { errors.NotSupported(path.Child("volumeMode"), mode, "Block", "Filesystem"); }
    }
}
