using KubeSharp.Cri.Processes;

namespace KubeSharp.Cri.Tests.Processes;

public sealed class MountTableTests
{
    private static readonly string[] Lines =
    [
        "20 1 254:0 / / rw - ext4 /dev/vda rw",
        "21 20 0:20 / /srv/node/state/run rw shared:1 - tmpfs tmpfs rw",
        "22 21 0:21 / /srv/node/state/run/rootfs rw - overlay overlay rw",
        "23 20 0:22 / /srv/node\\040two rw - tmpfs tmpfs rw",
        "24 20 0:23 / /srv/nodes rw - tmpfs tmpfs rw",
    ];

    [Fact]
    public void Mounts_below_a_folder_come_deepest_first_and_a_longer_name_is_not_below()
    {
        Assert.Equal(["/srv/node/state/run/rootfs", "/srv/node/state/run"], MountTable.Below("/srv/node", Lines));
    }

    [Fact]
    public void Escaped_blanks_are_read()
    {
        Assert.Equal(["/srv/node two"], MountTable.Below("/srv/node two", Lines));
    }

    [Theory]
    [InlineData("/srv/node", "ext4")]
    [InlineData("/srv/nodes/a", "tmpfs")]
    [InlineData("/srv/node/state/run/rootfs/bin", "overlay")]
    public void A_path_is_on_the_file_system_of_its_nearest_mount(string path, string type)
    {
        Assert.Equal(type, MountTable.TypeOf(path, Lines));
    }
}
