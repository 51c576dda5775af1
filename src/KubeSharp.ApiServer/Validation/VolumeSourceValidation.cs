using System.Collections.Frozen;
using System.Text.RegularExpressions;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Where the bytes of a volume are, in a pod or a persistent volume. Source: Volumes; API reference of each source.</summary>
public static partial class VolumeSourceValidation
{
    private const int TenantLengthMax = 64, PortalLengthMax = 64;
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
        ["quobyte"] = ["volume"],
        ["rbd"] = ["monitors", "image"],
        ["scaleIO"] = ["gateway", "system", "volumeName"],
        ["vsphereVolume"] = ["volumePath"],
        ["hostPath"] = ["path"],
        ["local"] = ["path"],
    }.ToFrozenDictionary(StringComparer.Ordinal);
    private static readonly string[] _hostPathTypes = ["BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket", ""];
    private static readonly string[] _secretsOfVolumes = ["controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"];

    /// <summary>
    /// A source that is not of the API itself (secret, config map, claim…); <paramref name="isPersistent"/>: of a persistent volume, whose name is
    /// <paramref name="volume"/>; <paramref name="holder"/> is the path of what has it.
    /// </summary>
    public static void Check(string kind, ObjectNode source, bool isPersistent, FieldPath holder, FieldErrors errors, string volume = "")
    {
        // Compat: of this one the path has another name than the field.
        var path = holder.Child(kind == "gcePersistentDisk" ? "persistentDisk" : kind);
        foreach (var field in _required.GetValueOrDefault(kind) ?? [])
        {
            if (source.Text(field).Length == 0 && source.Items(field).Count == 0) { errors.Required(path.Child(field)); }
        }
        switch (kind)
        {
            case "hostPath" or "local": Local(kind, source, path, errors); break;
            case "nfs":
                if (!source.Text("path").StartsWith('/')) { errors.Invalid(path.Child("path"), source.Text("path"), "must be an absolute path"); }
                break;
            case "csi": Csi(source, isPersistent, path, errors); break;
            // Compat: 0 is right, though it is said not to be.
            case "awsElasticBlockStore" or "gcePersistentDisk": Range(source, "partition", path, errors, shownMin: 1); break;
            case "iscsi": Iscsi(source, isPersistent, volume, path, errors); break;
            case "fc": FibreChannel(source, path, errors); break;
            case "azureDisk": AzureDisk(source, path, errors); break;
            case "azureFile":
                if (isPersistent && source.Has("secretNamespace") && source.Text("secretNamespace").Length == 0) { errors.Required(path.Child("secretNamespace")); }
                break;
            case "cinder": Secret(source, "secretRef", isPersistent, path, errors); break;
            case "glusterfs": Endpoints(source, isPersistent, path, errors); break;
            case "flocker": Flocker(source, path, errors); break;
            case "quobyte": Quobyte(source, path, errors); break;
            case "flexVolume": Options(source.Object("options"), path.Child("options"), errors); break;
            case "gitRepo": Names.Check(Names.LocalPath(source.Text("directory")), path.Child("directory"), source.Text("directory"), errors); break;
            case "storageos": StorageOs(source, isPersistent, path, errors); break;
        }
    }

    private static void Endpoints(ObjectNode source, bool isPersistent, FieldPath path, FieldErrors errors)
    {
        if (!isPersistent || !source.Has("endpointsNamespace")) { return; }
        var space = source.Text("endpointsNamespace");
        Names.Check(space.Length == 0 ? "if the endpointnamespace is set, it must be a valid namespace name" : Names.DnsLabel(space), path.Child("endpointsNamespace"), space, errors);
    }

    private static void Flocker(ObjectNode source, FieldPath path, FieldErrors errors)
    {
        var (name, id) = (source.Text("datasetName"), source.Text("datasetUUID"));
        if (name.Length == 0 && id.Length == 0) { errors.Required(path, "one of datasetName and datasetUUID is required"); }
        if (name.Length > 0 && id.Length > 0) { errors.Invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously"); }
        if (name.Contains('/', StringComparison.Ordinal)) { errors.Invalid(path.Child("datasetName"), name, "must not contain '/'"); }
    }

    private static void Quobyte(ObjectNode source, FieldPath path, FieldErrors errors)
    {
        const string Rule = "must be a host:port pair or multiple pairs separated by commas";
        var registry = source.Text("registry");
        if (registry.Length == 0) { errors.Required(path.Child("registry"), Rule); }
        else if (source.Text("tenant").Length > TenantLengthMax) { errors.Required(path.Child("tenant"), "must be a UUID and may not exceed a length of 64 characters"); }
        else
        {
            foreach (var pair in registry.Split(',').Where(static p => p.LastIndexOf(':') is var colon && (colon < 0 || (p.Contains("::", StringComparison.Ordinal) && p[0] != '[')))) { errors.Invalid(path.Child("registry"), registry, Rule); }
        }
    }

    private static void Options(ObjectNode options, FieldPath path, FieldErrors errors)
    {
        foreach (var (key, _) in options.Fields)
        {
            var space = "." + key.Split('/', 2)[0].ToLowerInvariant();
            if (space.EndsWith(".kubernetes.io", StringComparison.Ordinal) || space.EndsWith(".k8s.io", StringComparison.Ordinal))
            {
                errors.Invalid(path.Key(key), key, "kubernetes.io and k8s.io namespaces are reserved");
            }
        }
    }

    private static void StorageOs(ObjectNode source, bool isPersistent, FieldPath path, FieldErrors errors)
    {
        if (source.Text("volumeName") is { Length: > 0 } volume) { Names.Check(Names.DnsLabel(volume), path.Child("volumeName"), volume, errors); }
        else { errors.Required(path.Child("volumeName")); }
        if (source.Text("volumeNamespace") is { Length: > 0 } space) { Names.Check(Names.DnsLabel(space), path.Child("volumeNamespace"), space, errors); }
        Secret(source, "secretRef", isPersistent, path, errors);
    }

    // The name of a secret, and its namespace where the volume has none.
    private static void Secret(ObjectNode source, string field, bool isPersistent, FieldPath path, FieldErrors errors)
    {
        if (!source.Has(field)) { return; }
        if (source.Object(field).Text("name").Length == 0) { errors.Required(path.Child(field).Child("name")); }
        if (isPersistent && source.Object(field).Text("namespace").Length == 0) { errors.Required(path.Child(field).Child("namespace")); }
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
            var secret = source.Object("nodePublishSecretRef").Text("name");
            if (source.Has("nodePublishSecretRef") && secret.Length == 0) { errors.Required(path.Child("nodePublishSecretRef").Child("name")); }
            // Compat: the path leaves the reference out.
            else if (source.Has("nodePublishSecretRef")) { Names.Check(Names.Subdomain(secret), path.Child("name"), secret, errors); }
            return;
        }
        if (source.Text("volumeHandle").Length == 0) { errors.Required(path.Child("volumeHandle")); }
        foreach (var field in _secretsOfVolumes.Where(source.Has))
        {
            var (secret, at) = (source.Object(field), path.Child(field));
            Secret(source, field, isPersistent, path, errors);
            if (secret.Text("name") is { Length: > 0 } name) { Names.Check(Names.Subdomain(name), at.Child("name"), name, errors); }
            if (secret.Text("namespace") is { Length: > 0 } space) { Names.Check(Names.DnsLabel(space), at.Child("namespace"), space, errors); }
        }
    }

    private static void Iscsi(ObjectNode source, bool isPersistent, string volume, FieldPath path, FieldErrors errors)
    {
        if (source.Text("iqn") is { Length: > 0 } name) { IscsiName(name, path.Child("iqn"), errors); }
        Range(source, "lun", path, errors);
        if ((source.IsTrue("chapAuthDiscovery") || source.IsTrue("chapAuthSession")) && !source.Has("secretRef")) { errors.Required(path.Child("secretRef")); }
        if (isPersistent && source.Has("secretRef") && source.Object("secretRef").Text("name").Length == 0) { errors.Required(path.Child("secretRef").Child("name")); }
        if (!source.Has("initiatorName")) { return; }
        // Compat: these two are told in small letters.
        if (isPersistent && volume.Length + 1 + source.Text("targetPortal").Length > PortalLengthMax) { errors.Invalid(path.Child("targetportal"), source.Text("targetPortal"), "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified."); }
        IscsiName(source.Text("initiatorName"), path.Child("initiatorname"), errors);
    }

    private static void IscsiName(string name, FieldPath path, FieldErrors errors)
    {
        var isRight = name.Length < 3 ? (bool?)null : name[..3] switch { "iqn" => Iqn().IsMatch(name), "eui" => Eui().IsMatch(name), "naa" => Naa().IsMatch(name), _ => null };
        if (isRight is null) { errors.Invalid(path, name, "must be valid format starting with iqn, eui, or naa"); }
        else if (isRight == false) { errors.Invalid(path, name, "must be valid format"); }
    }

    [GeneratedRegex("iqn\\.[0-9]{4}-[0-9]{2}\\.([A-Za-z0-9.-]+)(:[^,;*&$|\\s]+)$")]
    private static partial Regex Iqn();

    [GeneratedRegex("^eui.[A-Za-z0-9]{16}$")]
    private static partial Regex Eui();

    [GeneratedRegex("^naa.[A-Za-z0-9]{32}$")]
    private static partial Regex Naa();

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
        if (isManaged && !source.Text("diskURI").StartsWith("/subscriptions/", StringComparison.Ordinal)) { errors.NotSupported(path.Child("diskURI"), source.Text("diskURI"), "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"); }
        if (!isManaged && !source.Text("diskURI").StartsWith("https://", StringComparison.Ordinal)) { errors.NotSupported(path.Child("diskURI"), source.Text("diskURI"), "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"); }
    }

    private static void Range(ObjectNode source, string field, FieldPath path, FieldErrors errors, int shownMin = 0)
    {
        if (source.Number(field) is { } number and (< 0 or > 255)) { errors.Invalid(path.Child(field), number, $"must be between {shownMin} and 255, inclusive"); }
    }
}
