namespace KubeSharp.Api.Core.V1;

/// <summary>PersistentVolumeSpec of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeSpec")]
public sealed partial record PersistentVolumeSpec : IApiRecord<PersistentVolumeSpec>
{
    [Field("capacity", 1)]
    public ApiMap<Quantity> Capacity { get; init; } = ApiMap<Quantity>.Empty;

    [Field("gcePersistentDisk", 0)]
    public GCEPersistentDiskVolumeSource? GcePersistentDisk { get; init; }

    [Field("awsElasticBlockStore", 0)]
    public AWSElasticBlockStoreVolumeSource? AwsElasticBlockStore { get; init; }

    [Field("hostPath", 0)]
    public HostPathVolumeSource? HostPath { get; init; }

    [Field("glusterfs", 0)]
    public GlusterfsPersistentVolumeSource? Glusterfs { get; init; }

    [Field("nfs", 0)]
    public NFSVolumeSource? Nfs { get; init; }

    [Field("rbd", 0)]
    public RBDPersistentVolumeSource? Rbd { get; init; }

    [Field("iscsi", 0)]
    public ISCSIPersistentVolumeSource? Iscsi { get; init; }

    [Field("cinder", 0)]
    public CinderPersistentVolumeSource? Cinder { get; init; }

    [Field("cephfs", 0)]
    public CephFSPersistentVolumeSource? Cephfs { get; init; }

    [Field("fc", 0)]
    public FCVolumeSource? Fc { get; init; }

    [Field("flocker", 0)]
    public FlockerVolumeSource? Flocker { get; init; }

    [Field("flexVolume", 0)]
    public FlexPersistentVolumeSource? FlexVolume { get; init; }

    [Field("azureFile", 0)]
    public AzureFilePersistentVolumeSource? AzureFile { get; init; }

    [Field("vsphereVolume", 0)]
    public VsphereVirtualDiskVolumeSource? VsphereVolume { get; init; }

    [Field("quobyte", 0)]
    public QuobyteVolumeSource? Quobyte { get; init; }

    [Field("azureDisk", 0)]
    public AzureDiskVolumeSource? AzureDisk { get; init; }

    [Field("photonPersistentDisk", 0)]
    public PhotonPersistentDiskVolumeSource? PhotonPersistentDisk { get; init; }

    [Field("portworxVolume", 0)]
    public PortworxVolumeSource? PortworxVolume { get; init; }

    [Field("scaleIO", 0)]
    public ScaleIOPersistentVolumeSource? ScaleIO { get; init; }

    [Field("local", 0)]
    public LocalVolumeSource? Local { get; init; }

    [Field("storageos", 0)]
    public StorageOSPersistentVolumeSource? Storageos { get; init; }

    [Field("csi", 0)]
    public CSIPersistentVolumeSource? Csi { get; init; }

    [Field("accessModes", 3, List = "atomic")]
    public ApiList<string> AccessModes { get; init; } = [];

    [Field("claimRef", 4, Map = "granular")]
    public ObjectReference? ClaimRef { get; init; }

    [Field("persistentVolumeReclaimPolicy", 5, Enum = "Delete|Recycle|Retain")]
    public string? PersistentVolumeReclaimPolicy { get; init; }

    [Field("storageClassName", 6)]
    public string? StorageClassName { get; init; }

    [Field("mountOptions", 7, List = "atomic")]
    public ApiList<string> MountOptions { get; init; } = [];

    [Field("volumeMode", 8, Enum = "Block|Filesystem", KeepZero = true)]
    public string? VolumeMode { get; init; }

    [Field("nodeAffinity", 9)]
    public VolumeNodeAffinity? NodeAffinity { get; init; }

    [Field("volumeAttributesClassName", 10, KeepZero = true)]
    public string? VolumeAttributesClassName { get; init; }
}
