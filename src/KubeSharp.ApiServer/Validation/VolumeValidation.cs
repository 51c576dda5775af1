using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Volumes of a pod. Source: Volumes; Projected Volumes; Ephemeral Volumes.</summary>
public static class VolumeValidation
{
    private const int ModeMax = 511;
    private static readonly string[] _fields = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

    /// <summary>All volumes; returns those with a name by it.</summary>
    public static IReadOnlyDictionary<string, ObjectNode> CheckAll(ArrayNode volumes, FieldPath path, FieldErrors errors)
    {
        var byName = new Dictionary<string, ObjectNode>(StringComparer.Ordinal);
        for (var i = 0; i < volumes.Count; i++)
        {
            if (volumes[i] is not ObjectNode volume) { continue; }
            var (name, at) = (volume.Text("name"), path.Index(i));
            var before = errors.Causes.Length;
            Check(volume, at, errors);
            if (name.Length == 0) { errors.Required(at.Child("name")); }
            else { Names.Check(Names.DnsLabel(name), at.Child("name"), name, errors); }
            if (byName.ContainsKey(name)) { errors.Duplicate(at.Child("name"), name); }
            // Compat: a volume that is wrong is not there for mounts.
            if (errors.Causes.Length == before) { byName[name] = volume; }
        }
        return byName;
    }

    // Upstream's order: of several sources the first one counts.
    private static readonly string[] _order =
    [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker", "persistentVolumeClaim", "rbd", "cinder", "cephfs", "quobyte", "downwardAPI", "fc",
        "flexVolume", "configMap", "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "storageos", "projected", "scaleIO", "csi", "ephemeral", "image",
    ];

    private static void Check(ObjectNode volume, FieldPath path, FieldErrors errors)
    {
        var count = 0;
        foreach (var (kind, source) in volume.Fields.ToArray().OrderBy(static f => Array.IndexOf(_order, f.Key)))
        {
            if (kind == "name" || source is not ObjectNode fields) { continue; }
            // Compat: two are named otherwise than they are written.
            if (count++ > 0) { errors.Forbidden(path.Child(kind switch { "cephfs" => "cephFS", "downwardAPI" => "downwarAPI", _ => kind }), "may not specify more than 1 volume type"); }
            else { Source(kind, fields, path, errors); }
        }
        if (count == 0) { errors.Required(path, "must specify a volume type"); }
    }

    private static void Source(string kind, ObjectNode source, FieldPath volume, FieldErrors errors)
    {
        var path = volume.Child(kind);
        switch (kind)
        {
            case "emptyDir":
                if (source.Has("sizeLimit")) { Quantities.NotNegative(source["sizeLimit"]!, path.Child("sizeLimit"), errors); }
                break;
            case "secret": Keyed(source, "secretName", path, errors); break;
            case "configMap": Keyed(source, "name", path, errors); break;
            case "persistentVolumeClaim":
                if (source.Text("claimName").Length == 0) { errors.Required(path.Child("claimName")); }
                break;
            case "downwardAPI":
                Mode(source, "defaultMode", path, errors);
                Downward(source, path, errors);
                break;
            case "projected": Projected(source, path, errors); break;
            case "ephemeral":
                if (!source.Has("volumeClaimTemplate")) { errors.Required(path.Child("volumeClaimTemplate")); }
                else
                {
                    var (template, at) = (source.Object("volumeClaimTemplate"), path.Child("volumeClaimTemplate"));
                    WorkloadValidation.OnlyDescribed(template.Object("metadata"), at.Child("metadata"), errors);
                    StorageValidation.ClaimSpec(template.Object("spec"), at.Child("spec"), errors);
                }
                break;
            case "image":
                Required(source, path, errors, "reference");
                if (source.Text("pullPolicy") is { Length: > 0 } pull && pull is not ("Always" or "IfNotPresent" or "Never")) { errors.NotSupported(path.Child("pullPolicy"), pull, "Always", "IfNotPresent", "Never"); }
                break;
            default: VolumeSourceValidation.Check(kind, source, isPersistent: false, volume, errors); break;
        }
    }

    private static void Projected(ObjectNode projected, FieldPath path, FieldErrors errors)
    {
        Mode(projected, "defaultMode", path, errors);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var sources = projected.Items("sources");
        for (var i = 0; i < sources.Count; i++)
        {
            var (source, at, count) = ((ObjectNode)sources[i], path.Child("sources").Index(i), 0);
            foreach (var (kind, value) in source.Fields)
            {
                if (value is not ObjectNode fields) { continue; }
                if (count++ == 1) { errors.Forbidden(at, "may not specify more than 1 volume type per source"); }
                switch (kind)
                {
                    case "secret" or "configMap": Keyed(fields, "name", at.Child(kind), errors); break;
                    case "downwardAPI": Downward(fields, at.Child(kind), errors); break;
                    case "clusterTrustBundle": TrustBundle(fields, at.Child(kind), errors); break;
                    case "podCertificate": PodCertificateValidation.Projection(fields, at.Child(kind), errors); break;
                    case "serviceAccountToken":
                        if (fields.Number("expirationSeconds") is { } seconds)
                        {
                            if (seconds < 600) { errors.Invalid(at.Child(kind).Child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes"); }
                            else if (seconds > 1L << 32) { errors.Invalid(at.Child(kind).Child("expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds"); }
                        }
                        // Compat: told as a field of the whole volume; pinned by RecordedAnswersTests.
                        if (fields.Text("path").Length == 0) { errors.Required(path.Child("path")); }
                        else { Names.Check(Names.FilePath(fields.Text("path")), path.Child("path"), fields.Text("path"), errors); }
                        break;
                }
                foreach (var place in fields.Items("items").Select(static item => item.Text("path")).Concat(PlacesOf(kind).Select(fields.Text)))
                {
                    if (place.Length > 0 && !paths.Add(place)) { errors.Invalid(path, place, "conflicting duplicate paths"); }
                }
            }
        }
    }

    // Fields that say where a file goes.
    private static string[] PlacesOf(string kind) => kind switch
    {
        "serviceAccountToken" or "clusterTrustBundle" => ["path"],
        "podCertificate" => PodCertificateValidation.Places,
        _ => [],
    };

    private static void TrustBundle(ObjectNode source, FieldPath path, FieldErrors errors)
    {
        var (name, signer) = (source.Has("name"), source.Has("signerName"));
        var selector = path.Child("labelSelector");
        if (name && signer) { errors.Invalid(path, InternalForm.Of("ClusterTrustBundleProjection", source), "only one of name and signerName may be used"); }
        else if (name)
        {
            if (source.Text("name").Length == 0) { errors.Required(path.Child("name"), "must be a valid object name"); }
            if (TrustBundleValidation.NameError(source.Text("name")) is { } wrong) { errors.Invalid(path.Child("name"), source.Text("name"), $"not a valid clustertrustbundlename: {wrong}"); }
            if (source.Has("labelSelector")) { errors.Invalid(selector, source["labelSelector"], "labelSelector must be unset if name is specified"); }
        }
        else if (signer)
        {
            if (source.Text("signerName").Length == 0) { errors.Required(path.Child("signerName"), "must be a valid signer name"); }
            CertificateValidation.SignerName(source.Text("signerName"), path.Child("signerName"), errors);
            Labels.Selector(source["labelSelector"], selector, errors);
        }
        else { errors.Required(path, "either name or signerName must be specified"); }
        if (source.Text("path").Length == 0) { errors.Required(path.Child("path")); }
        else { Names.Check(Names.FilePath(source.Text("path")), path.Child("path"), source.Text("path"), errors); }
    }

    private static void Keyed(ObjectNode source, string nameField, FieldPath path, FieldErrors errors)
    {
        if (source.Text(nameField).Length == 0) { errors.Required(path.Child(nameField)); }
        Mode(source, "defaultMode", path, errors);
        var items = source.Items("items");
        for (var i = 0; i < items.Count; i++)
        {
            var at = path.Child("items").Index(i);
            Required((ObjectNode)items[i], at, errors, "key", "path");
            if (items[i].Text("path") is { Length: > 0 } place) { Names.Check(Names.FilePath(place), at.Child("path"), place, errors); }
            Mode(items[i], "mode", at, errors);
        }
    }

    // Compat: the paths do not say which of the items it is.
    private static void Downward(ObjectNode source, FieldPath path, FieldErrors errors)
    {
        var items = source.Items("items");
        foreach (var item in items)
        {
            if (item.Text("path").Length == 0) { errors.Required(path.Child("path")); }
            else { Names.Check(Names.FilePath(item.Text("path")), path.Child("path"), item.Text("path"), errors); }
            if (item.Has("fieldRef"))
            {
                EnvironmentValidation.FieldReference(item.Object("fieldRef"), path.Child("fieldRef"), _fields, errors);
                if (item.Has("resourceFieldRef")) { errors.Invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously"); }
            }
            else if (item.Has("resourceFieldRef")) { EnvironmentValidation.ResourceReference(item.Object("resourceFieldRef"), path.Child("resourceFieldRef"), isVolume: true, errors); }
            else { errors.Required(path, "one of fieldRef and resourceFieldRef is required"); }
            Mode(item, "mode", path, errors);
        }
    }

    private static void Mode(Node source, string field, FieldPath path, FieldErrors errors)
    {
        if (source.Number(field) is { } mode and (< 0 or > ModeMax)) { errors.Invalid(path.Child(field), mode, "must be a number between 0 and 0777 (octal), both inclusive"); }
    }

    private static void Required(ObjectNode source, FieldPath path, FieldErrors errors, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (source.Text(field).Length == 0) { errors.Required(path.Child(field)); }
        }
    }
}
