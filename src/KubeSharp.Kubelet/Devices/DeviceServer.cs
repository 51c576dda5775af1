using Grpc.Core;
using KubeSharp.Kubelet.Devices.V1Beta1;
using KubeSharp.Kubelet.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Devices;

/// <summary>
/// Serves two sockets: device-plugins/kubelet.sock, at which plug-ins register (they do so again when it is made anew), and
/// pod-resources/kubelet.sock, at which monitoring asks who has what.
/// </summary>
internal sealed class DeviceServer(string rootFolder, DevicePlugins plugins, PodResourceReports reports, ILoggerFactory loggers)
{
    /// <summary>Serves until the agent stops. Where a socket cannot be made, the node goes on without devices.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try { await ServeAsync(cancellation); }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            loggers.CreateLogger("KubeSharp.Kubelet").LogWarning("device plug-ins cannot register: {Cause}", e.Message);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
    }

    private async Task ServeAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Registrations(rootFolder, plugins));
        builder.Services.AddSingleton(reports);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            foreach (var folder in new[] { Folder(rootFolder), Path.Combine(rootFolder, "pod-resources") })
            {
                Directory.CreateDirectory(folder);
                var socket = Path.Combine(folder, "kubelet.sock");
                File.Delete(socket);
                kestrel.ListenUnixSocket(socket, static listen => listen.Protocols = HttpProtocols.Http2);
            }
        });
        await using var application = builder.Build();
        application.MapGrpcService<Registrations>();
        application.MapGrpcService<PodResourceReports>();
        await application.StartAsync(cancellation);
        try { await Task.Delay(Timeout.InfiniteTimeSpan, cancellation); }
        finally { await application.StopAsync(CancellationToken.None); }
    }

    private static string Folder(string root) => Path.Combine(root, "device-plugins");

    private sealed class Registrations(string rootFolder, DevicePlugins plugins) : Registration.RegistrationBase
    {
        /// <inheritdoc/>
        public override async Task<Empty> Register(RegisterRequest request, ServerCallContext context)
        {
            if (request.Endpoint.Length == 0 || request.Endpoint.Contains('/')) { throw new RpcException(new Grpc.Core.Status(StatusCode.InvalidArgument, $"the endpoint \"{request.Endpoint}\" is no name of a socket")); }
            try { await plugins.RegisterAsync(request.ResourceName, Path.Combine(Folder(rootFolder), request.Endpoint), [request.Version]); }
            catch (PluginException e) { throw new RpcException(new Grpc.Core.Status(StatusCode.InvalidArgument, e.Message)); }
            return new Empty();
        }
    }
}
