using System.Buffers;
using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeSharp.Cri.Images;

/// <summary>
/// An image as one tar file in the OCI layout, which containerd imports, and beside it the list that Docker Engines look for, whose versions
/// before 25 know no other. Source: OCI image specification; Docker image specification 1.2.
/// </summary>
public static class OciImage
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>Writes the image to a file. Layers are uncompressed tar files of the machine.</summary>
    public static async Task WriteAsync(string file, string name, ImageConfiguration configuration, IReadOnlyList<string> layers, CancellationToken cancellation)
    {
        // A runtime looks images up by their full names only.
        name = ImageReference.Normalize(name);
        var output = new FileStream(file, FileMode.Create, FileAccess.Write);
        await using (output.ConfigureAwait(false))
        {
            var tar = new TarWriter(output, TarEntryFormat.Pax);
            await using (tar.ConfigureAwait(false))
            {
                var (differences, descriptors) = (new List<string>(), new List<(string Digest, long Size)>());
                foreach (var layer in layers)
                {
                    differences.Add(await DigestAsync(layer, cancellation).ConfigureAwait(false));
                    descriptors.Add(await AddLayerAsync(tar, layer, cancellation).ConfigureAwait(false));
                }
                var config = await AddBlobAsync(tar, Json(w => WriteConfiguration(w, configuration, differences)), cancellation).ConfigureAwait(false);
                var manifest = await AddBlobAsync(tar, Json(w => WriteManifest(w, config, descriptors)), cancellation).ConfigureAwait(false);
                await AddAsync(tar, "manifest.json", DockerList(name, config, descriptors), cancellation).ConfigureAwait(false);
                await AddAsync(tar, "index.json", Json(w => WriteIndex(w, manifest, name)), cancellation).ConfigureAwait(false);
                await AddAsync(tar, "oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray(), cancellation).ConfigureAwait(false);
            }
        }
    }

    private static async Task<(string, long)> AddLayerAsync(TarWriter tar, string layer, CancellationToken cancellation)
    {
        var packed = layer + ".gz";
        await using (var to = File.Create(packed))
        await using (var gzip = new GZipStream(to, CompressionLevel.Fastest))
        await using (var from = File.OpenRead(layer)) { await from.CopyToAsync(gzip, cancellation).ConfigureAwait(false); }
        var digest = await DigestAsync(packed, cancellation).ConfigureAwait(false);
        await using (var content = File.OpenRead(packed))
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, $"blobs/sha256/{digest[7..]}") { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch }, cancellation).ConfigureAwait(false);
        }
        var size = new FileInfo(packed).Length;
        File.Delete(packed);
        return (digest, size);
    }

    private static async Task<(string Digest, long Size)> AddBlobAsync(TarWriter tar, byte[] bytes, CancellationToken cancellation)
    {
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
        await AddAsync(tar, $"blobs/sha256/{digest[7..]}", bytes, cancellation).ConfigureAwait(false);
        return (digest, bytes.Length);
    }

    private static Task AddAsync(TarWriter tar, string path, byte[] bytes, CancellationToken cancellation) =>
        tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(bytes), ModificationTime = DateTimeOffset.UnixEpoch }, cancellation);

    private static async Task<string> DigestAsync(string file, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(file);
        return "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false));
    }

    private static void WriteConfiguration(Utf8JsonWriter w, ImageConfiguration configuration, List<string> differences)
    {
        w.WriteString("created", "1970-01-01T00:00:00Z");
        w.WriteString("architecture", RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64");
        w.WriteString("os", "linux");
        w.WriteStartObject("config");
        if (configuration.User.Length > 0) { w.WriteString("User", configuration.User); }
        if (configuration.WorkingDir.Length > 0) { w.WriteString("WorkingDir", configuration.WorkingDir); }
        WriteTexts(w, "Env", configuration.Env);
        WriteTexts(w, "Entrypoint", configuration.Entrypoint);
        WriteTexts(w, "Cmd", configuration.Cmd);
        w.WriteStartObject("ExposedPorts");
        foreach (var port in configuration.ExposedPorts)
        {
            w.WriteStartObject(port);
            w.WriteEndObject();
        }
        w.WriteEndObject();
        w.WriteStartObject("Labels");
        foreach (var (key, value) in configuration.Labels) { w.WriteString(key, value); }
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteStartObject("rootfs");
        w.WriteString("type", "layers");
        WriteTexts(w, "diff_ids", [.. differences]);
        w.WriteEndObject();
    }

    private static void WriteManifest(Utf8JsonWriter w, (string Digest, long Size) config, List<(string Digest, long Size)> layers)
    {
        w.WriteNumber("schemaVersion", 2);
        w.WriteString("mediaType", ManifestType);
        w.WriteStartObject("config");
        WriteDescriptor(w, "application/vnd.oci.image.config.v1+json", config);
        w.WriteEndObject();
        w.WriteStartArray("layers");
        foreach (var layer in layers)
        {
            w.WriteStartObject();
            WriteDescriptor(w, "application/vnd.oci.image.layer.v1.tar+gzip", layer);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    private static byte[] DockerList(string name, (string Digest, long Size) config, List<(string Digest, long Size)> layers) => Encoding.UTF8.GetBytes(new JsonArray(new JsonObject
    {
        ["Config"] = PathOf(config),
        ["RepoTags"] = new JsonArray(name),
        ["Layers"] = new JsonArray([.. layers.Select(static l => (JsonNode?)PathOf(l))]),
    }).ToJsonString());

    private static string PathOf((string Digest, long Size) blob) => $"blobs/sha256/{blob.Digest["sha256:".Length..]}";

    private static void WriteIndex(Utf8JsonWriter w, (string Digest, long Size) manifest, string name)
    {
        w.WriteNumber("schemaVersion", 2);
        w.WriteStartArray("manifests");
        w.WriteStartObject();
        WriteDescriptor(w, ManifestType, manifest);
        w.WriteStartObject("annotations");
        w.WriteString("io.containerd.image.name", name);
        w.WriteString("org.opencontainers.image.ref.name", name[(name.LastIndexOf(':') + 1)..]);
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndArray();
    }

    private static void WriteDescriptor(Utf8JsonWriter w, string type, (string Digest, long Size) blob)
    {
        w.WriteString("mediaType", type);
        w.WriteString("digest", blob.Digest);
        w.WriteNumber("size", blob.Size);
    }

    private static void WriteTexts(Utf8JsonWriter w, string name, ImmutableArray<string> texts)
    {
        if (texts.IsDefaultOrEmpty) { return; }
        w.WriteStartArray(name);
        foreach (var text in texts) { w.WriteStringValue(text); }
        w.WriteEndArray();
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
