using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Resources.V1;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Scheduler.Devices;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Plugins;
using KubeSharp.Scheduler.Snapshot;
using ResourceClaim = KubeSharp.Api.Resources.V1.ResourceClaim;

namespace KubeSharp.Scheduler.Tests.Devices;

public sealed class DeviceAllocatorTests
{
    private static readonly Node _node = new() { Metadata = new ObjectMeta { Name = "n1" } };
    private static readonly DeviceClass _class = new() { Metadata = new ObjectMeta { Name = "gpu" }, Spec = new DeviceClassSpec { Selectors = [Cel("device.driver == 'gpu.example'")] } };

    private static DeviceSelector Cel(string expression) => new() { Cel = new CELDeviceSelector { Expression = expression } };

    private static Device Gpu(string name, int memory = 16, string board = "a", params DeviceTaint[] taints) => new()
    {
        Name = name,
        Attributes = ApiMap.Of(("board", new DeviceAttribute { String = board }), ("version", new DeviceAttribute { Version = "1.2.3" }), ("other.example/index", new DeviceAttribute { Int = memory })),
        Capacity = ApiMap.Of(("memory", new DeviceCapacity { Value = Quantity.Parse($"{memory}Gi") })),
        Taints = [.. taints],
    };

    private static ResourceSlice Slice(string node, params Device[] devices) => new()
    {
        Metadata = new ObjectMeta { Name = $"slice-{node}" },
        Spec = new ResourceSliceSpec { Driver = "gpu.example", NodeName = node, Pool = new ResourcePool { Name = node, Generation = 1, ResourceSliceCount = 1 }, Devices = [.. devices] },
    };

    private static DeviceRequest Request(string name, params string[] expressions) => new() { Name = name, Exactly = new ExactDeviceRequest { DeviceClassName = "gpu", Selectors = [.. expressions.Select(Cel)] } };

    private static ResourceClaim Claim(params DeviceRequest[] requests) => new() { Metadata = new ObjectMeta { Name = "c", Namespace = "default", Uid = "c" }, Spec = new ResourceClaimSpec { Devices = new DeviceClaim { Requests = [.. requests] } } };

    private static string? Allocate(ResourceSlice[] slices, ResourceClaim claim, params DeviceKey[] taken) =>
        new DeviceAllocator(DeviceInventory.Of(slices), [.. taken], static n => n == "gpu" ? _class : null, new DeviceSelectors()).Allocate([claim], _node, DateTimeOffset.UnixEpoch) is [var only]
            ? string.Join(' ', only.Devices.Results.Select(static r => $"{r.Request}={r.Device}")) : null;

    [Theory]
    [InlineData("device.attributes['gpu.example'].board == 'b'", "r=two")]
    [InlineData("device.capacity['gpu.example'].memory.compareTo(quantity('20Gi')) >= 0", "r=two")]
    [InlineData("device.attributes['gpu.example'].version.isGreaterThan(semver('1.0.0'))", "r=one")]
    [InlineData("device.attributes['other.example'].index == 32", "r=two")]
    [InlineData("has(device.attributes['unknown.example'].index)", null)]
    [InlineData("device.driver == 'another'", null)]
    public void Expressions_of_class_and_request_choose_the_device(string expression, string? expected) =>
        Assert.Equal(expected, Allocate([Slice("n1", Gpu("one"), Gpu("two", 32, "b"))], Claim(Request("r", expression))));

    [Fact]
    public void A_device_of_another_node_is_not_reached_and_one_that_is_held_is_not_given_twice()
    {
        Assert.Null(Allocate([Slice("n2", Gpu("one"))], Claim(Request("r"))));
        Assert.Equal("r=two", Allocate([Slice("n1", Gpu("one"), Gpu("two"))], Claim(Request("r")), new DeviceKey("gpu.example", "n1", "one")));
        Assert.Null(Allocate([Slice("n1", Gpu("one"))], Claim(Request("a"), Request("b"))));
        var admin = Request("r") is var request ? request with { Exactly = request.Exactly! with { AdminAccess = true } } : null!;
        Assert.Equal("r=one", Allocate([Slice("n1", Gpu("one"))], Claim(admin), new DeviceKey("gpu.example", "n1", "one")));
    }

    [Fact]
    public void A_pool_counts_when_all_slices_of_its_newest_generation_are_there()
    {
        var old = Slice("n1", Gpu("old"));
        var half = Slice("n1", Gpu("new")) is var slice ? slice with { Metadata = new ObjectMeta { Name = "next" }, Spec = slice.Spec with { Pool = slice.Spec.Pool with { Generation = 2, ResourceSliceCount = 2 } } } : null!;
        Assert.Null(Allocate([old, half], Claim(Request("r"))));
        Assert.Equal("r=new", Allocate([old, half with { Spec = half.Spec with { Pool = half.Spec.Pool with { ResourceSliceCount = 1 } } }], Claim(Request("r"))));
    }

    [Fact]
    public void Earlier_choices_are_gone_back_over_until_a_common_attribute_holds()
    {
        var claim = Claim(Request("x"), Request("y")) is var c ? c with { Spec = c.Spec with { Devices = c.Spec.Devices with { Constraints = [new DeviceConstraint { MatchAttribute = "gpu.example/board" }] } } } : null!;
        Assert.Equal("x=two y=three", Allocate([Slice("n1", Gpu("one", board: "a"), Gpu("two", board: "b"), Gpu("three", board: "b"))], claim));
        Assert.Null(Allocate([Slice("n1", Gpu("one", board: "a"), Gpu("two", board: "b"))], claim));
        var distinct = claim with { Spec = claim.Spec with { Devices = claim.Spec.Devices with { Constraints = [new DeviceConstraint { DistinctAttribute = "gpu.example/board" }] } } };
        Assert.Equal("x=two y=four", Allocate([Slice("n1", Gpu("two", board: "b"), Gpu("three", board: "b"), Gpu("four", board: "c"))], distinct));
    }

    [Fact]
    public void So_many_or_all_of_them_and_the_first_form_that_can_be_had()
    {
        ResourceSlice[] slices = [Slice("n1", Gpu("one"), Gpu("two"), Gpu("three", 32))];
        DeviceRequest Exactly(string? mode, long? count) => Request("r") is var request ? request with { Exactly = request.Exactly! with { AllocationMode = mode, Count = count } } : null!;
        Assert.Equal("r=one r=two", Allocate(slices, Claim(Exactly("ExactCount", 2))));
        Assert.Null(Allocate(slices, Claim(Exactly("ExactCount", 4))));
        Assert.Equal("r=one r=two r=three", Allocate(slices, Claim(Exactly("All", null))));
        Assert.Null(Allocate(slices, Claim(Exactly("All", null)), new DeviceKey("gpu.example", "n1", "two")));
        DeviceSubRequest Form(string name, string expression) => new() { Name = name, DeviceClassName = "gpu", Selectors = [Cel(expression)] };
        Assert.Equal("r/large=three", Allocate(slices, Claim(new DeviceRequest { Name = "r", FirstAvailable = [Form("huge", "device.capacity['gpu.example'].memory.isGreaterThan(quantity('64Gi'))"), Form("large", "device.capacity['gpu.example'].memory.isGreaterThan(quantity('16Gi'))")] })));
    }

    [Fact]
    public void Taints_keep_claims_away_that_do_not_tolerate_them()
    {
        var taint = new DeviceTaint { Key = "broken", Effect = "NoSchedule" };
        Assert.Null(Allocate([Slice("n1", Gpu("one", taints: taint))], Claim(Request("r"))));
        var tolerant = Request("r") is var request ? request with { Exactly = request.Exactly! with { Tolerations = [new DeviceToleration { Key = "broken", Operator = "Exists" }] } } : null!;
        Assert.Equal("r=one", Allocate([Slice("n1", Gpu("one", taints: taint))], Claim(tolerant)));
    }

    [Fact]
    public void Parts_of_one_device_share_its_counters()
    {
        Device Part(string name, string memory) => Gpu(name) with { ConsumesCounters = [new DeviceCounterConsumption { CounterSet = "card", Counters = ApiMap.Of(("memory", new Counter { Value = Quantity.Parse(memory) })) }] };
        var slice = Slice("n1", Part("whole", "40Gi"), Part("half", "20Gi"), Part("other-half", "20Gi"));
        slice = slice with { Spec = slice.Spec with { SharedCounters = [new CounterSet { Name = "card", Counters = ApiMap.Of(("memory", new Counter { Value = Quantity.Parse("40Gi") })) }] } };
        Assert.Equal("a=half b=other-half", Allocate([slice], Claim(Request("a"), Request("b"))));
        Assert.Null(Allocate([slice], Claim(Request("a")), new DeviceKey("gpu.example", "n1", "whole")));
    }

    [Fact]
    public void What_can_be_had_nowhere_says_why()
    {
        string Refusal(ResourceClaim claim) => Assert.Throws<DeviceException>(() => Allocate([Slice("n1", Gpu("one"))], claim)).Message;
        Assert.Equal("could not retrieve device class none", Refusal(Claim(new DeviceRequest { Name = "r", Exactly = new ExactDeviceRequest { DeviceClassName = "none" } })));
        Assert.Contains("CEL runtime error", Refusal(Claim(Request("r", "device.attributes['gpu.example'].absent == 1"))), StringComparison.Ordinal);
        Assert.Contains("CEL compile error", Refusal(Claim(Request("r", "device.wrong"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_waits_for_its_claim_goes_where_its_devices_can_be_had_and_holds_them()
    {
        var pod = new Pod
        {
            Metadata = new ObjectMeta { Name = "p", Namespace = "default", Uid = "p" },
            Spec = new PodSpec { Containers = [new Container { Name = "c" }], ResourceClaims = [new PodResourceClaim { Name = "gpu", ResourceClaimTemplateName = "t" }] },
        };
        var cluster = new ClusterSnapshot
        {
            Nodes = [NodeOf("n1"), NodeOf("n2")],
            DeviceSlices = static () => [Slice("n2", Gpu("one"))],
            DeviceClass = static _ => _class,
        };
        Assert.Contains("waiting for resource claim to be created", Planner.Decide(new PodState(pod), cluster, Profile.Default, 0).Message, StringComparison.Ordinal);
        pod = pod with { Status = pod.Status with { ResourceClaimStatuses = [new PodResourceClaimStatus { Name = "gpu", ResourceClaimName = "c" }] } };
        Assert.Contains("resourceclaim \"c\" not found", Planner.Decide(new PodState(pod), cluster, Profile.Default, 0).Message, StringComparison.Ordinal);
        cluster = cluster with { DeviceClaim = static (_, _) => Claim(Request("r")) };
        var decision = Planner.Decide(new PodState(pod), cluster, Profile.Default, 0);
        Assert.Equal(("n2", "cannot allocate all claims"), (decision.NodeName, decision.Rejections["n1"].Reason));
        var held = Assert.Single(new DynamicResources().Reserve(new PodState(pod), cluster.Nodes[1].Node, cluster, DateTimeOffset.UnixEpoch));
        Assert.Equal(("one", "p"), (held.Status.Allocation!.Devices.Results[0].Device, held.Status.ReservedFor[0].Uid));
        Assert.Equal(["n2"], held.Status.Allocation.NodeSelector!.NodeSelectorTerms[0].MatchFields[0].Values);
        // Once it holds them, it goes there only, and another pod finds them taken.
        cluster = cluster with { DeviceClaim = (_, _) => held, DeviceClaims = () => [held] };
        Assert.Equal("resourceclaim not available on the node", Planner.Decide(new PodState(pod), cluster, Profile.Default, 0).Rejections["n1"].Reason);
        Assert.Equal("n2", Planner.Decide(new PodState(pod), cluster, Profile.Default, 0).NodeName);
        Assert.Equal("", Planner.Decide(new PodState(pod), cluster with { DeviceClaim = static (_, _) => Claim(Request("r")) }, Profile.Default, 0).NodeName);
        // Held by nobody where the pod cannot go, they are given back; held by the pod itself they are not.
        var unheld = held with { Status = held.Status with { ReservedFor = [] } };
        var elsewhere = cluster with { Nodes = [cluster.Nodes[0]], DeviceClaim = (_, _) => unheld };
        Assert.Same(unheld, DynamicResources.InTheWay(new PodState(pod), elsewhere, Planner.Decide(new PodState(pod), elsewhere, Profile.Default, 0)));
        elsewhere = elsewhere with { DeviceClaim = (_, _) => held };
        Assert.Null(DynamicResources.InTheWay(new PodState(pod), elsewhere, Planner.Decide(new PodState(pod), elsewhere, Profile.Default, 0)));
    }

    private static NodeState NodeOf(string name) => NodeState.Of(new Node { Metadata = new ObjectMeta { Name = name }, Status = new NodeStatus { Allocatable = ApiMap.Of(("pods", Quantity.Parse("110"))) } });
}
