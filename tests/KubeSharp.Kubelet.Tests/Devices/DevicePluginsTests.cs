using Grpc.Core;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Devices;
using KubeSharp.Kubelet.Devices.PodResources.V1;
using KubeSharp.Kubelet.Devices.V1Beta1;
using KubeSharp.Kubelet.Plugins;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Machinery.Quantities;
using Microsoft.Extensions.Logging.Abstractions;
using Container = KubeSharp.Api.Core.V1.Container;

namespace KubeSharp.Kubelet.Tests.Devices;

public sealed class DevicePluginsTests : IDisposable
{
    private const string Resource = "vendor.example/gpu";
    private readonly string _folder = Directory.CreateTempSubdirectory("devices-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string State => Path.Combine(_folder, "state", "allocations.json");

    private static Container Of(string name, int count) => new() { Name = name, Resources = new ResourceRequirements { Limits = ApiMap.Of((Resource, Quantity.FromValue(count))) } };

    private static Pod Pod(string uid, params Container[] containers) => new() { Metadata = new ObjectMeta { Namespace = "ns", Name = "pod-" + uid, Uid = uid }, Spec = new PodSpec { Containers = containers } };

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var end = DateTime.UtcNow.AddSeconds(20); !holds(); await Task.Delay(10)) { Assert.True(DateTime.UtcNow < end, "it did not come"); }
    }

    [Fact]
    public async Task Devices_are_counted_chosen_as_the_plug_in_prefers_and_kept_until_the_pod_ends()
    {
        await using var plugin = await DevicePluginHost.StartAsync(Path.Combine(_folder, "gpu.sock"));
        await using var plugins = new DevicePlugins(new DeviceAllocations(State), static () => { }, TimeProvider.System);
        await plugins.RegisterAsync(Resource, plugin.Socket, ["v1beta1"]);
        plugin.Tell("a", "b", "c", "!d");
        await UntilAsync(() => plugins.Counts[Resource] == new DeviceCount(4, 3));
        var (first, second) = (Pod("1", Of("c", 2)), Pod("2", Of("c", 2)));
        var grant = await plugins.GrantAsync(first, first.Spec.Containers[0], default);
        Assert.Equal(("DEVICES", "b,c"), (grant.Environment[0].Key, string.Join(',', grant.Environment[0].Value.Split(',').Order())));
        Assert.Equal(("/dev/null", "/dev/gpu0", "rw"), (grant.Devices[0].HostPath, grant.Devices[0].ContainerPath, grant.Devices[0].Permissions));
        Assert.Equal(("/opt/lib", true, "vendor.example/gpu=all"), (grant.Mounts[0].HostPath, grant.Mounts[0].ReadOnly, grant.Named[0]));
        Assert.Contains("Requested: 2, Available: 1", (await Assert.ThrowsAsync<ContainerConfigException>(() => plugins.GrantAsync(second, second.Spec.Containers[0], default))).Message);
        // A container that is started again gets the same devices, also from another life of the agent.
        await using var later = new DevicePlugins(new DeviceAllocations(State), static () => { }, TimeProvider.System);
        Assert.Equal(grant.Environment[0], (await later.GrantAsync(first, first.Spec.Containers[0], default)).Environment[0]);
        Assert.Single(plugin.Allocated);
        Assert.Equal(1, plugin.Prepared);
        await plugins.ReleaseAsync(first, default);
        Assert.NotEmpty((await plugins.GrantAsync(second, second.Spec.Containers[0], default)).Environment);
    }

    [Fact]
    public async Task A_pod_tells_how_its_devices_are()
    {
        var plugin = await DevicePluginHost.StartAsync(Path.Combine(_folder, "gpu.sock"));
        var changes = 0;
        await using var plugins = new DevicePlugins(new DeviceAllocations(State), () => Interlocked.Increment(ref changes), TimeProvider.System);
        await plugins.RegisterAsync(Resource, plugin.Socket, ["v1beta1"]);
        plugin.Tell("a");
        await UntilAsync(() => plugins.Counts[Resource].Healthy == 1);
        var pod = Pod("1", Of("c", 1));
        await plugins.GrantAsync(pod, pod.Spec.Containers[0], default);
        string? Health() => plugins.HealthOf("1")["c"] is [{ Name: Resource, Resources: [{ ResourceID: "a" } device] }] ? device.Health : null;
        Assert.Equal("Healthy", Health());
        var before = changes;
        plugin.Tell("!a");
        await UntilAsync(() => Health() == "Unhealthy");
        Assert.True(changes > before);
        await plugin.DisposeAsync();
        await UntilAsync(() => Health() == "Unknown");
        Assert.Empty(plugins.HealthOf("2"));
    }

    [Fact]
    public async Task Devices_of_a_plug_in_that_is_gone_are_not_given()
    {
        await using var plugins = new DevicePlugins(new DeviceAllocations(State), static () => { }, TimeProvider.System);
        await using (var plugin = await DevicePluginHost.StartAsync(Path.Combine(_folder, "gpu.sock")))
        {
            await plugins.RegisterAsync(Resource, plugin.Socket, ["v1beta1"]);
            plugin.Tell("a");
            await UntilAsync(() => plugins.Counts[Resource] == new DeviceCount(1, 1));
        }
        await UntilAsync(() => plugins.Counts[Resource] == new DeviceCount(1, 0));
        await Assert.ThrowsAsync<ContainerConfigException>(() => plugins.GrantAsync(Pod("1", Of("c", 1)), Of("c", 1), default));
    }

    [Fact]
    public async Task A_plug_in_registers_at_the_agents_socket_and_monitoring_sees_who_has_what()
    {
        var sockets = Directory.CreateDirectory(Path.Combine(_folder, "device-plugins")).FullName;
        await using var plugin = await DevicePluginHost.StartAsync(Path.Combine(sockets, "gpu.sock"));
        await using var plugins = new DevicePlugins(new DeviceAllocations(State), static () => { }, TimeProvider.System);
        var pod = Pod("1", Of("c", 1));
        using var stop = new CancellationTokenSource();
        var serving = new DeviceServer(_folder, plugins, new PodResourceReports(() => [pod], plugins), NullLoggerFactory.Instance).RunAsync(stop.Token);
        await UntilAsync(() => File.Exists(Path.Combine(sockets, "kubelet.sock")));
        using var channel = PluginChannel.To(Path.Combine(sockets, "kubelet.sock"));
        var registration = new Registration.RegistrationClient(channel);
        var wrong = await Assert.ThrowsAsync<RpcException>(async () => await registration.RegisterAsync(new RegisterRequest { Version = "v1alpha", Endpoint = "gpu.sock", ResourceName = Resource }));
        Assert.Contains("Supported version is \"v1beta1\"", wrong.Status.Detail);
        await Assert.ThrowsAsync<RpcException>(async () => await registration.RegisterAsync(new RegisterRequest { Version = "v1beta1", Endpoint = "gpu.sock", ResourceName = "cpu" }));
        await registration.RegisterAsync(new RegisterRequest { Version = "v1beta1", Endpoint = "gpu.sock", ResourceName = Resource });
        plugin.Tell("a");
        await UntilAsync(() => plugins.Counts.GetValueOrDefault(Resource) == new DeviceCount(1, 1));
        await plugins.GrantAsync(pod, pod.Spec.Containers[0], default);
        using var monitoring = PluginChannel.To(Path.Combine(_folder, "pod-resources", "kubelet.sock"));
        var lister = new PodResourcesLister.PodResourcesListerClient(monitoring);
        var seen = Assert.Single(Assert.Single((await lister.ListAsync(new ListPodResourcesRequest())).PodResources).Containers);
        Assert.Equal(("c", Resource, "a"), (seen.Name, seen.Devices[0].ResourceName, seen.Devices[0].DeviceIds[0]));
        Assert.Equal("pod-1", (await lister.GetAsync(new GetPodResourcesRequest { PodNamespace = "ns", PodName = "pod-1" })).PodResources.Name);
        Assert.Equal(Resource, Assert.Single((await lister.GetAllocatableResourcesAsync(new AllocatableResourcesRequest())).Devices).ResourceName);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
    }

    [Fact]
    public void Devices_that_files_of_the_machine_describe_are_found_by_their_names()
    {
        File.WriteAllText(Path.Combine(_folder, "gpu.json"), """
            {"cdiVersion":"0.6.0","kind":"vendor.example/gpu","containerEdits":{"env":["DRIVER=1"]},
             "devices":[{"name":"0","containerEdits":{"deviceNodes":[{"path":"/dev/gpu0","hostPath":"/dev/null","permissions":"rw"}],"mounts":[{"hostPath":"/opt","containerPath":"/opt","options":["ro"]}]}},
                        {"name":"hooked","containerEdits":{"hooks":[{"hookName":"createContainer","path":"/bin/true"}]}}]}
            """);
        File.WriteAllText(Path.Combine(_folder, "broken.json"), "{");
        var named = new NamedDevices(_folder, Path.Combine(_folder, "missing"));
        var grant = named.Resolve(["vendor.example/gpu=0"]);
        Assert.Equal(("1", "/dev/null", true), (grant.Environment[0].Value, grant.Devices[0].HostPath, grant.Mounts[0].ReadOnly));
        Assert.Contains("vendor.example/gpu=7", Assert.Throws<ContainerConfigException>(() => named.Resolve(["vendor.example/gpu=7"])).Message);
        Assert.Contains("hooks", Assert.Throws<ContainerConfigException>(() => named.Resolve(["vendor.example/gpu=hooked"])).Message);
    }
}
