using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Describing;

/// <summary>What a volume is, field by field.</summary>
internal static class VolumeParts
{
    // Title=field, in the order they are looked for and printed. Compat: titles with their colons, as one has none and one a space behind it.
    private static readonly Dictionary<string, (string Words, string Fields)> _kinds = new(StringComparer.Ordinal)
    {
        ["hostPath"] = ("HostPath (bare host directory volume)", "Path:=path;HostPathType:=type"),
        ["emptyDir"] = ("EmptyDir (a temporary directory that shares a pod's lifetime)", "Medium:=medium;SizeLimit:=sizeLimit"),
        ["gcePersistentDisk"] = ("GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)", "PDName:=pdName;FSType:=fsType;Partition:=partition;ReadOnly:=readOnly"),
        ["awsElasticBlockStore"] = ("AWSElasticBlockStore (a Persistent Disk resource in AWS)", "VolumeID:=volumeID;FSType:=fsType;Partition:=partition;ReadOnly:=readOnly"),
        ["gitRepo"] = ("GitRepo (a volume that is pulled from git when the pod is created)", "Repository:=repository;Revision:=revision"),
        ["secret"] = ("Secret (a volume populated by a Secret)", "SecretName:=secretName;Optional:=optional"),
        ["configMap"] = ("ConfigMap (a volume populated by a ConfigMap)", "Name:=name;Optional:=optional"),
        ["nfs"] = ("NFS (an NFS mount that lasts the lifetime of a pod)", "Server:=server;Path:=path;ReadOnly:=readOnly"),
        ["iscsi"] = ("ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
            "TargetPortal:=targetPortal;IQN:=iqn;Lun:=lun;ISCSIInterface=iscsiInterface;FSType:=fsType;ReadOnly:=readOnly;Portals:=portals;DiscoveryCHAPAuth:=chapAuthDiscovery;SessionCHAPAuth:=chapAuthSession;SecretRef:=secretRef;InitiatorName:=initiatorName"),
        ["glusterfs"] = ("Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)", "EndpointsName:=endpoints;Path:=path;ReadOnly:=readOnly"),
        ["persistentVolumeClaim"] = ("PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)", "ClaimName:=claimName;ReadOnly:=readOnly"),
        ["ephemeral"] = ("EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)", ""),
        ["rbd"] = ("RBD (a Rados Block Device mount on the host that shares a pod's lifetime)", "CephMonitors:=monitors;RBDImage:=image;FSType:=fsType;RBDPool:=pool;RadosUser:=user;Keyring:=keyring;SecretRef:=secretRef;ReadOnly:=readOnly"),
        ["quobyte"] = ("Quobyte (a Quobyte mount on the host that shares a pod's lifetime)", "Registry:=registry;Volume:=volume;ReadOnly:=readOnly"),
        ["downwardAPI"] = ("DownwardAPI (a volume populated by information about the pod)", ""),
        ["azureDisk"] = ("AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)", "DiskName:=diskName;DiskURI:=diskURI;Kind: =kind;FSType:=fsType;CachingMode:=cachingMode;ReadOnly:=readOnly"),
        ["vsphereVolume"] = ("vSphereVolume (a Persistent Disk resource in vSphere)", "VolumePath:=volumePath;FSType:=fsType;StoragePolicyName:=storagePolicyName"),
        ["cinder"] = ("Cinder (a Persistent Disk resource in OpenStack)", "VolumeID:=volumeID;FSType:=fsType;ReadOnly:=readOnly;SecretRef:=secretRef"),
        ["photonPersistentDisk"] = ("PhotonPersistentDisk (a Persistent Disk resource in photon platform)", "PdID:=pdID;FSType:=fsType"),
        ["portworxVolume"] = ("PortworxVolume (a Portworx Volume resource)", "VolumeID:=volumeID"),
        ["scaleIO"] = ("ScaleIO (a persistent volume backed by a block device in ScaleIO)",
            "Gateway:=gateway;System:=system;Protection Domain:=protectionDomain;Storage Pool:=storagePool;Storage Mode:=storageMode;VolumeName:=volumeName;FSType:=fsType;ReadOnly:=readOnly"),
        ["local"] = ("LocalVolume (a persistent volume backed by local storage on a node)", "Path:=path"),
        ["cephfs"] = ("CephFS (a CephFS mount on the host that shares a pod's lifetime)", "Monitors:=monitors;Path:=path;User:=user;SecretFile:=secretFile;SecretRef:=secretRef;ReadOnly:=readOnly"),
        ["storageos"] = ("StorageOS (a StorageOS Persistent Disk resource)", "VolumeName:=volumeName;VolumeNamespace:=volumeNamespace;FSType:=fsType;ReadOnly:=readOnly"),
        ["fc"] = ("FC (a Fibre Channel disk)", "TargetWWNs:=targetWWNs;LUN:=lun;FSType:=fsType;ReadOnly:=readOnly"),
        ["azureFile"] = ("AzureFile (an Azure File Service mount on the host and bind mount to the pod)", "SecretName:=secretName;ShareName:=shareName;ReadOnly:=readOnly"),
        ["flexVolume"] = ("FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)", "Driver:=driver;FSType:=fsType;SecretRef:=secretRef;ReadOnly:=readOnly;Options:=options"),
        ["flocker"] = ("Flocker (a Flocker volume mounted by the Flocker agent)", "DatasetName:=datasetName;DatasetUUID:=datasetUUID"),
        ["projected"] = ("Projected (a volume that contains injected data from multiple sources)", ""),
        ["csi"] = ("CSI (a Container Storage Interface (CSI) volume source)", "Driver:=driver;FSType:=fsType;ReadOnly:=readOnly"),
        ["image"] = ("Image (a container image or OCI artifact)", "Reference:=reference;PullPolicy:=pullPolicy"),
    };

    // What a persistent volume says otherwise than a pod's volume of the same kind.
    private static readonly Dictionary<string, string> _persistent = new(StringComparer.Ordinal)
    {
        ["glusterfs"] = "EndpointsName:=endpoints;EndpointsNamespace:=endpointsNamespace;Path:=path;ReadOnly:=readOnly",
        ["scaleIO"] = "Gateway:=gateway;System:=system;Protection Domain:=protectionDomain;Storage Pool:=storagePool;Storage Mode:=storageMode;VolumeName:=volumeName;SecretName:=secretRef.name;SecretNamespace:=secretRef.namespace;FSType:=fsType;ReadOnly:=readOnly",
        ["azureFile"] = "SecretName:=secretName;SecretNamespace:=secretNamespace;ShareName:=shareName;ReadOnly:=readOnly",
        ["csi"] = "Driver:=driver;FSType:=fsType;VolumeHandle:=volumeHandle;ReadOnly:=readOnly",
    };

    private static readonly Dictionary<string, string> _missing = new(StringComparer.Ordinal)
    {
        ["readOnly"] = "false",
        ["optional"] = "false",
        ["chapAuthDiscovery"] = "false",
        ["chapAuthSession"] = "false",
        ["partition"] = "0",
        ["sizeLimit"] = "<unset>",
        ["endpointsNamespace"] = "<unset>",
        ["type"] = "<none>",
        ["initiatorName"] = "<none>",
        ["lun"] = "<none>",
        ["secretRef"] = "nil",
        ["options"] = "map[]",
        ["monitors"] = "[]",
        ["portals"] = "[]",
    };

    private const int AttributeMax = 140;

    /// <summary>Describes a pod's volume.</summary>
    public static void Describe(Sheet sheet, Node volume) => Source(sheet, volume, isPersistent: false);

    /// <summary>Describes what is behind a persistent volume.</summary>
    public static void Persistent(Sheet sheet, Node spec) => Source(sheet, spec, isPersistent: true);

    private static void Source(Sheet sheet, Node volume, bool isPersistent)
    {
        if (_kinds.Keys.FirstOrDefault(k => volume.At(k) is not null) is not { } kind) { sheet.Line(1, "<unknown>"); return; }
        var source = volume.At(kind)!;
        sheet.Field(2, "Type", _kinds[kind].Words);
        foreach (var field in (isPersistent ? _persistent.GetValueOrDefault(kind, _kinds[kind].Fields) : _kinds[kind].Fields).Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            sheet.Line(2, $"{field[..equals]}\t{Value(source, field[(equals + 1)..], isPersistent)}");
        }
        switch (kind)
        {
            case "csi": Attributes(sheet, source); break;
            case "downwardAPI": Downward(sheet, source); break;
            case "projected": Projected(sheet, source); break;
            case "ephemeral" when source.At("volumeClaimTemplate") is { } template:
                sheet.Field(2, "StorageClass", StorageDescribers.ClassOf(template));
                StorageDescribers.Claim(sheet, ObjectNode.Of(("metadata", template.At("metadata")), ("spec", template.At("spec"))), 2, finalizers: null);
                break;
        }
    }

    // Compat: as Go prints the types: [a b], map[a:b], &SecretReference{Name:a,Namespace:b,}.
    private static string Value(Node source, string field, bool isPersistent) => source.At(field.Split('.')) switch
    {
        null => _missing.GetValueOrDefault(field, ""),
        ArrayNode list when field == "targetWWNs" => string.Join(", ", list.Select(static x => x.Text())),
        ArrayNode list => $"[{string.Join(' ', list.Select(static x => x.Text()))}]",
        ObjectNode map when field == "options" => $"map[{string.Join(' ', map.OrderBy(static o => o.Key, StringComparer.Ordinal).Select(static o => $"{o.Key}:{o.Value.Text()}"))}]",
        ObjectNode reference when isPersistent => $"&SecretReference{{Name:{reference.Text("name")},Namespace:{reference.Text("namespace")},}}",
        ObjectNode reference => $"&LocalObjectReference{{Name:{reference.Text("name")},}}",
        StringNode { Value: "0" } when field == "sizeLimit" => "<unset>",
        var value => value.Text(),
    };

    // Compat: deeper than the other values.
    private static void Attributes(Sheet sheet, Node source)
    {
        var title = "VolumeAttributes:";
        var attributes = source.At("volumeAttributes") as ObjectNode ?? ObjectNode.Empty;
        if (attributes.Count == 0) { sheet.Line(2, $"{title}\t{DescribeParts.None}"); }
        foreach (var (name, value) in attributes.OrderBy(static a => a.Key, StringComparer.Ordinal))
        {
            var line = $"{name}={value.Text()}";
            sheet.Line(2, $"{title}\t    {(line.Length > AttributeMax ? line[..AttributeMax] + "..." : line)}");
            title = "";
        }
    }

    private static void Projected(Sheet sheet, Node projected)
    {
        foreach (var source in projected.Items("sources"))
        {
            if (source.At("secret") is { } secret) { sheet.Field(2, "SecretName", secret.Text("name")).Field(2, "Optional", secret.TextOr("false", "optional")); }
            else if (source.At("downwardAPI") is not null) { sheet.Field(2, "DownwardAPI", "true"); }
            else if (source.At("configMap") is { } map) { sheet.Field(2, "ConfigMapName", map.Text("name")).Field(2, "Optional", map.TextOr("false", "optional")); }
            else if (source.At("serviceAccountToken") is { } token) { sheet.Field(2, "TokenExpirationSeconds", token.Number("expirationSeconds")); }
        }
    }

    private static void Downward(Sheet sheet, Node downward)
    {
        sheet.Line(2, "Items:");
        foreach (var item in downward.Items("items"))
        {
            if (item.At("fieldRef") is { } field) { sheet.Line(3, $"{field.Text("fieldPath")} -> {item.Text("path")}"); }
            if (item.At("resourceFieldRef") is { } resource) { sheet.Line(3, $"{resource.Text("resource")} -> {item.Text("path")}"); }
        }
    }
}
