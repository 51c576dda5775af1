using KubeSharp.Kubelet.Volumes;

namespace KubeSharp.Kubelet.Tests.Volumes;

public sealed class VolumeOwnershipTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("owner-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void All_that_is_in_a_volume_is_given_to_the_group_and_links_are_not_followed()
    {
        var outside = Path.GetTempFileName();
        Directory.CreateDirectory(Path.Combine(_folder, "deep"));
        File.WriteAllText(Path.Combine(_folder, "deep", "file"), "");
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), outside);
        VolumeOwnership.Give(_folder, 4242, "Always", readOnly: false);
        Assert.Equal((4242, 4242, 4242), (NativeStat.GroupOf(_folder), NativeStat.GroupOf(Path.Combine(_folder, "deep")), NativeStat.GroupOf(Path.Combine(_folder, "deep", "file"))));
        Assert.Equal(0, NativeStat.GroupOf(outside));
        Assert.True(File.GetUnixFileMode(_folder).HasFlag(UnixFileMode.SetGroup | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute));
        Assert.True(File.GetUnixFileMode(Path.Combine(_folder, "deep", "file")).HasFlag(UnixFileMode.GroupRead | UnixFileMode.GroupWrite));
        File.Delete(outside);
    }

    [Fact]
    public void A_volume_whose_folder_is_the_groups_already_is_left_as_it_is_where_the_policy_says_so()
    {
        VolumeOwnership.Give(_folder, 4242, null, readOnly: false);
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        LinuxFiles.ChangeOwner(file, -1, 7);
        VolumeOwnership.Give(_folder, 4242, "OnRootMismatch", readOnly: false);
        Assert.Equal(7, NativeStat.GroupOf(file));
        VolumeOwnership.Give(_folder, 4243, "OnRootMismatch", readOnly: false);
        Assert.Equal(4243, NativeStat.GroupOf(file));
    }
}
