using System.Formats.Tar;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using KubeSharp.Cli.Copying;

namespace KubeSharp.Cli.Tests.Copying;

public sealed class CopyingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("copying-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Files_links_and_empty_folders_are_packed_and_no_link_is_followed()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "inner"));
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "none"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "inner", "file"), "text");
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "inner", "up"), _folder.FullName);
        var pipe = new Pipe();
        var packing = Packing.RunAsync(_folder.FullName, "name", pipe.Writer, default);
        await using var archive = new TarReader(pipe.Reader.AsStream());
        var found = new List<(string, TarEntryType)>();
        while (await archive.GetNextEntryAsync() is { } entry) { found.Add((entry.Name.TrimEnd('/'), entry.EntryType)); }
        await packing;
        Assert.Equal([("name/inner/file", TarEntryType.RegularFile), ("name/inner/up", TarEntryType.SymbolicLink), ("name/none", TarEntryType.Directory)], found);
    }

    [Fact]
    public async Task A_socket_is_refused_and_the_archive_ends()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, "s")));
        var pipe = new Pipe();
        var packing = Packing.RunAsync(_folder.FullName, "name", pipe.Writer, default);
        await Assert.ThrowsAsync<IOException>(async () => await pipe.Reader.AsStream().CopyToAsync(Stream.Null));
        await Assert.ThrowsAsync<CliException>(() => packing);
    }

    private async Task<List<string>> UnpackAsync(params (TarEntryType Type, string Name, string Content)[] entries)
    {
        var bytes = new MemoryStream();
        await using (var writer = new TarWriter(bytes, leaveOpen: true))
        {
            foreach (var (type, name, content) in entries)
            {
                var entry = new PaxTarEntry(type, name);
                if (type is TarEntryType.RegularFile) { entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)); }
                if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink) { entry.LinkName = content; }
                await writer.WriteEntryAsync(entry);
            }
        }
        bytes.Position = 0;
        var warnings = new List<string>();
        await new Unpacking(new CopyPlace("", "pod", "/d"), Path.Combine(_folder.FullName, "t"), "tar", warnings.Add).RunAsync(bytes, default);
        return warnings;
    }

    private string[] Files => [.. _folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_folder.FullName, f.FullName)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task What_would_leave_the_target_is_left_out_with_a_word()
    {
        var warnings = await UnpackAsync((TarEntryType.RegularFile, "d/good", "x"), (TarEntryType.RegularFile, "d/../../evil", "x"), (TarEntryType.RegularFile, "d/a/../../../evil", "x"));
        Assert.Equal(["t", "t/good"], Files);
        Assert.All(warnings, static w => Assert.EndsWith("evil\" is outside target destination, skipping", w, StringComparison.Ordinal));
        Assert.Equal(2, warnings.Count);
    }

    [Fact]
    public async Task No_link_of_an_archive_is_made_so_that_nothing_is_written_through_one()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_folder.FullName, "outside"));
        var warnings = await UnpackAsync((TarEntryType.SymbolicLink, "d/link", "../outside"), (TarEntryType.RegularFile, "d/link/evil", "x"), (TarEntryType.HardLink, "d/hard", "/etc/passwd"), (TarEntryType.SymbolicLink, "d/again", "/"));
        Assert.Empty(outside.EnumerateFileSystemInfos());
        Assert.Equal(["outside", "t", "t/hard", "t/link", "t/link/evil"], Files);
        Assert.Equal(0, new FileInfo(Path.Combine(_folder.FullName, "t/hard")).Length);
        Assert.Contains("consider using", warnings[0], StringComparison.Ordinal);
        Assert.DoesNotContain("consider using", warnings[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other/file")]
    [InlineData("/d/file")]
    [InlineData("../d/file")]
    public async Task An_archive_of_something_else_is_refused(string name)
    {
        var refused = await Assert.ThrowsAsync<CliException>(() => UnpackAsync((TarEntryType.RegularFile, name, "x")));
        Assert.Equal("tar contents corrupted", refused.Message);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task An_archive_that_breaks_off_is_asked_for_again_from_there()
    {
        var (asked, told) = (new List<long?>(), new StringWriter());
        await using var archive = new ResumedArchive(2, told, async (at, to) =>
        {
            asked.Add(at);
            await to.WriteAsync(new byte[3]);
            await to.DisposeAsync();
        });
        var all = new MemoryStream();
        await archive.CopyToAsync(all);
        Assert.Equal([0, 4, 7], asked);
        Assert.Equal(9, all.Length);
        Assert.Equal("Resuming copy at 3 bytes, retry 1/2\nResuming copy at 6 bytes, retry 2/2\nDropping out copy after 2 retries\n", told.ToString());
    }

    [Theory]
    [InlineData("pod:/a", "", "pod", "/a")]
    [InlineData("ns/pod:a/", "ns", "pod", "a")]
    [InlineData("a/b/", "", "", "a/b")]
    [InlineData("pod:/", "", "pod", "/")]
    public void A_place_is_a_path_here_or_in_a_pod(string text, string ns, string pod, string path) => Assert.Equal(new CopyPlace(ns, pod, path), CopyPlace.Parse(text));

    [Theory]
    [InlineData(":a")]
    [InlineData("a/b/c:d")]
    public void A_place_of_another_form_is_refused(string text) => Assert.Throws<CliException>(() => CopyPlace.Parse(text));

    [Theory]
    [InlineData("a//b/./c/../d", "a/b/d")]
    [InlineData("../a/../..", "../..")]
    [InlineData("/../a", "/a")]
    [InlineData("a/..", ".")]
    public void Paths_are_shortened_without_changing_what_they_mean(string path, string clean) => Assert.Equal(clean, UnixPath.Clean(path));
}
