using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Describing;

/// <summary>What a volume is, field by field.</summary>
internal static class VolumeParts
{
    private static readonly Dictionary<string, (string Words, (string Title, string Field)[] Fields)> _kinds = new(StringComparer.Ordinal)
    {
        ["emptyDir"] = ("EmptyDir (a temporary directory that shares a pod's lifetime)", [("Medium", "medium"), ("SizeLimit", "sizeLimit")]),
        ["hostPath"] = ("HostPath (bare host directory volume)", [("Path", "path"), ("HostPathType", "type")]),
        ["secret"] = ("Secret (a volume populated by a Secret)", [("SecretName", "secretName"), ("Optional", "optional")]),
        ["configMap"] = ("ConfigMap (a volume populated by a ConfigMap)", [("Name", "name"), ("Optional", "optional")]),
        ["persistentVolumeClaim"] = ("PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)", [("ClaimName", "claimName"), ("ReadOnly", "readOnly")]),
        ["nfs"] = ("NFS (an NFS mount that lasts the lifetime of a pod)", [("Server", "server"), ("Path", "path"), ("ReadOnly", "readOnly")]),
        ["csi"] = ("CSI (a Container Storage Interface (CSI) volume source)", [("Driver", "driver"), ("FSType", "fsType"), ("ReadOnly", "readOnly")]),
        ["image"] = ("Image (a container image or OCI artifact)", [("Reference", "reference"), ("PullPolicy", "pullPolicy")]),
        ["local"] = ("LocalVolume (a persistent volume backed by local storage on a node)", [("Path", "path")]),
        ["iscsi"] = ("ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)", [("TargetPortal", "targetPortal"), ("IQN", "iqn"), ("Lun", "lun"), ("ISCSIInterface", "iscsiInterface"), ("FSType", "fsType"), ("ReadOnly", "readOnly")]),
    };

    /// <summary>Describes a volume.</summary>
    public static void Describe(Sheet sheet, Node volume, int level)
    {
        if (volume.At("projected") is { } projected) { Projected(sheet, projected, level); return; }
        if (volume.At("downwardAPI") is { } downward) { Downward(sheet, downward, level); return; }
        foreach (var (field, (words, fields)) in _kinds)
        {
            if (volume.At(field) is not { } source) { continue; }
            sheet.Line(level, $"Type:\t{words}");
            foreach (var (title, name) in fields) { sheet.Line(level, $"{title}:\t{Value(source, name)}"); }
            Attributes(sheet, source, level);
            return;
        }
        sheet.Line(level, "<unknown>");
    }

    // Compat: deeper than the other values.
    private static void Attributes(Sheet sheet, Node source, int level)
    {
        var lead = "VolumeAttributes:";
        foreach (var (name, value) in (source.At("volumeAttributes") as ObjectNode ?? ObjectNode.Empty).OrderBy(static a => a.Key, StringComparer.Ordinal))
        {
            sheet.Line(level, $"{lead}\t    {name}={value.Text()}");
            lead = "";
        }
    }

    private static string Value(Node source, string field) => source.At(field) is { } value ? value.Text()
        : field switch { "readOnly" or "optional" => "false", "sizeLimit" => "<unset>", _ => "" };

    private static void Projected(Sheet sheet, Node projected, int level)
    {
        sheet.Line(level, "Type:\tProjected (a volume that contains injected data from multiple sources)");
        foreach (var source in projected.Items("sources"))
        {
            if (source.At("secret") is { } secret) { sheet.Line(level, $"SecretName:\t{secret.Text("name")}").Line(level, $"Optional:\t{secret.TextOr("false", "optional")}"); }
            if (source.At("downwardAPI") is not null) { sheet.Line(level, "DownwardAPI:\ttrue"); }
            if (source.At("configMap") is { } map) { sheet.Line(level, $"ConfigMapName:\t{map.Text("name")}").Line(level, $"Optional:\t{map.TextOr("false", "optional")}"); }
            if (source.At("serviceAccountToken") is { } token) { sheet.Line(level, $"TokenExpirationSeconds:\t{token.Number("expirationSeconds")}"); }
        }
    }

    private static void Downward(Sheet sheet, Node downward, int level)
    {
        sheet.Line(level, "Type:\tDownwardAPI (a volume populated by information about the pod)").Line(level, "Items:");
        foreach (var item in downward.Items("items"))
        {
            if (item.At("fieldRef") is { } field) { sheet.Line(level + 1, $"{field.Text("fieldPath")} -> {item.Text("path")}"); }
            if (item.At("resourceFieldRef") is { } resource) { sheet.Line(level + 1, $"{resource.Text("resource")} -> {item.Text("path")}"); }
        }
    }
}
