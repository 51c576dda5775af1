using System.Diagnostics;
using KubeSharp.Cri.Containerd;
using KubeSharp.Cri.Images;
using KubeSharp.Cri.V1;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>On the real containerd: what is built runs, survives its death, and leaves nothing.</summary>
public sealed class ContainerdTests : IAsyncLifetime
{
    private const string Busybox = "kubesharp.local/busybox:1";
    private readonly string _folder = Directory.CreateTempSubdirectory("ks-").FullName;
    private ContainerdInstance _containerd = null!;
    private ImageLoader _images = null!;

    public async Task InitializeAsync()
    {
        _containerd = new ContainerdInstance(new ContainerdOptions { Folder = Path.Combine(_folder, "c") }, TimeProvider.System);
        await _containerd.EnsureRunningAsync(default);
        _images = new ImageLoader(_containerd.SocketPath);
        await PauseImage.EnsureAsync(_images, default);
    }

    public async Task DisposeAsync()
    {
        await _containerd.DeleteAsync(default);
        await _containerd.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_image_built_here_runs_logs_and_answers_and_all_of_it_goes_away()
    {
        await BuildBusyboxAsync();
        Assert.Contains(Busybox, await _images.ListAsync(default));
        var (pod, container) = await RunAsync(["/bin/sh", "-c", "echo hello; echo $GREETING; exec sleep 1000"]);
        var executed = await _containerd.Runtime.ExecSyncAsync(new ExecSyncRequest { ContainerId = container, Cmd = { "/bin/cat", "/etc/greeting" }, Timeout = 10 });
        Assert.Equal((0, "copied\n"), (executed.ExitCode, executed.Stdout.ToStringUtf8()));
        var log = Path.Combine(_folder, "logs", "c.log");
        await AwaitAsync(() => File.Exists(log) && File.ReadAllText(log).Contains("from the image", StringComparison.Ordinal), () => File.Exists(log) ? File.ReadAllText(log) : "no log");
        await _containerd.Runtime.StopPodSandboxAsync(new StopPodSandboxRequest { PodSandboxId = pod });
        await _containerd.Runtime.RemovePodSandboxAsync(new RemovePodSandboxRequest { PodSandboxId = pod });
        Assert.Empty((await _containerd.Runtime.ListContainersAsync(new ListContainersRequest())).Containers);
    }

    [Fact]
    public async Task Containers_survive_the_death_of_containerd_and_are_found_again()
    {
        await BuildBusyboxAsync();
        var (_, container) = await RunAsync(["/bin/sleep", "1000"]);
        Process.GetProcessById(_containerd.Process!.Value.Id).Kill();
        await AwaitAsync(() => _containerd.Process is null, static () => "containerd still lives");
        Assert.False(await _containerd.EnsureRunningAsync(default));
        var status = await _containerd.Runtime.ContainerStatusAsync(new ContainerStatusRequest { ContainerId = container });
        Assert.Equal(ContainerState.ContainerRunning, status.Status.State);
        await using var other = new ContainerdInstance(new ContainerdOptions { Folder = Path.Combine(_folder, "c") }, TimeProvider.System);
        Assert.True(await other.EnsureRunningAsync(default));
    }

    [Fact]
    public async Task A_delete_leaves_no_process_and_no_mount()
    {
        await BuildBusyboxAsync();
        await RunAsync(["/bin/sleep", "1000"]);
        await _containerd.DeleteAsync(default);
        Assert.DoesNotContain(_folder, File.ReadAllText("/proc/mounts"));
        var left = Directory.GetDirectories("/proc").Where(static d => int.TryParse(Path.GetFileName(d), out _)).Where(d =>
        {
            try { return File.ReadAllText(Path.Combine(d, "cmdline")).Contains(_folder, StringComparison.Ordinal) && !d.EndsWith($"/{Environment.ProcessId}", StringComparison.Ordinal); }
            catch (IOException) { return false; }
        });
        Assert.Empty(left);
    }

    private async Task BuildBusyboxAsync()
    {
        Assert.True(File.Exists("/bin/busybox"), "busybox is missing: apt-get install busybox-static");
        var context = Directory.CreateDirectory(Path.Combine(_folder, "context")).FullName;
        Directory.CreateDirectory(Path.Combine(context, "bin"));
        File.Copy("/bin/busybox", Path.Combine(context, "bin", "busybox"), overwrite: true);
        foreach (var applet in new[] { "sh", "sleep", "cat" }) { File.CreateSymbolicLink(Path.Combine(context, "bin", applet), "busybox"); }
        await File.WriteAllTextAsync(Path.Combine(context, "greeting"), "copied\n");
        await File.WriteAllTextAsync(Path.Combine(context, "Dockerfile"), "FROM scratch\nCOPY bin /bin/\nCOPY greeting /etc/greeting\nENV GREETING=\"from the image\" PATH=/bin\nCMD [\"/bin/sh\"]\n");
        var file = Path.Combine(_folder, "image.tar");
        await new ImageBuilder(null).BuildAsync(Busybox, Path.Combine(context, "Dockerfile"), context, file, new Dictionary<string, string>(), default);
        Assert.Equal([Busybox], await _images.LoadAsync(file, default));
    }

    private async Task<(string Pod, string Container)> RunAsync(string[] command)
    {
        var config = new PodSandboxConfig
        {
            Metadata = new PodSandboxMetadata { Name = "p", Namespace = "default", Uid = Guid.NewGuid().ToString() },
            LogDirectory = Path.Combine(_folder, "logs"),
            Linux = new LinuxPodSandboxConfig { SecurityContext = new LinuxSandboxSecurityContext { NamespaceOptions = new NamespaceOption { Network = NamespaceMode.Node } } },
        };
        var pod = (await _containerd.Runtime.RunPodSandboxAsync(new RunPodSandboxRequest { Config = config })).PodSandboxId;
        var container = new ContainerConfig { Metadata = new ContainerMetadata { Name = "c" }, Image = new ImageSpec { Image = Busybox }, LogPath = "c.log", Linux = new LinuxContainerConfig { SecurityContext = new LinuxContainerSecurityContext { NamespaceOptions = new NamespaceOption { Network = NamespaceMode.Node } } } };
        container.Command.AddRange(command);
        var id = (await _containerd.Runtime.CreateContainerAsync(new CreateContainerRequest { PodSandboxId = pod, Config = container, SandboxConfig = config })).ContainerId;
        await _containerd.Runtime.StartContainerAsync(new StartContainerRequest { ContainerId = id });
        return (pod, id);
    }

    private static async Task AwaitAsync(Func<bool> condition, Func<string> found)
    {
        for (var end = DateTime.UtcNow.AddSeconds(20); !condition(); await Task.Delay(20)) { Assert.True(DateTime.UtcNow < end, found()); }
    }
}
