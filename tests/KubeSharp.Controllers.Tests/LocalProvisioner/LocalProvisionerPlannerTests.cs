using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Controllers.LocalProvisioner;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Controllers.Tests.LocalProvisioner;

public sealed class LocalProvisionerPlannerTests
{
    private static readonly LocalProvisionerOptions _options = new() { NodeName = "n1", Folder = "/volumes" };
    private static readonly StorageClass _waiting = new() { Metadata = new ObjectMeta { Name = "standard" }, Provisioner = LocalProvisionerOptions.Provisioner, VolumeBindingMode = "WaitForFirstConsumer", AllowVolumeExpansion = true };

    [Fact]
    public void A_claim_gets_its_volume_on_the_node_of_its_first_pod()
    {
        Assert.Empty(Plan(Claim()).Make);
        Assert.Empty(Plan(Claim("n2")).Make);
        var (_, volume) = Assert.Single(Plan(Claim("n1")).Make);
        Assert.Equal(("pvc-u", "/volumes/pvc-u", "u", "Delete"), (volume.Metadata.Name, volume.Spec.HostPath!.Path, volume.Spec.ClaimRef!.Uid, volume.Spec.PersistentVolumeReclaimPolicy));
        Assert.Equal("n1", volume.Spec.NodeAffinity!.Required!.NodeSelectorTerms[0].MatchExpressions[0].Values[0]);
    }

    [Fact]
    public void A_claim_that_waits_for_no_pod_is_served_by_the_first_node()
    {
        var plan = LocalProvisionerPlanner.Plan(_options, [Claim()], [], [_waiting with { VolumeBindingMode = "Immediate" }], "n1");
        Assert.Single(plan.Make);
    }

    [Fact]
    public void Another_class_is_not_ours() =>
        Assert.Empty(LocalProvisionerPlanner.Plan(_options, [Claim("n1")], [], [_waiting with { Provisioner = "example.com/other" }], "n1").Make);

    [Fact]
    public void A_block_volume_is_refused() => Assert.Single(Plan(Claim("n1") with { Spec = Claim().Spec with { VolumeMode = "Block" } }).Refuse);

    [Fact]
    public void A_released_volume_goes_with_its_claim_and_a_kept_one_stays()
    {
        var volume = Assert.Single(Plan(Claim("n1")).Make).Volume with { Status = new PersistentVolumeStatus { Phase = "Released" } };
        Assert.Equal(volume, Assert.Single(LocalProvisionerPlanner.Plan(_options, [], [volume], [_waiting], "n1").Remove));
        Assert.Empty(LocalProvisionerPlanner.Plan(_options, [], [volume with { Spec = volume.Spec with { PersistentVolumeReclaimPolicy = "Retain" } }], [_waiting], "n1").Remove);
    }

    [Fact]
    public void A_bound_claim_that_asks_for_more_grows_its_volume()
    {
        var volume = Assert.Single(Plan(Claim("n1")).Make).Volume;
        var claim = Claim("n1") with { Spec = Claim().Spec with { VolumeName = "pvc-u", Resources = new VolumeResourceRequirements { Requests = ApiMap.Of(("storage", Quantity.Parse("2Gi"))) } } };
        Assert.Single(LocalProvisionerPlanner.Plan(_options, [claim], [volume], [_waiting], "n1").Grow);
    }

    private static LocalProvisionerPlan Plan(PersistentVolumeClaim claim) => LocalProvisionerPlanner.Plan(_options, [claim], [], [_waiting], "n1");

    private static PersistentVolumeClaim Claim(string node = "") => new()
    {
        Metadata = new ObjectMeta { Name = "data", Namespace = "default", Uid = "u", Annotations = node.Length > 0 ? ApiMap.Of((LocalProvisionerPlanner.SelectedNode, node)) : ApiMap<string>.Empty },
        Spec = new PersistentVolumeClaimSpec { StorageClassName = "standard", AccessModes = ["ReadWriteOnce"], Resources = new VolumeResourceRequirements { Requests = ApiMap.Of(("storage", Quantity.Parse("1Gi"))) } },
    };
}
