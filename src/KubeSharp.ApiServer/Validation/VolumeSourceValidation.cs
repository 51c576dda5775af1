using System.Collections.Frozen;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Where the bytes of a volume are, in a pod or a persistent volume. Source: Volumes; API reference of each source.</summary>
public static class VolumeSourceValidation
{
    // What each source must name; a list must not be empty.
    private static readonly FrozenDictionary<string, string[]> _required = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["awsElasticBlockStore"] = ["volumeID"],
        ["gcePersistentDisk"] = ["pdName"],
        ["azureDisk"] = ["diskName", "diskURI"],
        ["azureFile"] = ["secretName", "shareName"],
        ["cephfs"] = ["monitors"],
        ["cinder"] = ["volumeID"],
        ["flexVolume"] = ["driver"],
        ["gitRepo"] = ["repository"],
        ["glusterfs"] = ["endpoints", "path"],
        ["iscsi"] = ["targetPortal", "iqn"],
        ["nfs"] = ["server", "path"],
        ["photonPersistentDisk"] = ["pdID"],
        ["portworxVolume"] = ["volumeID"],
        ["quobyte"] = ["registry", "volume"],
        ["rbd"] = ["monitors", "image"],
        ["scaleIO"] = ["gateway", "system", "volumeName"],
        ["vsphereVolume"] = ["volumePath"],
        ["hostPath"] = ["path"],
        ["local"] = ["path"],
    }.ToFrozenDictionary(StringComparer.Ordinal);
    private static readonly string[] _hostPathTypes = ["BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket", ""];
    private static readonly string[] _secretsOfVolumes = ["controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"];

    /// <summary>A source that is not of the API itself (secret, config map, claim…); <paramref name="isPersistent"/>: of a persistent volume.</summary>
    public static void Check(string kind, ObjectNode source, bool isPersistent, FieldPath path, FieldErrors errors)
    {
        foreach (var field in _required.GetValueOrDefault(kind) ?? [])
        {
            if (source.Text(field).Length == 0 && source.Items(field).Count == 0) { errors.Required(path.Child(field)); }
        }
        switch (kind)
        {
            case "hostPath" or "local": Local(kind, source, path, errors); break;
            case "nfs":
                if (source.Text("path") is { Length: > 0 } export && export[0] != '/') { errors.Invalid(path.Child("path"), export, "must be an absolute path"); }
                break;
            case "csi": Csi(source, isPersistent, path, errors); break;
            case "awsElasticBlockStore" or "gcePersistentDisk": Range(source, "partition", path, errors); break;
            case "iscsi": Iscsi(source, path, errors); break;
            case "fc": FibreChannel(source, path, errors); break;
            case "azureDisk": AzureDisk(source, path, errors); break;
            case "azureFile":
                if (isPersistent && source.Has("secretNamespace") && source.Text("secretNamespace").Length == 0) { errors.Required(path.Child("secretNamespace")); }
                break;
            case "flocker":
                var (name, id) = (source.Text("datasetName").Length > 0, source.Text("datasetUUID").Length > 0);
                if (!name && !id) { errors.Required(path, "one of datasetName and datasetUUID is required"); }
                if (name && id) { errors.Invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously"); }
                break;
            case "gitRepo": Names.Check(Names.LocalPath(source.Text("directory")), path.Child("directory"), source.Text("directory"), errors); break;
            case "storageos":
                if (source.Text("volumeName") is { Length: > 0 } volume) { Names.Check(Names.DnsLabel(volume), path.Child("volumeName"), volume, errors); }
                else { errors.Required(path.Child("volumeName")); }
                break;
        }
    }

    private static void Local(string kind, ObjectNode source, FieldPath path, FieldErrors errors)
    {
        if (source.Text("path").Split('/').Contains("..")) { errors.Invalid(path.Child("path"), source.Text("path"), "must not contain '..'"); }
        if (kind == "hostPath" && !_hostPathTypes.Contains(source.Text("type"))) { errors.NotSupported(path.Child("type"), source.Text("type"), _hostPathTypes); }
    }

    private static void Csi(ObjectNode source, bool isPersistent, FieldPath path, FieldErrors errors)
    {
        DeviceValidation.Driver(source.Text("driver"), path.Child("driver"), errors);
        if (!isPersistent)
        {
            if (source.Has("nodePublishSecretRef") && source.Object("nodePublishSecretRef").Text("name").Length == 0) { errors.Required(path.Child("nodePublishSecretRef").Child("name")); }
            return;
        }
        if (source.Text("volumeHandle").Length == 0) { errors.Required(path.Child("volumeHandle")); }
        foreach (var secret in _secretsOfVolumes)
        {
            if (!source.Has(secret)) { continue; }
            foreach (var field in (ReadOnlySpan<string>)["name", "namespace"])
            {
                if (source.Object(secret).Text(field).Length == 0) { errors.Required(path.Child(secret).Child(field)); }
            }
        }
    }

    private static void Iscsi(ObjectNode source, FieldPath path, FieldErrors errors)
    {
        var name = source.Text("iqn");
        if (name.Length > 0 && !name.StartsWith("iqn", StringComparison.Ordinal) && !name.StartsWith("eui", StringComparison.Ordinal) && !name.StartsWith("naa", StringComparison.Ordinal)) { errors.Invalid(path.Child("iqn"), name, "must be valid format starting with iqn, eui, or naa"); }
        Range(source, "lun", path, errors);
        if ((source.IsTrue("chapAuthDiscovery") || source.IsTrue("chapAuthSession")) && !source.Has("secretRef")) { errors.Required(path.Child("secretRef")); }
    }

    private static void FibreChannel(ObjectNode source, FieldPath path, FieldErrors errors)
    {
        var (targets, ids) = (source.Items("targetWWNs").Count, source.Items("wwids").Count);
        if (targets == 0 && ids == 0) { errors.Required(path.Child("targetWWNs"), "must specify either targetWWNs or wwids, but not both"); }
        if (targets > 0 && ids > 0) { errors.Invalid(path.Child("targetWWNs"), source["targetWWNs"], "targetWWNs and wwids can not be specified simultaneously"); }
        if (targets == 0) { return; }
        if (!source.Has("lun")) { errors.Required(path.Child("lun"), "lun is required if targetWWNs is specified"); }
        else { Range(source, "lun", path, errors); }
    }

    private static void AzureDisk(ObjectNode source, FieldPath path, FieldErrors errors)
    {
        if (source.Text("cachingMode") is { Length: > 0 } caching && caching is not ("None" or "ReadOnly" or "ReadWrite")) { errors.NotSupported(path.Child("cachingMode"), caching, "None", "ReadOnly", "ReadWrite"); }
        if (source.Text("kind") is { Length: > 0 } kind && kind is not ("Dedicated" or "Managed" or "Shared")) { errors.NotSupported(path.Child("kind"), kind, "Dedicated", "Managed", "Shared"); }
        var isManaged = source.Text("kind") == "Managed";
        if (isManaged && !source.Text("diskURI").StartsWith("/subscriptions", StringComparison.OrdinalIgnoreCase)) { errors.NotSupported(path.Child("diskURI"), source.Text("diskURI"), "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"); }
        if (!isManaged && source.Text("diskURI").Length > 0 && !source.Text("diskURI").StartsWith("https://", StringComparison.Ordinal)) { errors.NotSupported(path.Child("diskURI"), source.Text("diskURI"), "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"); }
    }

    private static void Range(ObjectNode source, string field, FieldPath path, FieldErrors errors)
    {
        if (source.Number(field) is { } number and (< 0 or > 255)) { errors.Invalid(path.Child(field), number, "must be between 0 and 255, inclusive"); }
    }
}
