using System.Collections.Concurrent;
using Grpc.Core;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Resources.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Dynamic;
using KubeSharp.Kubelet.Dynamic.V1;
using KubeSharp.Kubelet.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Device = KubeSharp.Kubelet.Dynamic.V1.Device;
using ResourceClaim = KubeSharp.Api.Resources.V1.ResourceClaim;

namespace KubeSharp.Kubelet.Tests.Dynamic;

public sealed class DynamicResourcesTests : IAsyncLifetime, IResourceClaims
{
    private const string Driver = "gpu.example";
    private readonly string _folder = Directory.CreateTempSubdirectory("dra-").FullName;
    private readonly Side _side = new();
    private WebApplication _application = null!;
    private ResourceClaim? _claim;

    private string Socket => Path.Combine(_folder, "dra.sock");

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(_side);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Socket, static listen => listen.Protocols = HttpProtocols.Http2));
        _application = builder.Build();
        _application.MapGrpcService<Side>();
        await _application.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _application.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public Task<ResourceClaim?> FindAsync(string ns, string name, CancellationToken cancellation) => Task.FromResult(_claim);

    private DynamicResources Make() => new(this, Path.Combine(_folder, "state"), TimeProvider.System);

    private static PluginListing Listing(string socket, string service = "v1.DRAPlugin") => new("DRAPlugin", Driver, socket, [service]);

    private static Pod Pod(string uid) => new()
    {
        Metadata = new ObjectMeta { Namespace = "ns", Name = "pod-" + uid, Uid = uid },
        Spec = new PodSpec
        {
            ResourceClaims = [new PodResourceClaim { Name = "gpu", ResourceClaimName = "claim" }],
            Containers = [new Container { Name = "all", Resources = new ResourceRequirements { Claims = [new() { Name = "gpu" }] } }, new Container { Name = "one", Resources = new ResourceRequirements { Claims = [new() { Name = "gpu", Request = "small" }] } }, new Container { Name = "none" }],
        },
    };

    private static ResourceClaim Claim(params string[] pods) => new()
    {
        Metadata = new ObjectMeta { Namespace = "ns", Name = "claim", Uid = "claim-uid" },
        Status = new ResourceClaimStatus
        {
            Allocation = new AllocationResult { Devices = new DeviceAllocationResult { Results = [new DeviceRequestAllocationResult { Driver = Driver, Request = "big", Pool = "p", Device = "d" }] } },
            ReservedFor = [.. pods.Select(static p => new ResourceClaimConsumerReference { Resource = "pods", Name = "pod-" + p, Uid = p })],
        },
    };

    [Fact]
    public async Task A_claim_is_prepared_once_each_container_gets_its_devices_and_the_last_pod_gives_it_back()
    {
        using var resources = Make();
        await resources.AddAsync(Listing(Socket), default);
        _claim = Claim("1", "2");
        var pod = Pod("1");
        Assert.Equal("gpu.example/gpu=big gpu.example/gpu=small", string.Join(' ', (await resources.GrantAsync(pod, pod.Spec.Containers[0], default)).Named));
        Assert.Equal("gpu.example/gpu=small", Assert.Single((await resources.GrantAsync(pod, pod.Spec.Containers[1], default)).Named));
        Assert.Empty((await resources.GrantAsync(pod, pod.Spec.Containers[2], default)).Named);
        await resources.GrantAsync(Pod("2"), pod.Spec.Containers[0], default);
        await resources.ReleaseAsync(pod, default);
        Assert.Equal(["prepare claim-uid"], _side.Calls);
        // What is prepared is known to the agent's next life.
        using var later = Make();
        await later.AddAsync(Listing(Socket), default);
        _side.Error = "busy";
        Assert.Contains("busy", (await Assert.ThrowsAsync<IOException>(() => later.ReleaseAsync(Pod("2"), default))).Message);
        _side.Error = "";
        await later.ReleaseAsync(Pod("2"), default);
        await later.ReleaseAsync(Pod("2"), default);
        Assert.Equal(["prepare claim-uid", "unprepare claim-uid", "unprepare claim-uid"], _side.Calls);
    }

    [Fact]
    public async Task A_pod_that_may_not_use_a_claim_or_whose_driver_is_missing_does_not_start()
    {
        using var resources = Make();
        var pod = Pod("1");
        async Task<string> RefusalAsync() => (await Assert.ThrowsAsync<ContainerConfigException>(() => resources.GrantAsync(pod, pod.Spec.Containers[0], default))).Message;
        Assert.Contains("\"claim\" not found", await RefusalAsync());
        _claim = Claim("1") with { Status = new ResourceClaimStatus() };
        Assert.Contains("not allocated", await RefusalAsync());
        _claim = Claim("2");
        Assert.Contains("not reserved for it", await RefusalAsync());
        _claim = Claim("1");
        Assert.Contains("driver gpu.example is not registered", await RefusalAsync());
        await Assert.ThrowsAsync<PluginException>(() => resources.AddAsync(Listing(Socket, "v0.DRAPlugin"), default));
        await resources.AddAsync(Listing(Socket), default);
        _side.Error = "no such device";
        Assert.Contains("no such device", await RefusalAsync());
    }

    private sealed class Side : DRAPlugin.DRAPluginBase
    {
        public ConcurrentQueue<string> Calls { get; } = new();
        public string Error { get; set; } = "";

        public override Task<NodePrepareResourcesResponse> NodePrepareResources(NodePrepareResourcesRequest request, ServerCallContext context)
        {
            Calls.Enqueue($"prepare {request.Claims[0].Uid}");
            var answer = new NodePrepareResourceResponse { Error = Error };
            foreach (var name in new[] { "big", "small" }) { answer.Devices.Add(new Device { PoolName = "p", DeviceName = name, RequestNames = { name }, CdiDeviceIds = { $"gpu.example/gpu={name}" } }); }
            return Task.FromResult(new NodePrepareResourcesResponse { Claims = { [request.Claims[0].Uid] = answer } });
        }

        public override Task<NodeUnprepareResourcesResponse> NodeUnprepareResources(NodeUnprepareResourcesRequest request, ServerCallContext context)
        {
            Calls.Enqueue($"unprepare {request.Claims[0].Uid}");
            return Task.FromResult(new NodeUnprepareResourcesResponse { Claims = { [request.Claims[0].Uid] = new NodeUnprepareResourceResponse { Error = Error } } });
        }
    }
}
