using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text.Json;

namespace KubeSharp.Cri.Images;

/// <summary>Builds images from a Dockerfile's simple part, without running anything.</summary>
public sealed class ImageBuilder(IImageStore? local)
{
    /// <summary>Builds the image into a file. The context is the folder that COPY reads from.</summary>
    /// <exception cref="FormatException">The Dockerfile cannot be read, or copies from outside the context.</exception>
    /// <exception cref="FileNotFoundException">A source or the base is missing.</exception>
    public async Task BuildAsync(string name, string dockerfile, string context, string file, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        var recipe = Dockerfile.Parse(await File.ReadAllTextAsync(dockerfile, cancellation).ConfigureAwait(false), arguments);
        var work = Directory.CreateTempSubdirectory("kubesharp-build-");
        try
        {
            var (layers, basis) = await BaseAsync(recipe.From, context, work.FullName, cancellation).ConfigureAwait(false);
            var layer = Path.Combine(work.FullName, "files.tar");
            await using (var output = File.Create(layer))
            await using (var tar = new LayerTar(output))
            {
                foreach (var (sources, target) in recipe.Copies) { await CopyAsync(tar, sources, target, context, cancellation).ConfigureAwait(false); }
            }
            await OciImage.WriteAsync(file, name, Merge(basis, recipe.Configuration), [.. layers, layer], cancellation).ConfigureAwait(false);
        }
        finally { work.Delete(recursive: true); }
    }

    private async Task<(IReadOnlyList<string> Layers, ImageConfiguration Configuration)> BaseAsync(string from, string context, string work, CancellationToken cancellation)
    {
        if (from == "scratch") { return ([], new ImageConfiguration()); }
        if (from.StartsWith("dir:", StringComparison.Ordinal))
        {
            var root = Path.GetFullPath(from["dir:".Length..], context);
            if (!Directory.Exists(root)) { throw new FileNotFoundException($"the root folder {root} is missing"); }
            var layer = Path.Combine(work, "root.tar");
            await using var output = File.Create(layer);
            await using var tar = new LayerTar(output);
            foreach (var child in Directory.EnumerateFileSystemEntries(root).Order(StringComparer.Ordinal)) { await tar.AddAsync(child, "/" + Path.GetFileName(child), cancellation).ConfigureAwait(false); }
            return ([layer], new ImageConfiguration());
        }
        if (local is null || !await local.HasAsync(from, cancellation).ConfigureAwait(false)) { throw new FileNotFoundException($"the base image {from} is not there; load it first (kubesharp image load)"); }
        var archive = Path.Combine(work, "base.tar");
        await local.SaveAsync(from, archive, cancellation).ConfigureAwait(false);
        return await UnpackAsync(archive, Path.Combine(work, "base"), cancellation).ConfigureAwait(false);
    }

    private static async Task<(IReadOnlyList<string>, ImageConfiguration)> UnpackAsync(string archive, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: true, cancellation).ConfigureAwait(false);
        // A Docker Engine before 25 writes a list of its own instead of the index.
        if (!File.Exists(Path.Combine(folder, "index.json"))) { return await ReadDockerAsync(folder, cancellation).ConfigureAwait(false); }
        string Blob(JsonElement descriptor) => Path.Combine(folder, "blobs", "sha256", descriptor.GetProperty("digest").GetString()!["sha256:".Length..]);
        using var index = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "index.json"), cancellation).ConfigureAwait(false));
        using var manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Blob(index.RootElement.GetProperty("manifests")[0]), cancellation).ConfigureAwait(false));
        using var config = JsonDocument.Parse(await File.ReadAllBytesAsync(Blob(manifest.RootElement.GetProperty("config")), cancellation).ConfigureAwait(false));
        var layers = new List<string>();
        foreach (var layer in manifest.RootElement.GetProperty("layers").EnumerateArray())
        {
            var plain = Blob(layer) + ".tar";
            await using var from = File.OpenRead(Blob(layer));
            await using var to = File.Create(plain);
            if (layer.GetProperty("mediaType").GetString()!.EndsWith("gzip", StringComparison.Ordinal))
            {
                await using var gzip = new System.IO.Compression.GZipStream(from, System.IO.Compression.CompressionMode.Decompress);
                await gzip.CopyToAsync(to, cancellation).ConfigureAwait(false);
            }
            else { await from.CopyToAsync(to, cancellation).ConfigureAwait(false); }
            layers.Add(plain);
        }
        return (layers, Read(config.RootElement.TryGetProperty("config", out var own) ? own : default));
    }

    private static async Task<(IReadOnlyList<string>, ImageConfiguration)> ReadDockerAsync(string folder, CancellationToken cancellation)
    {
        using var list = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "manifest.json"), cancellation).ConfigureAwait(false));
        var image = list.RootElement[0];
        using var config = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, image.GetProperty("Config").GetString()!), cancellation).ConfigureAwait(false));
        return ([.. image.GetProperty("Layers").EnumerateArray().Select(l => Path.Combine(folder, l.GetString()!))], Read(config.RootElement.TryGetProperty("config", out var own) ? own : default));
    }

    private static ImageConfiguration Read(JsonElement config)
    {
        if (config.ValueKind != JsonValueKind.Object) { return new ImageConfiguration(); }
        ImmutableArray<string> Texts(string name) => config.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(static e => e.GetString() ?? "")] : [];
        string Text(string name) => config.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
        return new ImageConfiguration { Env = Texts("Env"), Entrypoint = Texts("Entrypoint"), Cmd = Texts("Cmd"), User = Text("User"), WorkingDir = Text("WorkingDir") };
    }

    private static ImageConfiguration Merge(ImageConfiguration basis, ImageConfiguration own) => own with
    {
        Env = [.. basis.Env.Where(b => !own.Env.Any(o => o.Split('=')[0] == b.Split('=')[0])), .. own.Env],
        Entrypoint = own.Entrypoint.IsEmpty ? basis.Entrypoint : own.Entrypoint,
        Cmd = own.Cmd.IsEmpty && own.Entrypoint.IsEmpty ? basis.Cmd : own.Cmd,
        User = own.User.Length > 0 ? own.User : basis.User,
        WorkingDir = own.WorkingDir.Length > 0 ? own.WorkingDir : basis.WorkingDir,
    };

    private static async Task CopyAsync(LayerTar tar, ImmutableArray<string> sources, string target, string context, CancellationToken cancellation)
    {
        foreach (var source in sources)
        {
            var path = Path.GetFullPath(source.TrimStart('/'), context);
            if (path != Path.GetFullPath(context).TrimEnd('/') && !path.StartsWith(Path.GetFullPath(context).TrimEnd('/') + "/", StringComparison.Ordinal)) { throw new FormatException($"{source} is outside of the context {context}"); }
            if (Directory.Exists(path))
            {
                // The folder itself too, which may be empty; the root is there in any image.
                if (target.TrimEnd('/') is { Length: > 0 } folder) { await tar.AddAsync(path, folder, cancellation).ConfigureAwait(false); continue; }
                foreach (var child in Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal)) { await tar.AddAsync(child, $"{target.TrimEnd('/')}/{Path.GetFileName(child)}", cancellation).ConfigureAwait(false); }
            }
            else if (File.Exists(path)) { await tar.AddAsync(path, target.EndsWith('/') || sources.Length > 1 ? $"{target.TrimEnd('/')}/{Path.GetFileName(path)}" : target, cancellation).ConfigureAwait(false); }
            else { throw new FileNotFoundException($"{source} is not in the context {context}"); }
        }
    }
}
