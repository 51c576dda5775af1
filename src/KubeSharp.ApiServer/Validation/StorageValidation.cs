using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Persistent volumes, claims and storage classes. Source: Persistent Volumes; Storage Classes.</summary>
public static class StorageValidation
{
    private static readonly string[] _modes = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];

    /// <summary>A claim.</summary>
    public static void Claim(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var path = FieldPath.Of("spec");
        ClaimSpec(value.Object("spec"), path, errors);
        if (old is null) { return; }
        var (spec, before) = (value.Object("spec"), old.Object("spec"));
        var masked = spec.Take("resources", before).Take("volumeAttributesClassName", before);
        if (before.Text("volumeName").Length == 0) { masked = masked.Take("volumeName", before); }
        if (!masked.Fields.ToArray().Concat(before.Fields.ToArray()).All(f => Immutability.Same(masked[f.Key], before[f.Key])))
        {
            errors.Forbidden(path, "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");
        }
        var (size, was) = (Quantities.Read(spec.Object("resources").Object("requests")["storage"]), Quantities.Read(before.Object("resources").Object("requests")["storage"]));
        var held = Quantities.Read(old.Object("status").Object("capacity")["storage"]);
        if (size < was && (held.Sign == 0 || size <= held)) { errors.Forbidden(path.Child("resources").Child("requests").Child("storage"), "field can not be less than status.capacity"); }
        if (size != was && old.Object("status").Text("phase") != "Bound") { errors.Forbidden(path, "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"); }
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
    public static void Volume(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        Modes(spec, path, errors, "");
        if (spec.Object("capacity").Count == 0) { errors.Required(path.Child("capacity")); }
        else if (!spec.Object("capacity").Has("storage") || spec.Object("capacity").Count > 1) { errors.NotSupported(path.Child("capacity"), spec["capacity"], "storage"); }
        foreach (var (name, amount) in spec.Object("capacity").Fields)
        {
            if (Quantities.Read(amount).Sign <= 0) { errors.Invalid(path.Child("capacity").Key(name), amount, "must be greater than zero"); }
        }
        if (spec.Text("persistentVolumeReclaimPolicy") is { Length: > 0 } reclaim && reclaim is not ("Delete" or "Recycle" or "Retain")) { errors.NotSupported(path.Child("persistentVolumeReclaimPolicy"), reclaim, "Delete", "Recycle", "Retain"); }
        if (spec.Has("nodeAffinity") && !spec.Object("nodeAffinity").Has("required")) { errors.Required(path.Child("nodeAffinity").Child("required"), "must specify required node constraints"); }
        if (spec.Object("nodeAffinity").Has("required")) { AffinityValidation.NodeSelector(spec.Object("nodeAffinity").Object("required"), path.Child("nodeAffinity").Child("required"), errors); }
        var sources = spec.Fields.ToArray().Where(static f => f.Value is ObjectNode && f.Key is not ("capacity" or "claimRef" or "nodeAffinity")).ToArray();
        if (sources.Length == 0) { errors.Required(path, "must specify a volume type"); }
        foreach (var source in sources.Take(1)) { VolumeSourceValidation.Check(source.Key, (ObjectNode)source.Value, isPersistent: true, path.Child(source.Key), errors); }
        foreach (var source in sources.Skip(1)) { errors.Forbidden(path.Child(source.Key), "may not specify more than 1 volume type"); }
        if (spec.Has("local") && !spec.Object("nodeAffinity").Has("required")) { errors.Required(path.Child("nodeAffinity"), "Local volume requires node affinity"); }
        if (spec.Has("hostPath") && spec.Object("hostPath").Text("path") == "/" && spec.Text("persistentVolumeReclaimPolicy") == "Recycle") { errors.Forbidden(path.Child("persistentVolumeReclaimPolicy"), "may not be 'recycle' for a hostPath mount of '/'"); }
        Class(spec, "storageClassName", path, errors);
        if (spec.Has("volumeAttributesClassName"))
        {
            if (spec.Text("volumeAttributesClassName").Length == 0) { errors.Required(path.Child("volumeAttributesClassName"), "an empty string is disallowed"); }
            Class(spec, "volumeAttributesClassName", path, errors);
            if (!spec.Has("csi")) { errors.Required(path.Child("csi"), "has to be specified when using volumeAttributesClassName"); }
        }
        VolumeMode(spec, path, errors);
        if (old is null) { return; }
        var before = old.Object("spec").Fields.ToArray().Where(static f => f.Value is ObjectNode && f.Key is not ("capacity" or "claimRef" or "nodeAffinity")).ToArray();
        if (!before.All(f => Immutability.Same(spec[f.Key], f.Value)) || before.Length != sources.Length) { errors.Forbidden(path.Child("persistentvolumesource"), "spec.persistentvolumesource is immutable after creation"); }
        Immutability.Check(spec, old.Object("spec"), path, errors, "volumeMode");
    }

    /// <summary>A storage class.</summary>
    public static void StorageClass(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var provisioner = value.Text("provisioner");
        if (provisioner.Length == 0) { errors.Required(FieldPath.Of("provisioner")); }
        else { Names.Check(Names.Qualified(provisioner.ToLowerInvariant()), FieldPath.Of("provisioner"), provisioner, errors); }
        if (value.Text("reclaimPolicy") is not ("Delete" or "Retain")) { errors.NotSupported(FieldPath.Of("reclaimPolicy"), value.Text("reclaimPolicy"), "Delete", "Retain"); }
        if (value.Text("volumeBindingMode") is not ("Immediate" or "WaitForFirstConsumer")) { errors.NotSupported(FieldPath.Of("volumeBindingMode"), value.Text("volumeBindingMode"), "Immediate", "WaitForFirstConsumer"); }
        StorageKindValidation.Parameters(value.Object("parameters"), errors);
        StorageKindValidation.Topologies(value.Items("allowedTopologies"), FieldPath.Of("allowedTopologies"), errors);
        if (old is null) { return; }
        foreach (var field in (ReadOnlySpan<string>)["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"])
        {
            if (Immutability.Same(value[field], old[field])) { continue; }
            if (field == "volumeBindingMode") { errors.Invalid(FieldPath.Of(field), value[field], Immutability.Rule); }
            else { errors.Forbidden(FieldPath.Of(field), $"updates to {field} are forbidden."); }
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
        if (modes.Count > 1 && modes.Contains("ReadWriteOncePod")) { errors.Forbidden(path.Child("accessModes"), "may not use ReadWriteOncePod with other access modes"); }
    }

    private static void VolumeMode(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        if (spec.Text("volumeMode") is { Length: > 0 } mode && mode is not ("Block" or "Filesystem")) { errors.NotSupported(path.Child("volumeMode"), mode, "Block", "Filesystem"); }
    }
}
