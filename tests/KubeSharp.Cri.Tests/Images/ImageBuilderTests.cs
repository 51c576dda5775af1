using System.Formats.Tar;
using System.IO.Compression;
using KubeSharp.Cri.Images;

namespace KubeSharp.Cri.Tests.Images;

public sealed class ImageBuilderTests : IDisposable
{
    private readonly string _context = Directory.CreateTempSubdirectory("kubesharp-test-").FullName;

    [Fact]
    public async Task A_folder_is_copied_though_it_is_empty()
    {
        Directory.CreateDirectory(Path.Combine(_context, "tmp"));
        Directory.CreateDirectory(Path.Combine(_context, "site"));
        await File.WriteAllTextAsync(Path.Combine(_context, "site", "index.html"), "hello");
        await File.WriteAllTextAsync(Path.Combine(_context, "Dockerfile"), "FROM scratch\nCOPY tmp /tmp/\nCOPY site /srv/site\n");
        var image = Path.Combine(_context, "image.tar");
        await new ImageBuilder(null).BuildAsync("a:1", Path.Combine(_context, "Dockerfile"), _context, image, new Dictionary<string, string>(), default);

        var names = (await LayersAsync(image)).SelectMany(static n => n).Select(static n => n.Trim('/')).ToArray();
        Assert.Contains("tmp", names);
        Assert.Contains("srv/site/index.html", names);
    }

    public void Dispose() => Directory.Delete(_context, recursive: true);

    // The names in each layer: what in the image is a tar file, packed or not.
    private static async Task<List<List<string>>> LayersAsync(string image)
    {
        var layers = new List<List<string>>();
        await using var file = File.OpenRead(image);
        await using var outer = new TarReader(file);
        while (await outer.GetNextEntryAsync(copyData: true) is { } entry)
        {
            if (entry.DataStream is not { } data || data.ReadByte() is var first && first is '{' or '[') { continue; }
            data.Position = 0;
            await using var content = first == 0x1f ? new GZipStream(data, CompressionMode.Decompress) : data;
            await using var inner = new TarReader(content);
            var names = new List<string>();
            while (await inner.GetNextEntryAsync() is { } one) { names.Add(one.Name); }
            layers.Add(names);
        }
        return layers;
    }
}
