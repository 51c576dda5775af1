using System.Net.Http;
using System.Text;
using System.Text.Json;
using KubeSharp.Cri.Images;
using KubeSharp.Cri.Processes;

namespace KubeSharp.Cri.Docker;

/// <summary>The images of a Docker Engine. All that use the engine see them.</summary>
public sealed class DockerImageStore(string socketPath) : IImageStore, IDisposable
{
    private const string Loaded = "Loaded image: ";
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);
    private readonly DockerClient _docker = new(socketPath);

    public async Task<IReadOnlyList<string>> LoadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            await using var tar = File.OpenRead(file);
            using var content = new StreamContent(tar);
            content.Headers.ContentType = new("application/x-tar");
            using var response = await _docker.OpenAsync(HttpMethod.Post, new DockerCall("load", file), "/images/load", content, "", cancellation).ConfigureAwait(false);
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false), Encoding.UTF8);
            var names = new List<string>();
            while (await lines.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
            {
                using var said = JsonDocument.Parse(line);
                if (said.RootElement.TextAt("error") is { Length: > 0 } error) { throw new CommandException($"{file} cannot be loaded: {error}"); }
                if (said.RootElement.TextAt("stream") is var text && text.StartsWith(Loaded, StringComparison.Ordinal)) { names.Add(ImageReference.Normalize(text[Loaded.Length..].Trim())); }
            }
            return names;
        }
        catch (CriException e) { throw new CommandException(e.Message, e); }
    }

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation)
    {
        try { return [.. (await _docker.GetAsync(new DockerCall("images", null), "/images/json", cancellation).ConfigureAwait(false)).Items().SelectMany(static i => DockerAnswers.Image(i, "").RepoTags)]; }
        catch (CriException e) { throw new CommandException(e.Message, e); }
    }

    public async Task<bool> HasAsync(string name, CancellationToken cancellation) => (await ListAsync(cancellation).ConfigureAwait(false)).Contains(ImageReference.Normalize(name));

    public async Task SaveAsync(string name, string file, CancellationToken cancellation)
    {
        try
        {
            using var response = await _docker.OpenAsync(HttpMethod.Get, new DockerCall("save", name), $"/images/{ImageReference.Normalize(name)}/get", null, "", cancellation).ConfigureAwait(false);
            await using var to = File.Create(file);
            await response.Content.CopyToAsync(to, cancellation).ConfigureAwait(false);
        }
        catch (CriException e) { throw new CommandException(e.Message, e); }
    }

    public async Task MountAsync(string name, string folder, CancellationToken cancellation)
    {
        JsonElement layers;
        try { layers = (await _docker.GetAsync(new DockerCall("mount", name), $"/images/{name}/json", cancellation).ConfigureAwait(false)).At("GraphDriver").At("Data"); }
        catch (CriException e) { throw new CommandException(e.Message, e); }
        var (top, below) = (layers.TextAt("UpperDir"), layers.TextAt("LowerDir"));
        if (top.Length == 0) { throw new CommandException($"the files of image {name} cannot be mounted: the engine's storage driver does not tell where they are (overlay2 does)"); }
        string[] words = below.Length > 0 ? ["-t", "overlay", "overlay", "-o", $"ro,lowerdir={top}:{below}", folder] : ["-o", "bind,ro", top, folder];
        await MachineCommand.RunAsync("mount", words, _limit, cancellation).ConfigureAwait(false);
    }

    public async Task UnmountAsync(string folder, CancellationToken cancellation)
    {
        if (MountTable.Below(folder).Contains(folder)) { await MachineCommand.RunAsync("umount", [folder], _limit, cancellation).ConfigureAwait(false); }
    }

    public void Dispose() => _docker.Dispose();
}
