using System.Diagnostics;
using KubeSharp.Integration.Tests.Containers;

namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>
/// Two nodes of which the second runs its containers in a containerd that is not its own, as a machine has one: in the second node's
/// namespaces, its files in one folder, the folder of network plug-ins' configuration (/etc/cni) its own.
/// </summary>
public sealed class SharedRuntimeFixture : TwoNodesFixture
{
    private readonly string _machine = Directory.CreateTempSubdirectory("ksr-").FullName;
    private Process? _containerd, _agent;
    private string[] _agentWords = [];

    /// <inheritdoc/>
    protected override (string Name, string Port) Place => ("itc", "7753");

    private string Node => Path.Combine(Folder, "home", Place.Name, "nodes", "m02");

    private string Socket => Path.Combine(_machine, "containerd.sock");

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        // Its agent as it was started, but with that runtime; and its own containerd is not needed any more.
        foreach (var (id, words) in Processes())
        {
            if (words is [_, "agent", ..] && words.Contains(Node)) { _agentWords = [.. words.Where(static w => w != "--detach"), "--runtime", $"unix://{Socket}"]; }
            else if (!words.Contains($"{Node}/containerd/config.toml")) { continue; }
            await RunAsync("/bin/kill", "-TERM", id);
        }
        await File.WriteAllTextAsync(Path.Combine(_machine, "config.toml"), $"""
            version = 2
            root = "{_machine}/root"
            state = "{_machine}/state"
            oom_score = 0
            disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
            [grpc]
              address = "{Socket}"
            [plugins."io.containerd.internal.v1.opt"]
              path = "{_machine}/opt"
            [plugins."io.containerd.grpc.v1.cri"]
              sandbox_image = "kubesharp.local/pause:1"
              disable_apparmor = true
              restrict_oom_score_adj = true
              stream_server_address = "127.0.0.1"
              stream_server_port = "0"
            [plugins."io.containerd.grpc.v1.cri".cni]
              bin_dir = "/usr/lib/cni"
            """);
        await InsideAsync("mkdir \"$0/upper\" \"$0/work\" && mount -t overlay overlay -o \"lowerdir=/etc,upperdir=$0/upper,workdir=$0/work\" /etc");
        await StartRuntimeAsync();
        foreach (var image in (string[])["kubesharp.local/pause:1", NodeCluster.Image])
        {
            await RunAsync("/bin/sh", "-c", "ctr -a \"$1\" -n k8s.io images export \"$0/image.tar\" \"$3\" && ctr -a \"$2\" -n k8s.io images import \"$0/image.tar\"", _machine, Path.Combine(Folder, "home", Place.Name, "containerd", "containerd.sock"), Socket, image);
        }
        StartAgent();
        await AwaitAsync(() => KubectlAsync("get", "node", SecondNode, "-o", "jsonpath={.status.conditions[?(@.type=='Ready')].status} {.status.nodeInfo.kubeletVersion}"), static said => said.StartsWith("True", StringComparison.Ordinal));
    }

    /// <summary>Kills the containerd and starts it again.</summary>
    public async Task RestartRuntimeAsync()
    {
        _containerd!.Kill();
        await _containerd.WaitForExitAsync();
        await StartRuntimeAsync();
    }

    /// <summary>Kills the node's agent and starts it again.</summary>
    public async Task RestartAgentAsync()
    {
        _agent!.Kill();
        await _agent.WaitForExitAsync();
        StartAgent();
    }

    /// <summary>What the runtime has of pods; empty: nothing.</summary>
    public Task<string> ContainersAsync() => RunAsync("/usr/bin/ctr", "-a", Socket, "-n", "k8s.io", "containers", "ls", "-q");

    // The image of the node's tests: what pods of these run.
    protected override async Task LoadImagesAsync()
    {
        var context = Directory.CreateDirectory(Path.Combine(Folder, "image", "bin")).FullName;
        File.Copy("/bin/busybox", Path.Combine(context, "busybox"));
        foreach (var applet in (string[])["sh", "sleep", "echo", "wget", "httpd", "mkdir", "cat"]) { File.CreateSymbolicLink(Path.Combine(context, applet), "busybox"); }
        await File.WriteAllTextAsync(Path.Combine(Folder, "image", "Dockerfile"), "FROM scratch\nCOPY bin /bin\n");
        await RunAsync(Binary, "image", "build", "-p", Place.Name, "-t", NodeCluster.Image, Path.Combine(Folder, "image"));
    }

    protected override async Task CheckGoneAsync()
    {
        await base.CheckGoneAsync();
        Assert.DoesNotContain(_machine + "/", await File.ReadAllTextAsync("/proc/mounts"), StringComparison.Ordinal);
        Directory.Delete(_machine, recursive: true);
    }

    // The deletion knows nothing of this agent and this containerd.
    public override async Task DisposeAsync()
    {
        foreach (var process in (Process?[])[_agent, _containerd])
        {
            if (process is null) { continue; }
            await RunAsync("/bin/kill", "-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await process.WaitForExitAsync();
            process.Dispose();
        }
        await InsideAsync("umount -l /etc");
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task StartRuntimeAsync()
    {
        _containerd = Inside("exec containerd --config \"$0/config.toml\" >>\"$0/log\" 2>&1 </dev/null");
        for (var limit = Stopwatch.StartNew(); (await ExecuteAsync("/usr/bin/ctr", ["-a", Socket, "version"])).Code != 0; await Task.Delay(50))
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(60) && !_containerd.HasExited, $"containerd does not answer: {await File.ReadAllTextAsync(Path.Combine(_machine, "log"))}");
        }
    }

    private void StartAgent() => _agent = Inside("log=$0/agent.log; exec \"$@\" >>\"$log\" 2>&1 </dev/null", _agentWords);

    private static IEnumerable<(string Id, string[] Words)> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(static f => char.IsAsciiDigit(f[^1])))
        {
            var text = "";
            try { text = File.ReadAllText(Path.Combine(folder, "cmdline")); }
            catch (IOException) { /* it has ended */ }
            if (text.Length > 0) { yield return (Path.GetFileName(folder), text.TrimEnd('\0').Split('\0')); }
        }
    }

    private async Task InsideAsync(string script)
    {
        using var process = Inside(script);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private Process Inside(string script, params string[] words) => Process.Start("/usr/bin/nsenter", ["-t", File.ReadAllText(Path.Combine(Node, "holder.pid")).Split(' ')[0], "-m", "-n", "-u", "--", "/bin/sh", "-c", script, _machine, .. words]);
}
