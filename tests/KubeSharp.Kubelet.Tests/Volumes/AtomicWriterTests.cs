using System.Text;
using KubeSharp.Kubelet.Volumes;

namespace KubeSharp.Kubelet.Tests.Volumes;

public sealed class AtomicWriterTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("atomic").FullName, "volume");

    [Fact]
    public void Files_are_seen_through_links_and_change_together()
    {
        Assert.True(Write(("a", "1"), ("d/b", "2")));
        Assert.Equal("1", File.ReadAllText(Path.Combine(_folder, "a")));
        Assert.Equal("2", File.ReadAllText(Path.Combine(_folder, "d/b")));
        Assert.Equal("..data/a", new FileInfo(Path.Combine(_folder, "a")).LinkTarget);
        var first = new FileInfo(Path.Combine(_folder, "..data")).LinkTarget;
        Assert.True(Write(("a", "9"), ("c", "3")));
        Assert.Equal("9", File.ReadAllText(Path.Combine(_folder, "a")));
        Assert.Equal("3", File.ReadAllText(Path.Combine(_folder, "c")));
        Assert.False(Path.Exists(Path.Combine(_folder, "d")));
        Assert.False(Directory.Exists(Path.Combine(_folder, first!)));
    }

    [Fact]
    public void The_same_content_is_left_alone()
    {
        Write(("a", "1"));
        var link = new FileInfo(Path.Combine(_folder, "..data")).LinkTarget;
        Assert.False(Write(("a", "1")));
        Assert.Equal(link, new FileInfo(Path.Combine(_folder, "..data")).LinkTarget);
    }

    [Fact]
    public void Modes_are_as_asked()
    {
        AtomicWriter.Write(_folder, new Dictionary<string, VolumeFile> { ["s"] = new(new byte[] { 1 }, 0x100) }, null, DateTimeOffset.UnixEpoch);
        Assert.Equal(0x100, (int)File.GetUnixFileMode(Path.Combine(_folder, "s")));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("a/../../x")]
    [InlineData("..x")]
    [InlineData("")]
    public void A_path_that_leads_outside_is_refused(string path) => Assert.Throws<VolumeException>(() => Write((path, "1")));

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    private bool Write(params (string Path, string Text)[] files) =>
        AtomicWriter.Write(_folder, files.ToDictionary(static f => f.Path, static f => new VolumeFile(Encoding.UTF8.GetBytes(f.Text), 0x1A4)), null, DateTimeOffset.UnixEpoch);
}
