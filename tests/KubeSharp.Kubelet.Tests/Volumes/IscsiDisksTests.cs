using KubeSharp.Api.Core.V1;
using KubeSharp.Cri.Processes;
using KubeSharp.Kubelet.Volumes;

namespace KubeSharp.Kubelet.Tests.Volumes;

/// <summary>Which programs are run for disks of other machines, and when the last user lets one go. The initiator, the mounts and the kernel's lists are played.</summary>
public sealed class IscsiDisksTests : IDisposable
{
    private const string Iqn = "iqn.2026-01.test:disk", Disk = "iscsiadm -m node -p 192.0.2.9:3260 -T iqn.2026-01.test:disk -I default";
    private readonly string _folder = Directory.CreateTempSubdirectory("iscsi").FullName;
    private readonly List<string> _ran = [];
    private readonly HashSet<string> _mounts = [];
    private readonly Dictionary<string, string> _refused = [];
    private readonly IscsiDisks _disks;

    public IscsiDisksTests() => _disks = new IscsiDisks(_folder, new IscsiMachine { RunAsync = RunAsync, SysFolder = Path.Combine(_folder, "sys"), IsMounted = _mounts.Contains });

    private string Mount => Path.Combine(_folder, "plugins/kubernetes.io/iscsi/iface-default/192.0.2.9:3260-iqn.2026-01.test:disk-lun-3/mount");

    [Fact]
    public async Task A_blank_disk_is_logged_into_made_a_file_system_of_mounted_once_and_bound_into_each_pod()
    {
        _refused["blkid"] = "ended with 2: ";
        foreach (var pod in (string[])["a", "b", "a"]) { Assert.Equal(Folder(pod), await _disks.MountAsync(pod, Folder(pod), Target(), ["noatime"], null, default)); }
        Assert.Equal([$"{Disk} -o new", $"{Disk} --login", "blkid -p -s TYPE -s PTTYPE -o export /dev/sdz", "mkfs.ext4 -F -m0 /dev/sdz", $"mount -t ext4 -o noatime,rw /dev/sdz {Mount}",
            $"mount --bind {Mount} {Folder("a")}", $"mount --bind {Mount} {Folder("b")}"], _ran);
    }

    [Fact]
    public async Task The_last_pod_unmounts_it_and_logs_out_and_another_agent_knows_who_used_it()
    {
        await _disks.MountAsync("a", Folder("a"), Target(), [], null, default);
        await _disks.MountAsync("b", Folder("b"), Target(), [], null, default);
        _ran.Clear();
        await _disks.ReleaseAsync("a", default);
        await _disks.ReleaseAsync("nobody", default);
        Assert.Empty(_ran);
        using var next = new IscsiDisks(_folder, new IscsiMachine { RunAsync = RunAsync, SysFolder = Path.Combine(_folder, "sys"), IsMounted = _mounts.Contains });
        await next.ReleaseAsync("b", default);
        Assert.Equal([$"umount {Mount}", $"{Disk} --logout", $"{Disk} -o delete"], _ran);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Mount)));
        await next.ReleaseAsync("b", default);
        Assert.Equal(3, _ran.Count);
    }

    [Fact]
    public async Task A_target_of_which_another_disk_is_used_stays_logged_into()
    {
        await _disks.MountAsync("a", Folder("a"), Target(), [], null, default);
        _refused["--login"] = "ended with 15: session exists";
        Appears(4, "sdy");
        Assert.Equal("/dev/sdy", await _disks.AttachAsync("b", Target() with { Lun = 4 }, default));
        _ran.Clear();
        await _disks.ReleaseAsync("a", default);
        Assert.Equal([$"umount {Mount}"], _ran);
        await _disks.ReleaseAsync("b", default);
        Assert.Equal([$"{Disk} --logout", $"{Disk} -o delete"], _ran[1..]);
    }

    [Fact]
    public async Task One_that_is_only_read_is_not_written_to()
    {
        _refused["blkid"] = "ended with 2: ";
        Assert.Contains("cannot mount unformatted disk /dev/sdz as it is read-only", (await Assert.ThrowsAsync<VolumeException>(() => _disks.MountAsync("a", Folder("a"), Target() with { IsReadOnly = true }, [], null, default))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_ran, static r => r.StartsWith("mkfs", StringComparison.Ordinal));
        _refused.Clear();
        await _disks.MountAsync("a", Folder("a"), Target() with { IsReadOnly = true }, [], null, default);
        Assert.Equal([$"mount -t ext4 -o ro /dev/sdz {Mount}", $"mount --bind {Mount} {Folder("a")}", $"mount -o remount,bind,ro {Folder("a")}"], _ran.Where(static r => r.StartsWith("mount", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_is_given_to_the_pods_group_when_it_is_mounted_and_not_again()
    {
        var group = new PodSecurityContext { FsGroup = 4711 };
        await _disks.MountAsync("a", Folder("a"), Target(), [], group, default);
        Assert.True(File.GetUnixFileMode(Folder("a")).HasFlag(UnixFileMode.SetGroup | UnixFileMode.GroupWrite));
        File.SetUnixFileMode(Folder("a"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await _disks.MountAsync("a", Folder("a"), Target(), [], group, default);
        Assert.False(File.GetUnixFileMode(Folder("a")).HasFlag(UnixFileMode.GroupWrite));
    }

    [Fact]
    public async Task One_path_of_several_is_enough_and_none_is_told()
    {
        _refused[$"{Disk} --login"] = "ended with 8: connection timed out";
        _refused[$"{Disk} --logout"] = "ended with 21: No matching sessions found";
        var paths = Target() with { Portals = ["192.0.2.9:3260", "192.0.2.10:3260"] };
        Assert.Equal("/dev/sdz", await _disks.AttachAsync("a", paths, default));
        await _disks.ReleaseAsync("a", default);
        Directory.Delete(Path.Combine(_folder, "sys"), recursive: true);
        _refused["192.0.2.10:3260 -T"] = "ended with 8: no route";
        Assert.Contains("failed to get any path for iscsi disk, last err seen: iscsiadm", (await Assert.ThrowsAsync<VolumeException>(() => _disks.AttachAsync("a", paths, default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_are_read_with_upstreams_defaults_and_what_is_not_to_be_had_is_refused()
    {
        var target = IscsiTarget.Of(new ISCSIVolumeSource { TargetPortal = "192.0.2.9", Portals = ["192.0.2.10:3261", "192.0.2.9:3260", "[2001:db8::1]"], Iqn = Iqn, Lun = 3 });
        Assert.Equal(["192.0.2.9:3260", "192.0.2.10:3261", "[2001:db8::1]:3260"], target.Portals.ToArray());
        Assert.Equal(("default", "ext4", "192.0.2.9:3260-iqn.2026-01.test:disk-lun-3"), (target.Interface, target.FileSystem, target.FolderName));
        Assert.Throws<VolumeException>(static () => IscsiTarget.Of(new ISCSIVolumeSource { TargetPortal = "192.0.2.9", Iqn = Iqn, ChapAuthSession = true }));
    }

    public void Dispose()
    {
        _disks.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IscsiTarget Target() => new(["192.0.2.9:3260"], Iqn, 3, "default", "ext4", false);

    private string Folder(string pod) => Path.Combine(_folder, "pods", pod, "volumes", "kubernetes.io~iscsi", "data");

    private void Appears(int lun, string disk)
    {
        var session = Directory.CreateDirectory(Path.Combine(_folder, "sys/class/iscsi_session/session1")).FullName;
        File.WriteAllText(Path.Combine(session, "targetname"), Iqn + "\n");
        Directory.CreateDirectory(Path.Combine(session, $"device/target2:0:0/2:0:0:{lun}/block/{disk}"));
    }

    private Task<string> RunAsync(string program, string[] words, CancellationToken cancellation)
    {
        var line = $"{program} {string.Join(' ', words)}";
        _ran.Add(line);
        if (_refused.FirstOrDefault(r => line.Contains(r.Key, StringComparison.Ordinal)) is { Value: { } why }) { throw new CommandException($"{line} {why}"); }
        switch (program)
        {
            case "mount" when !words.Contains("-o") || words.Contains("-t"): _mounts.Add(words[^1]); break;
            case "umount": _mounts.Remove(words[^1]); break;
            case "iscsiadm" when words.Contains("--login"): Appears(3, "sdz"); break;
            case "blkid": return Task.FromResult("TYPE=ext4\n");
        }
        return Task.FromResult("");
    }
}
