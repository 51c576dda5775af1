using System.Threading.Channels;
using Grpc.Core;
using KubeSharp.Kubelet.Devices.V1Beta1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KubeSharp.Kubelet.Tests.Kit;

/// <summary>A device plug-in on a real socket.</summary>
public sealed class DevicePluginHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Side _side;

    private DevicePluginHost(WebApplication application, Side side, string socket) => (_application, _side, Socket) = (application, side, socket);

    public string Socket { get; }

    /// <summary>Devices that were asked for, one line an allocation.</summary>
    public IReadOnlyList<string> Allocated { get { lock (_side.Allocated) { return [.. _side.Allocated]; } } }

    /// <summary>Containers that were said to start.</summary>
    public int Prepared => _side.Prepared;

    /// <summary>Tells the agent of the devices: a name, with a ! before it where it is not healthy.</summary>
    public void Tell(params string[] devices) => _side.Told.Writer.TryWrite(devices);

    public static async Task<DevicePluginHost> StartAsync(string socket)
    {
        var side = new Side();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(side);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket, static listen => listen.Protocols = HttpProtocols.Http2));
        var application = builder.Build();
        application.MapGrpcService<Side>();
        await application.StartAsync();
        return new DevicePluginHost(application, side, socket);
    }

    public async ValueTask DisposeAsync()
    {
        _side.Told.Writer.TryComplete();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private sealed class Side : DevicePlugin.DevicePluginBase
    {
        public Channel<string[]> Told { get; } = Channel.CreateUnbounded<string[]>();
        public List<string> Allocated { get; } = [];
        public int Prepared { get; private set; }

        public override Task<DevicePluginOptions> GetDevicePluginOptions(Empty request, ServerCallContext context) =>
            Task.FromResult(new DevicePluginOptions { PreStartRequired = true, GetPreferredAllocationAvailable = true });

        public override async Task ListAndWatch(Empty request, IServerStreamWriter<ListAndWatchResponse> responses, ServerCallContext context)
        {
            await foreach (var devices in Told.Reader.ReadAllAsync(context.CancellationToken))
            {
                var answer = new ListAndWatchResponse();
                answer.Devices.AddRange(devices.Select(static d => new Device { ID = d.TrimStart('!'), Health = d[0] == '!' ? "Unhealthy" : "Healthy" }));
                await responses.WriteAsync(answer);
            }
        }

        // The last ones are the best ones.
        public override Task<PreferredAllocationResponse> GetPreferredAllocation(PreferredAllocationRequest request, ServerCallContext context)
        {
            var answer = new ContainerPreferredAllocationResponse();
            answer.DeviceIDs.AddRange(request.ContainerRequests[0].AvailableDeviceIDs.Reverse().Take(request.ContainerRequests[0].AllocationSize));
            return Task.FromResult(new PreferredAllocationResponse { ContainerResponses = { answer } });
        }

        public override Task<AllocateResponse> Allocate(AllocateRequest request, ServerCallContext context)
        {
            var ids = string.Join(',', request.ContainerRequests[0].DevicesIds);
            lock (Allocated) { Allocated.Add(ids); }
            return Task.FromResult(new AllocateResponse
            {
                ContainerResponses =
                {
                    new ContainerAllocateResponse
                    {
                        Envs = { ["DEVICES"] = ids },
                        Mounts = { new Mount { HostPath = "/opt/lib", ContainerPath = "/lib/vendor", ReadOnly = true } },
                        Devices = { new DeviceSpec { HostPath = "/dev/null", ContainerPath = "/dev/gpu0", Permissions = "rw" } },
                        CdiDevices = { new CDIDevice { Name = "vendor.example/gpu=all" } },
                    },
                },
            });
        }

        public override Task<PreStartContainerResponse> PreStartContainer(PreStartContainerRequest request, ServerCallContext context)
        {
            Prepared++;
            return Task.FromResult(new PreStartContainerResponse());
        }
    }
}
