using KubeSharp.Api.Core.V1;
using KubeSharp.Cri.Processes;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>
/// Disks of other machines: logged into by the system's own initiator (iscsiadm), made a file system of where they are blank, mounted once on the
/// node and bound into each pod. Who uses one is written down in files, so that the last pod logs out, whatever restarts meanwhile. Source: Volumes, iscsi.
/// </summary>
public sealed class IscsiDisks(string rootFolder, IscsiMachine machine) : IDisposable
{
    private const int DeviceMaxSeconds = 10;
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly string[] _chap = ["username", "password", "username_in", "password_in"];
    private static readonly IReadOnlyDictionary<string, string> _nothing = new Dictionary<string, string>();
    // One login, mount or logout at a time. No other lock is taken under it.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _folder = Path.Combine(rootFolder, "plugins", "kubernetes.io", "iscsi");

    /// <summary>Mounts the disk at a folder of the pod, and gives it to the pod's group; can be repeated. Returns the folder.</summary>
    /// <exception cref="VolumeException">It cannot be had now.</exception>
    public Task<string> MountAsync(string podUid, string folder, IscsiTarget target, IEnumerable<string> options, PodSecurityContext? security, CancellationToken cancellation) => machine.IsMounted(folder) ? Task.FromResult(folder) : InTurnAsync(async () =>
    {
        var (place, device) = await TakeAsync(podUid, target, cancellation);
        var mount = Directory.CreateDirectory(Path.Combine(place, "mount")).FullName;
        if (!machine.IsMounted(mount))
        {
            await PrepareAsync(device, target, cancellation);
            string[] wanted = [.. options, target.IsReadOnly ? "ro" : "rw"];
            await machine.RunAsync("mount", ["-t", target.FileSystem, "-o", string.Join(',', wanted), device, mount], cancellation);
        }
        Directory.CreateDirectory(folder);
        await machine.RunAsync("mount", ["--bind", mount, folder], cancellation);
        if (target.IsReadOnly) { await machine.RunAsync("mount", ["-o", "remount,bind,ro", folder], cancellation); }
        else if (security?.FsGroup is { } group) { VolumeOwnership.Give(folder, group, security.FsGroupChangePolicy, readOnly: false); }
        return folder;
    }, cancellation);

    /// <summary>Logs into the disk for a pod that wants it as a device; can be repeated. Returns the device.</summary>
    /// <exception cref="VolumeException">It cannot be had now.</exception>
    public Task<string> AttachAsync(string podUid, IscsiTarget target, CancellationToken cancellation) => InTurnAsync(async () => (await TakeAsync(podUid, target, cancellation)).Device, cancellation);

    /// <summary>Lets go what the pod used, whose own mounts are gone already: what no other pod uses is unmounted and logged out of. Can be repeated.</summary>
    /// <exception cref="IOException">One stays.</exception>
    public async Task ReleaseAsync(string podUid, CancellationToken cancellation)
    {
        if (!Directory.Exists(_folder)) { return; }
        try
        {
            await InTurnAsync(async () =>
            {
                foreach (var place in Directory.GetDirectories(_folder, "*-lun-*", SearchOption.AllDirectories).Where(p => File.Exists(UserOf(p, podUid)))) { await ReleaseAsync(place, podUid, cancellation); }
                return "";
            }, cancellation);
        }
        catch (VolumeException e) { throw new IOException(e.Message, e); }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static string UserOf(string place, string podUid) => Path.Combine(place, "users", podUid);

    private async Task<string> InTurnAsync(Func<Task<string>> act, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try { return await act(); }
        catch (CommandException e) { throw new VolumeException($"iscsi: {e.Message}", e); }
        finally { _turn.Release(); }
    }

    // The use is written down before anything is done, so that what is found half done is let go, too.
    private async Task<(string Place, string Device)> TakeAsync(string podUid, IscsiTarget target, CancellationToken cancellation)
    {
        var place = Path.Combine(_folder, "iface-" + target.Interface, target.FolderName);
        Directory.CreateDirectory(Path.Combine(place, "users"));
        await File.WriteAllLinesAsync(Path.Combine(place, "target"), [target.Iqn, target.Interface, .. target.Portals], cancellation);
        await File.WriteAllTextAsync(UserOf(place, podUid), "", cancellation);
        if (Device(target) is { } there) { return (place, there); }
        var secret = target is { Secret: { } reference } && (target.DiscoversByChap || target.LogsInByChap) ? await machine.SecretAsync(reference, cancellation) : _nothing;
        if (target.InitiatorName.Length > 0) { await MakeInterfaceAsync(target, cancellation); }
        var failures = new List<string>();
        foreach (var portal in target.Portals)
        {
            try { await LogInAsync(portal, target, secret, cancellation); }
            catch (CommandException e) { failures.Add(e.Message); }
        }
        if (failures.Count == target.Portals.Length && target.InitiatorName.Length > 0) { await machine.RunAsync("iscsiadm", [.. Interface(target.Interface), "-o", "delete"], cancellation); }
        if (failures.Count == target.Portals.Length) { throw new VolumeException($"failed to get any path for iscsi disk, last err seen: {failures[^1]}"); }
        for (var begin = machine.Time.GetTimestamp(); ; await Task.Delay(_lookEvery, machine.Time, cancellation))
        {
            if (Device(target) is { } device) { return (place, device); }
            if (machine.Time.GetElapsedTime(begin).TotalSeconds > DeviceMaxSeconds) { throw new VolumeException($"iscsi: {target.Iqn} has no disk of number {target.Lun}"); }
        }
    }

    // One that is there is made like the other again: its last maker may not have come to the end.
    private async Task MakeInterfaceAsync(IscsiTarget target, CancellationToken cancellation)
    {
        var shown = await machine.RunAsync("iscsiadm", [.. Interface(target.BaseInterface), "-o", "show"], cancellation);
        var fields = shown.Split('\n').Where(static l => !l.StartsWith('#')).Select(static l => l.Split(" = ", 2)).Where(static f => f is [not ("iface.iscsi_ifacename" or "iface.initiatorname"), not "<empty>"]);
        try { await machine.RunAsync("iscsiadm", [.. Interface(target.Interface), "-o", "new"], cancellation); }
        catch (CommandException e) when (e.Message.Contains("ended with 15", StringComparison.Ordinal)) { /* as above */ }
        foreach (var field in fields.Append(["iface.initiatorname", target.InitiatorName])) { await machine.RunAsync("iscsiadm", [.. Interface(target.Interface), "-o", "update", "-n", field[0].Trim(), "-v", field[1].Trim()], cancellation); }
    }

    private async Task LogInAsync(string portal, IscsiTarget target, IReadOnlyDictionary<string, string> secret, CancellationToken cancellation)
    {
        if (target.DiscoversByChap) { await DiscoverAsync(portal, target, secret, cancellation); }
        else { await machine.RunAsync("iscsiadm", [.. Node(portal, target.Iqn, target.Interface), "-o", "new"], cancellation); }
        if (target.LogsInByChap) { await UseChapAsync(Node(portal, target.Iqn, target.Interface), "node.session.auth", secret, cancellation); }
        try { await machine.RunAsync("iscsiadm", [.. Node(portal, target.Iqn, target.Interface), "--login"], cancellation); }
        // Another disk of the target is in use: its session is there.
        catch (CommandException e) when (e.Message.Contains("ended with 15", StringComparison.Ordinal)) { await machine.RunAsync("iscsiadm", [.. Node(portal, target.Iqn, target.Interface), "--rescan"], cancellation); }
    }

    // What is found gets its record by it.
    private async Task DiscoverAsync(string portal, IscsiTarget target, IReadOnlyDictionary<string, string> secret, CancellationToken cancellation)
    {
        string[] record = ["-m", "discoverydb", "-t", "sendtargets", "-p", portal, "-I", target.Interface];
        await machine.RunAsync("iscsiadm", [.. record, "-o", "new"], cancellation);
        await UseChapAsync(record, "discovery.sendtargets.auth", secret, cancellation);
        try { await machine.RunAsync("iscsiadm", [.. record, "--discover"], cancellation); }
        catch (CommandException)
        {
            await machine.RunAsync("iscsiadm", [.. record, "-o", "delete"], cancellation);
            throw;
        }
    }

    private async Task UseChapAsync(string[] record, string prefix, IReadOnlyDictionary<string, string> secret, CancellationToken cancellation)
    {
        foreach (var (name, value) in _chap.Select(k => ($"{prefix}.{k}", secret.GetValueOrDefault($"{prefix}.{k}", ""))).Where(static f => f.Item2.Length > 0).Prepend(($"{prefix}.authmethod", "CHAP")))
        {
            try { await machine.RunAsync("iscsiadm", [.. record, "-o", "update", "-n", name, "-v", value], cancellation); }
            // What the command was told must not be read in an event.
            catch (CommandException) { throw new CommandException($"iscsiadm {string.Join(' ', record)} could not set {name}"); }
        }
    }

    private static string[] Interface(string name) => ["-m", "iface", "-I", name];

    private static string[] Node(string portal, string iqn, string via) => ["-m", "node", "-p", portal, "-T", iqn, "-I", via];

    // As the kernel lists it: a disk that several paths lead to is the one that holds them.
    private string? Device(IscsiTarget target)
    {
        var sessions = Path.Combine(machine.SysFolder, "class", "iscsi_session");
        if (!Directory.Exists(sessions)) { return null; }
        foreach (var session in Directory.EnumerateDirectories(sessions).Where(s => File.Exists(Path.Combine(s, "targetname")) && File.ReadAllText(Path.Combine(s, "targetname")).Trim() == target.Iqn).Order(StringComparer.Ordinal))
        {
            foreach (var bus in Directory.EnumerateDirectories(Path.Combine(session, "device"), "target*"))
            {
                foreach (var disk in Directory.EnumerateDirectories(bus, $"*:*:*:{target.Lun}").Select(static d => Path.Combine(d, "block")).Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories))
                {
                    var holders = Path.Combine(disk, "holders");
                    var holder = Directory.Exists(holders) ? Directory.EnumerateFileSystemEntries(holders, "dm-*").Select(Path.GetFileName).FirstOrDefault() : null;
                    return $"/dev/{holder ?? Path.GetFileName(disk)}";
                }
            }
        }
        return null;
    }

    private async Task PrepareAsync(string device, IscsiTarget target, CancellationToken cancellation)
    {
        if (!await IsBlankAsync(device, cancellation))
        {
            // What it mends is mended; what it cannot mend, the mount tells.
            try { await machine.RunAsync("fsck", ["-a", device], cancellation); }
            catch (CommandException) { /* as above */ }
            return;
        }
        if (target.IsReadOnly) { throw new VolumeException($"cannot mount unformatted disk {device} as it is read-only"); }
        await machine.RunAsync($"mkfs.{target.FileSystem}", target.FileSystem is "ext3" or "ext4" ? ["-F", "-m0", device] : [device], cancellation);
    }

    // Compat: blkid ends with 2 where it finds neither a file system nor a partition table; that, and nothing else, means blank. Pinned by IscsiDisksTests.
    private async Task<bool> IsBlankAsync(string device, CancellationToken cancellation)
    {
        try { return (await machine.RunAsync("blkid", ["-p", "-s", "TYPE", "-s", "PTTYPE", "-o", "export", device], cancellation)).Trim().Length == 0; }
        catch (CommandException e) when (e.Message.Contains("ended with 2:", StringComparison.Ordinal)) { return true; }
    }

    private async Task ReleaseAsync(string place, string podUid, CancellationToken cancellation)
    {
        var users = Directory.EnumerateFiles(Path.Combine(place, "users")).Select(Path.GetFileName).ToArray();
        if (users is not [var last] || last != podUid) { File.Delete(UserOf(place, podUid)); return; }
        var mount = Path.Combine(place, "mount");
        if (machine.IsMounted(mount)) { await machine.RunAsync("umount", [mount], cancellation); }
        if (await File.ReadAllLinesAsync(Path.Combine(place, "target"), cancellation) is [var iqn, var via, .. var portals] && !Directory.EnumerateDirectories(Path.GetDirectoryName(place)!).Any(o => o != place && o.Contains($"-{iqn}-lun-", StringComparison.Ordinal)))
        {
            foreach (var portal in portals)
            {
                // 21: there is no session, or no record of one.
                try { await machine.RunAsync("iscsiadm", [.. Node(portal, iqn, via), "--logout"], cancellation); }
                catch (CommandException e) when (e.Message.Contains("ended with 21", StringComparison.Ordinal)) { continue; }
                await machine.RunAsync("iscsiadm", [.. Node(portal, iqn, via), "-o", "delete"], cancellation);
            }
            if (portals is [var first, ..] && IscsiTarget.IsOwnInterface(via, first)) { await machine.RunAsync("iscsiadm", [.. Interface(via), "-o", "delete"], cancellation); }
        }
        Directory.Delete(place, recursive: true);
    }
}
