using System.Formats.Tar;
using System.IO.Pipelines;
using KubeSharp.Cli.Commands;

namespace KubeSharp.Cli.Tests.Commands;

public class CopyCommandTests
{
    [Fact]
    public async Task A_link_to_a_folder_is_packed_as_a_link_and_not_entered()
    {
        var folder = Directory.CreateTempSubdirectory("copy-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "inner"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "inner", "file"), "text");
            Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "inner", "up"), folder.FullName);
            var pipe = new Pipe();
            var packing = CopyCommand.PackAsync(folder.FullName, "name", pipe.Writer, default);
            await using var archive = new TarReader(pipe.Reader.AsStream());
            var found = new List<(string, TarEntryType)>();
            while (await archive.GetNextEntryAsync() is { } entry) { found.Add((entry.Name.TrimEnd('/'), entry.EntryType)); }
            await packing;
            Assert.Equal([("name", TarEntryType.Directory), ("name/inner", TarEntryType.Directory), ("name/inner/file", TarEntryType.RegularFile), ("name/inner/up", TarEntryType.SymbolicLink)], found);
        }
        finally { folder.Delete(recursive: true); }
    }

    [Theory]
    [InlineData("tmp/a", "/t")]
    [InlineData("tmp/a/b", "/t/b")]
    [InlineData("/tmp/a/b", "/t/b")]
    [InlineData("tmp/a/../../etc/passwd", null)]
    [InlineData("tmp/a/b/../../../x", null)]
    [InlineData("etc/passwd", null)]
    [InlineData("tmp/ab", null)]
    public void What_an_archive_holds_goes_below_the_target_or_nowhere(string entry, string? destination) => Assert.Equal(destination, CopyCommand.Destination(entry, "tmp/a", "/t"));
}
