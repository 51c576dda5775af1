using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Text;
using KubeSharp.Cri.Images;
using KubeSharp.Machinery.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>A registry on the loopback that offers one image of one file, under any name.</summary>
internal sealed class RegistryHost : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private readonly WebApplication _application;
    private readonly string _folder;

    private RegistryHost(WebApplication application, string folder) => (_application, _folder) = (application, folder);

    /// <summary>host:port.</summary>
    public string Address => new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority;

    /// <summary>How often somebody asked what the image is.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <param name="path">The file.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="login">user:password without which nothing is given; empty: everybody is.</param>
    public static async Task<RegistryHost> StartAsync(string path, string content, string login = "")
    {
        var folder = Directory.CreateTempSubdirectory("registry-").FullName;
        var (layer, image) = (Path.Combine(folder, "layer.tar"), Path.Combine(folder, "image.tar"));
        await using (var output = File.Create(layer))
        await using (var tar = new LayerTar(output)) { await tar.AddFileAsync(path, Encoding.UTF8.GetBytes(content), (UnixFileMode)0x1A4, default); } // 0644
        await OciImage.WriteAsync(image, "volume:1", new ImageConfiguration(), [layer], default);
        await TarFile.ExtractToDirectoryAsync(image, folder, overwriteFiles: true);
        var manifest = Node.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "index.json"))).At("manifests") is ArrayNode { Count: > 0 } all ? all[0].TextAt("digest")! : "";
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var host = new RegistryHost(application, folder);
        application.Use(async (http, next) =>
        {
            if (login.Length == 0 || http.Request.Headers.Authorization == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(login))}") { await next(http); return; }
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"registry\"";
        });
        application.MapMethods("/v2/", ["GET", "HEAD"], static () => Results.Ok());
        application.MapMethods("/v2/{name}/manifests/{reference}", ["GET", "HEAD"], (HttpContext http, string reference) =>
        {
            host.Asked.Enqueue(reference);
            http.Response.Headers["Docker-Content-Digest"] = manifest;
            return Results.File(host.BlobOf(manifest), ManifestType);
        });
        application.MapMethods("/v2/{name}/blobs/{digest}", ["GET", "HEAD"], (string digest) => Results.File(host.BlobOf(digest), "application/octet-stream"));
        await application.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string BlobOf(string digest) => Path.Combine(_folder, "blobs", "sha256", digest["sha256:".Length..]);
}
