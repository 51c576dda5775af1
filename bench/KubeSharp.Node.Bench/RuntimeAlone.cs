using System.Diagnostics;
using KubeSharp.Cri;
using KubeSharp.Cri.V1;

namespace KubeSharp.Node.Bench;

/// <summary>What a pod of one container takes a runtime alone: the three calls that no agent can spare.</summary>
internal sealed class RuntimeAlone(CriClient runtime, string image, string cgroup) : IDisposable
{
    private readonly string _logs = Directory.CreateTempSubdirectory("kubesharp-bench-").FullName;

    /// <summary>Milliseconds of sandbox, creation and start.</summary>
    public async Task<(double Sandbox, double Create, double Start)> StartAsync(string name, List<string> made)
    {
        var sandbox = new PodSandboxConfig
        {
            Metadata = new PodSandboxMetadata { Name = name, Namespace = "bench", Uid = $"bench-{name}" },
            Hostname = name,
            LogDirectory = Directory.CreateDirectory(Path.Combine(_logs, name)).FullName,
            Linux = new LinuxPodSandboxConfig { CgroupParent = cgroup, SecurityContext = new LinuxSandboxSecurityContext { NamespaceOptions = new NamespaceOption { Pid = NamespaceMode.Container } } },
        };
        var began = Stopwatch.GetTimestamp();
        var id = (await runtime.RunPodSandboxAsync(new RunPodSandboxRequest { Config = sandbox })).PodSandboxId;
        var ran = Stopwatch.GetTimestamp();
        lock (made) { made.Add(id); }
        var container = new ContainerConfig
        {
            Metadata = new ContainerMetadata { Name = "c" },
            Image = new ImageSpec { Image = image },
            Command = { "sleep", "600" },
            LogPath = "c.log",
            Linux = new LinuxContainerConfig { SecurityContext = new LinuxContainerSecurityContext { NamespaceOptions = new NamespaceOption { Pid = NamespaceMode.Container } } },
        };
        var created = (await runtime.CreateContainerAsync(new CreateContainerRequest { PodSandboxId = id, Config = container, SandboxConfig = sandbox })).ContainerId;
        var done = Stopwatch.GetTimestamp();
        await runtime.StartContainerAsync(new StartContainerRequest { ContainerId = created });
        return (Stopwatch.GetElapsedTime(began, ran).TotalMilliseconds, Stopwatch.GetElapsedTime(ran, done).TotalMilliseconds, Stopwatch.GetElapsedTime(done).TotalMilliseconds);
    }

    /// <summary>Takes sandboxes away.</summary>
    public async Task RemoveAsync(List<string> made)
    {
        foreach (var id in made)
        {
            await runtime.StopPodSandboxAsync(new StopPodSandboxRequest { PodSandboxId = id });
            await runtime.RemovePodSandboxAsync(new RemovePodSandboxRequest { PodSandboxId = id });
        }
        made.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_logs, recursive: true);
}
