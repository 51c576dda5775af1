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

    public IscsiDisksTests() => _disks = new IscsiDisks(_folder, new IscsiMachine { SecretAsync = SecretAsync, RunAsync = RunAsync, SysFolder = Path.Combine(_folder, "sys"), IsMounted = _mounts.Contains });

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
    public void Targets_are_read_with_upstreams_defaults()
    {
        var source = new ISCSIVolumeSource { TargetPortal = "192.0.2.9", Portals = ["192.0.2.10:3261", "192.0.2.9:3260", "[2001:db8::1]"], Iqn = Iqn, Lun = 3 };
        var target = IscsiTarget.Of(source, "n", "v");
        Assert.Equal(["192.0.2.9:3260", "192.0.2.10:3261", "[2001:db8::1]:3260"], target.Portals.ToArray());
        Assert.Equal(("default", "ext4", "192.0.2.9:3260-iqn.2026-01.test:disk-lun-3"), (target.Interface, target.FileSystem, target.FolderName));
        var secret = IscsiTarget.Of(source with { ChapAuthSession = true, SecretRef = new LocalObjectReference { Name = "s" } }, "n", "v");
        Assert.Equal((true, false, "n", "s"), (secret.LogsInByChap, secret.DiscoversByChap, secret.Secret!.Namespace, secret.Secret.Name));
        var persistent = new ISCSIPersistentVolumeSource { TargetPortal = "192.0.2.9", Iqn = Iqn, ChapAuthDiscovery = true, SecretRef = new SecretReference { Name = "s", Namespace = "other" } };
        Assert.Equal("other", IscsiTarget.Of(persistent, false, "n", "v").Secret!.Namespace);
        Assert.Equal("n", IscsiTarget.Of(persistent with { SecretRef = new SecretReference { Name = "s" } }, false, "n", "v").Secret!.Namespace);
    }

    [Fact]
    public async Task By_chap_targets_are_asked_for_and_sessions_begun_with_what_the_secret_says()
    {
        var target = Target() with { DiscoversByChap = true, LogsInByChap = true, Secret = new SecretReference { Name = "s", Namespace = "n" } };
        const string Found = "iscsiadm -m discoverydb -t sendtargets -p 192.0.2.9:3260 -I default";
        await _disks.AttachAsync("a", target, default);
        Assert.Equal([$"{Found} -o new", $"{Found} -o update -n discovery.sendtargets.auth.authmethod -v CHAP", $"{Found} -o update -n discovery.sendtargets.auth.username -v finder", $"{Found} --discover",
            $"{Disk} -o update -n node.session.auth.authmethod -v CHAP", $"{Disk} -o update -n node.session.auth.username -v me", $"{Disk} -o update -n node.session.auth.password -v hush", $"{Disk} --login"], _ran);
    }

    [Fact]
    public async Task A_password_that_cannot_be_set_is_not_told()
    {
        _refused["-n node.session.auth.password"] = "ended with 7: no";
        var failure = await Assert.ThrowsAsync<VolumeException>(() => _disks.AttachAsync("a", Target() with { LogsInByChap = true, Secret = new SecretReference { Name = "s", Namespace = "n" } }, default));
        Assert.Contains("could not set node.session.auth.password", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_named()
    {
        var target = Target() with { LogsInByChap = true, Secret = new SecretReference { Name = "none", Namespace = "n" } };
        Assert.Contains("\"n/none\" not found", (await Assert.ThrowsAsync<VolumeException>(() => _disks.AttachAsync("a", target, default))).Message, StringComparison.Ordinal);
        Assert.Empty(_ran);
    }

    [Fact]
    public async Task Under_a_name_of_its_own_a_disk_has_an_interface_that_goes_with_it()
    {
        var target = IscsiTarget.Of(new ISCSIVolumeSource { TargetPortal = "192.0.2.9", Iqn = Iqn, Lun = 3, InitiatorName = "iqn.2026-01.test:me" }, "n", "data");
        const string Own = "iscsiadm -m iface -I 192.0.2.9:3260:data", Session = "iscsiadm -m node -p 192.0.2.9:3260 -T iqn.2026-01.test:disk -I 192.0.2.9:3260:data";
        await _disks.AttachAsync("a", target, default);
        Assert.Equal(["iscsiadm -m iface -I default -o show", $"{Own} -o new", $"{Own} -o update -n iface.transport_name -v tcp", $"{Own} -o update -n iface.initiatorname -v iqn.2026-01.test:me", $"{Session} -o new", $"{Session} --login"], _ran);
        _ran.Clear();
        await _disks.ReleaseAsync("a", default);
        Assert.Equal([$"{Session} --logout", $"{Session} -o delete", $"{Own} -o delete"], _ran);
    }

    public void Dispose()
    {
        _disks.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task<IReadOnlyDictionary<string, string>> SecretAsync(SecretReference secret, CancellationToken cancellation) => secret is { Name: "s", Namespace: "n" }
        ? Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["discovery.sendtargets.auth.username"] = "finder", ["node.session.auth.username"] = "me", ["node.session.auth.password"] = "hush", ["other"] = "x" })
        : throw new VolumeException($"secret \"{secret.Namespace}/{secret.Name}\" not found");

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
            case "iscsiadm" when words.Contains("show"): return Task.FromResult("# BEGIN RECORD 2.1.8\niface.iscsi_ifacename = default\niface.net_ifacename = <empty>\niface.transport_name = tcp\niface.initiatorname = <empty>\n# END RECORD\n");
            case "umount": _mounts.Remove(words[^1]); break;
            case "iscsiadm" when words.Contains("--login"): Appears(3, "sdz"); break;
            case "blkid": return Task.FromResult("TYPE=ext4\n");
        }
        return Task.FromResult("");
    }
}
