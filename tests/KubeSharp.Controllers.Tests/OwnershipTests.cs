using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Networking.V1;
using KubeSharp.Api.Resources.V1;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Controllers.ResourceClaims;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Controllers.ServiceCidrs;
using KubeSharp.Controllers.VolumeAttachments;
using KubeSharp.Controllers.Volumes;
using ResourceClaim = KubeSharp.Api.Resources.V1.ResourceClaim;

namespace KubeSharp.Controllers.Tests;

/// <summary>Objects that are made for others and go with them: attachments, claims of devices, addresses; and what is protected while it is used.</summary>
public sealed class OwnershipTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PersistentVolume _volume = new() { Metadata = new ObjectMeta { Name = "pv" }, Spec = new PersistentVolumeSpec { Csi = new CSIPersistentVolumeSource { Driver = "csi.example.com", VolumeHandle = "handle" } } };

    [Fact]
    public void A_volume_that_a_pod_uses_is_attached_to_its_node_by_the_name_that_drivers_know()
    {
        var plan = AttachmentPlanner.PlanFor("node", Node(), [_volume], [], Volume);
        var made = Assert.IsType<CreateAction<VolumeAttachment>>(Assert.Single(plan.Actions)).Value;
        Assert.Equal(("csi.example.com", "node", "pv"), (made.Spec.Attacher, made.Spec.NodeName, made.Spec.Source.PersistentVolumeName));
        Assert.Equal(made.Metadata.Name, Attachments.NameOf(_volume.Spec.Csi!, "node"));
        Assert.Equal(68, made.Metadata.Name!.Length);
    }

    [Fact]
    public void What_is_attached_is_listed_on_the_node_and_detached_only_when_it_is_not_in_use()
    {
        var attached = Attachments.Of(_volume, "node") with { Status = new VolumeAttachmentStatus { Attached = true } };
        var told = Assert.IsType<PatchAction<Node>>(Assert.Single(AttachmentPlanner.PlanFor("node", Node(), [_volume], [attached], Volume).Actions));
        // And nothing else of the status, which is the node agent's.
        Assert.Equal(("status", $$$"""{"status":{"volumesAttached":[{"name":"kubernetes.io/csi/csi.example.com^handle","devicePath":"{{{attached.Metadata.Name}}}"}]}}"""), (told.Subresource, told.Patch.ToString()));
        var inUse = Node() is var n ? n with { Status = n.Status with { VolumesInUse = ["kubernetes.io/csi/csi.example.com^handle"], VolumesAttached = [new AttachedVolume { Name = "kubernetes.io/csi/csi.example.com^handle", DevicePath = attached.Metadata.Name! }] } } : n;
        var waiting = AttachmentPlanner.PlanFor("node", inUse, [], [attached], Volume);
        Assert.Equal((0, true), (waiting.Actions.Length, waiting.After is not null));
        Assert.Contains(AttachmentPlanner.PlanFor("node", Node(), [], [attached], Volume).Actions, static a => a is DeleteAction<VolumeAttachment>);
        Assert.Contains(AttachmentPlanner.PlanFor("node", null, [], [attached], Volume).Actions, static a => a is DeleteAction<VolumeAttachment>);
    }

    [Fact]
    public void Attachments_of_others_are_left_alone()
    {
        var foreign = new VolumeAttachment { Metadata = new ObjectMeta { Name = "va" }, Spec = new VolumeAttachmentSpec { Attacher = "x", NodeName = "node", Source = new VolumeAttachmentSource { PersistentVolumeName = "pv" } } };
        Assert.Empty(AttachmentPlanner.PlanFor("node", Node(), [], [foreign], Volume).Actions);
    }

    [Fact]
    public void A_pod_gets_a_claim_for_each_template_and_its_status_names_it()
    {
        var pod = new Pod { Metadata = new ObjectMeta { Name = "p", Namespace = "n", Uid = "u" }, Spec = new PodSpec { ResourceClaims = [new PodResourceClaim { Name = "gpu", ResourceClaimTemplateName = "t" }] } };
        var made = Assert.IsType<CreateAction<ResourceClaim>>(Assert.Single(ResourceClaimPlanner.PlanFor(pod, [], static _ => new ResourceClaimTemplate()).Actions)).Value;
        Assert.Equal(("p-gpu-", "gpu", "u"), (made.Metadata.GenerateName, made.Metadata.Annotations.Get(ResourceClaimPlanner.PodClaimName), made.Metadata.OwnerReferences[0].Uid));
        var there = made with { Metadata = made.Metadata with { Name = "p-gpu-x" } };
        var named = Assert.IsType<UpdateAction<Pod>>(Assert.Single(ResourceClaimPlanner.PlanFor(pod, [there], static _ => null).Actions)).Value;
        Assert.Equal("p-gpu-x", named.Status.ResourceClaimStatuses[0].ResourceClaimName);
        Assert.Empty(ResourceClaimPlanner.PlanFor(named, [there], static _ => null).Actions);
        Assert.IsType<EventAction>(Assert.Single(ResourceClaimPlanner.PlanFor(pod, [], static _ => null).Actions));
    }

    [Fact]
    public void A_claim_is_given_back_when_its_pods_are_gone_and_goes_with_the_pod_it_was_made_for()
    {
        var claim = new ResourceClaim
        {
            Metadata = new ObjectMeta { Name = "c", Namespace = "n", Finalizers = ["resource.kubernetes.io/delete-protection"] },
            Status = new ResourceClaimStatus { Allocation = new AllocationResult(), ReservedFor = [new ResourceClaimConsumerReference { Resource = "pods", Name = "p", Uid = "u" }] },
        };
        var running = new Pod { Metadata = new ObjectMeta { Name = "p", Uid = "u" } };
        Assert.Empty(ResourceClaimPlanner.PlanFor(claim, _ => running).Actions);
        var freed = Assert.IsType<UpdateAction<ResourceClaim>>(Assert.Single(ResourceClaimPlanner.PlanFor(claim, static _ => null).Actions));
        Assert.Equal((true, 0, true), (freed.IsStatus, freed.Value.Status.ReservedFor.Count, freed.Value.Status.Allocation is null));
        var released = Assert.IsType<UpdateAction<ResourceClaim>>(Assert.Single(ResourceClaimPlanner.PlanFor(freed.Value, static _ => null).Actions));
        Assert.Empty(released.Value.Metadata.Finalizers);
        var owned = released.Value with { Metadata = released.Value.Metadata with { OwnerReferences = [running.ControllerReference()] } };
        Assert.IsType<DeleteAction<ResourceClaim>>(Assert.Single(ResourceClaimPlanner.PlanFor(owned, static _ => null).Actions));
        // What users allocate by hand and nobody has reserved stays.
        Assert.Empty(ResourceClaimPlanner.PlanFor(new ResourceClaim { Status = new ResourceClaimStatus { Allocation = new AllocationResult() } }, static _ => null).Actions);
    }

    [Fact]
    public void A_range_of_addresses_is_ready_and_waits_for_those_in_use_when_it_goes()
    {
        var range = new ServiceCIDR { Metadata = new ObjectMeta { Name = "r" }, Spec = new ServiceCIDRSpec { Cidrs = ["10.1.0.0/24"] } };
        var held = Assert.IsType<UpdateAction<ServiceCIDR>>(Assert.Single(ServiceCidrController.PlanFor(range, [range], [], _now).Actions)).Value;
        var ready = Assert.IsType<UpdateAction<ServiceCIDR>>(Assert.Single(ServiceCidrController.PlanFor(held, [held], [], _now).Actions)).Value;
        Assert.Equal("True", ready.Status.Conditions[0].Status);
        var going = ready with { Metadata = ready.Metadata with { DeletionTimestamp = _now } };
        var waiting = Assert.IsType<UpdateAction<ServiceCIDR>>(Assert.Single(ServiceCidrController.PlanFor(going, [going], ["10.1.0.5"], _now).Actions)).Value;
        Assert.Equal(("False", "Terminating"), (waiting.Status.Conditions[0].Status, waiting.Status.Conditions[0].Reason));
        var wider = new ServiceCIDR { Metadata = new ObjectMeta { Name = "w" }, Spec = new ServiceCIDRSpec { Cidrs = ["10.0.0.0/8"] } };
        Assert.Empty(Assert.IsType<UpdateAction<ServiceCIDR>>(Assert.Single(ServiceCidrController.PlanFor(going, [going, wider], ["10.1.0.5"], _now).Actions)).Value.Metadata.Finalizers);
    }

    [Fact]
    public void A_services_address_has_an_object_that_goes_with_it()
    {
        var service = new Service { Metadata = new ObjectMeta { Name = "s", Namespace = "n" } };
        var made = Assert.IsType<CreateAction<IPAddress>>(Assert.Single(ServiceAddressController.PlanFor("10.0.0.1", service, null).Actions)).Value;
        Assert.Equal(("services", "n", "s"), (made.Spec.ParentRef.Resource, made.Spec.ParentRef.Namespace, made.Spec.ParentRef.Name));
        Assert.Empty(ServiceAddressController.PlanFor("10.0.0.1", service, made).Actions);
        Assert.IsType<DeleteAction<IPAddress>>(Assert.Single(ServiceAddressController.PlanFor("10.0.0.1", null, made).Actions));
        Assert.Empty(ServiceAddressController.PlanFor("10.0.0.1", null, made with { Metadata = made.Metadata with { Labels = ApiMap<string>.Empty } }).Actions);
    }

    [Fact]
    public void A_class_of_attributes_is_protected_while_it_is_used()
    {
        var held = Assert.IsType<UpdateAction<VolumeAttributesClass>>(Assert.Single(AttributesClassProtectionController.PlanFor(new VolumeAttributesClass(), false).Actions)).Value;
        Assert.Equal(["kubernetes.io/vac-protection"], held.Metadata.Finalizers);
        var going = held with { Metadata = held.Metadata with { DeletionTimestamp = _now } };
        Assert.Empty(AttributesClassProtectionController.PlanFor(going, true).Actions);
        Assert.Empty(Assert.IsType<UpdateAction<VolumeAttributesClass>>(Assert.Single(AttributesClassProtectionController.PlanFor(going, false).Actions)).Value.Metadata.Finalizers);
    }

    private static PersistentVolume? Volume(string name) => name == "pv" ? _volume : null;

    private static Node Node() => new() { Metadata = new ObjectMeta { Name = "node" } };
}
