namespace KubeSharp.Api.Core.V1;

/// <summary>Volume of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Volume")]
public sealed partial record Volume : IApiRecord<Volume>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("hostPath", 0)]
    public HostPathVolumeSource? HostPath { get; init; }

    [Field("emptyDir", 0)]
    public EmptyDirVolumeSource? EmptyDir { get; init; }

    [Field("gcePersistentDisk", 0)]
    public GCEPersistentDiskVolumeSource? GcePersistentDisk { get; init; }

    [Field("awsElasticBlockStore", 0)]
    public AWSElasticBlockStoreVolumeSource? AwsElasticBlockStore { get; init; }

    [Field("gitRepo", 0)]
    public GitRepoVolumeSource? GitRepo { get; init; }

    [Field("secret", 0)]
    public SecretVolumeSource? Secret { get; init; }

    [Field("nfs", 0)]
    public NFSVolumeSource? Nfs { get; init; }

    [Field("iscsi", 0)]
    public ISCSIVolumeSource? Iscsi { get; init; }

    [Field("glusterfs", 0)]
    public GlusterfsVolumeSource? Glusterfs { get; init; }

    [Field("persistentVolumeClaim", 0)]
    public PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; init; }

    [Field("rbd", 0)]
    public RBDVolumeSource? Rbd { get; init; }

    [Field("flexVolume", 0)]
    public FlexVolumeSource? FlexVolume { get; init; }

    [Field("cinder", 0)]
    public CinderVolumeSource? Cinder { get; init; }

    [Field("cephfs", 0)]
    public CephFSVolumeSource? Cephfs { get; init; }

    [Field("flocker", 0)]
    public FlockerVolumeSource? Flocker { get; init; }

    [Field("downwardAPI", 0)]
    public DownwardAPIVolumeSource? DownwardAPI { get; init; }

    [Field("fc", 0)]
    public FCVolumeSource? Fc { get; init; }

    [Field("azureFile", 0)]
    public AzureFileVolumeSource? AzureFile { get; init; }

    [Field("configMap", 0)]
    public ConfigMapVolumeSource? ConfigMap { get; init; }

    [Field("vsphereVolume", 0)]
    public VsphereVirtualDiskVolumeSource? VsphereVolume { get; init; }

    [Field("quobyte", 0)]
    public QuobyteVolumeSource? Quobyte { get; init; }

    [Field("azureDisk", 0)]
    public AzureDiskVolumeSource? AzureDisk { get; init; }

    [Field("photonPersistentDisk", 0)]
    public PhotonPersistentDiskVolumeSource? PhotonPersistentDisk { get; init; }

    [Field("projected", 0)]
    public ProjectedVolumeSource? Projected { get; init; }

    [Field("portworxVolume", 0)]
    public PortworxVolumeSource? PortworxVolume { get; init; }

    [Field("scaleIO", 0)]
    public ScaleIOVolumeSource? ScaleIO { get; init; }

    [Field("storageos", 0)]
    public StorageOSVolumeSource? Storageos { get; init; }

    [Field("csi", 0)]
    public CSIVolumeSource? Csi { get; init; }

    [Field("ephemeral", 0)]
    public EphemeralVolumeSource? Ephemeral { get; init; }

    [Field("image", 0)]
    public ImageVolumeSource? Image { get; init; }
}
