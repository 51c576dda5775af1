using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Tests.Kit;

/// <summary>A runtime in memory: containers run until they are told to exit.</summary>
public sealed class FakeRuntime(TimeProvider time) : IPodRuntime
{
    private readonly Lock _gate = new();
    private readonly List<(string Uid, SandboxActual Sandbox)> _sandboxes = [];
    private readonly List<(string Uid, ContainerActual Container)> _containers = [];
    private readonly ConcurrentQueue<string> _calls = new();
    private int _ids;

    /// <summary>What was called, in order.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];
    /// <summary>Nothing was called until now.</summary>
    public void ForgetCalls() => _calls.Clear();

    /// <summary>What containers use.</summary>
    public ImmutableArray<ContainerUsage> Usage { get; set; } = [];
    /// <summary>Images that are there.</summary>
    public HashSet<string> Images { get; } = ["web:1", "init:1", "side:1"];
    /// <summary>Images that can be pulled.</summary>
    public HashSet<string> Registry { get; } = [];
    /// <summary>By whose login alone some of them are given.</summary>
    public Dictionary<string, string> Logins { get; } = [];
    /// <summary>The configurations containers were made from.</summary>
    public List<ContainerConfig> Created { get; } = [];
    /// <summary>Why no sandbox can be made; null: it can.</summary>
    public string? SandboxFault { get; set; }
    /// <summary>What a stop does; default: the container exits at once with 0.</summary>
    public Func<string, TimeSpan, CancellationToken, Task>? OnStop { get; set; }

    public ContainerActual Container(string name)
    {
        lock (_gate) { return _containers.Last(c => c.Container.Name == name).Container; }
    }

    public bool Exists(string name)
    {
        lock (_gate) { return _containers.Any(c => c.Container.Name == name); }
    }

    /// <summary>As after a start of the machine: sandboxes and containers are there and none runs, or the runtime has forgotten them.</summary>
    public void Lose(bool forgets)
    {
        lock (_gate)
        {
            if (forgets) { _sandboxes.Clear(); _containers.Clear(); }
            for (var i = 0; i < _sandboxes.Count; i++) { _sandboxes[i] = (_sandboxes[i].Uid, _sandboxes[i].Sandbox with { IsReady = false }); }
            for (var i = 0; i < _containers.Count; i++) { _containers[i] = (_containers[i].Uid, _containers[i].Container with { State = ContainerPhase.Exited, ExitCode = 255, Reason = "Unknown", FinishedAt = time.GetUtcNow() }); }
        }
    }

    public void Exit(string name, int code)
    {
        lock (_gate)
        {
            var i = _containers.FindLastIndex(c => c.Container.Name == name);
            _containers[i] = (_containers[i].Uid, _containers[i].Container with { State = ContainerPhase.Exited, ExitCode = code, FinishedAt = time.GetUtcNow() });
        }
    }

    public Task<RuntimeVersion> GetVersionAsync(CancellationToken cancellation) => Task.FromResult(new RuntimeVersion("fake", "1"));

    public Task<RuntimeReadiness> GetReadinessAsync(CancellationToken cancellation) => Task.FromResult(new RuntimeReadiness(true, true, ""));

    public Task<ImmutableArray<RuntimeSighting>> ListAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return Task.FromResult<ImmutableArray<RuntimeSighting>>([.. _sandboxes.Select(s => new RuntimeSighting(s.Uid, "ns", "pod", s.Sandbox.Id, true, s.Sandbox.IsReady ? ContainerPhase.Running : ContainerPhase.Exited)),
                .. _containers.Select(c => new RuntimeSighting(c.Uid, "ns", "pod", c.Container.Id, false, c.Container.State))]);
        }
    }

    public Task<PodActual> GetPodAsync(string uid, PodActual? previous, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return Task.FromResult(new PodActual(uid, "ns", "pod", [.. _sandboxes.Where(s => s.Uid == uid).Select(static s => s.Sandbox).Reverse()],
                [.. _containers.Where(c => c.Uid == uid).Select(static c => c.Container).Reverse()]));
        }
    }

    public Task<string> RunSandboxAsync(SandboxConfig config, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (SandboxFault is { } fault) { throw new RuntimeException(fault, "Unknown"); }
            var id = $"sandbox-{++_ids}";
            _calls.Enqueue("run-sandbox");
            _sandboxes.Add((config.Uid, new SandboxActual(id, config.Attempt, true, time.GetUtcNow()) { Addresses = ["10.0.0.1"] }));
            return Task.FromResult(id);
        }
    }

    public Task StopSandboxAsync(string id, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _calls.Enqueue("stop-sandbox");
            for (var i = 0; i < _sandboxes.Count; i++)
            {
                if (_sandboxes[i].Sandbox.Id == id) { _sandboxes[i] = (_sandboxes[i].Uid, _sandboxes[i].Sandbox with { IsReady = false }); }
            }
            return Task.CompletedTask;
        }
    }

    public Task RemoveSandboxAsync(string id, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _calls.Enqueue("remove-sandbox");
            _sandboxes.RemoveAll(s => s.Sandbox.Id == id);
            _containers.RemoveAll(c => c.Container.SandboxId == id);
            return Task.CompletedTask;
        }
    }

    public Task<string> CreateContainerAsync(string sandboxId, ContainerConfig container, SandboxConfig sandbox, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var id = $"container-{++_ids}";
            Created.Add(container);
            _containers.Add((sandbox.Uid, new ContainerActual(id, sandboxId, container.Name, container.Attempt, ContainerPhase.Created)
            {
                Image = container.Image,
                CreatedAt = time.GetUtcNow(),
                SpecHash = container.Annotations[ContainerLabels.Hash],
            }));
            return Task.FromResult(id);
        }
    }

    public Task StartContainerAsync(string id, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var i = _containers.FindIndex(c => c.Container.Id == id);
            _containers[i] = (_containers[i].Uid, _containers[i].Container with { State = ContainerPhase.Running, StartedAt = time.GetUtcNow() });
            _calls.Enqueue($"start {_containers[i].Container.Name}");
            return Task.CompletedTask;
        }
    }

    public async Task StopContainerAsync(string id, TimeSpan grace, CancellationToken cancellation)
    {
        string name;
        lock (_gate)
        {
            name = _containers.First(c => c.Container.Id == id).Container.Name;
            _calls.Enqueue($"stop {name} {grace.TotalSeconds:0}");
        }
        if (OnStop is not null) { await OnStop(name, grace, cancellation); }
        Exit(name, 0);
    }

    public Task RemoveContainerAsync(string id, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _calls.Enqueue("remove-container");
            _containers.RemoveAll(c => c.Container.Id == id);
            return Task.CompletedTask;
        }
    }

    public Task UpdateResourcesAsync(string id, ContainerResources resources, CancellationToken cancellation) => Task.CompletedTask;

    public Task ReopenLogAsync(string id, CancellationToken cancellation) => Task.CompletedTask;

    public async Task<ExecOutcome> ExecAsync(string id, ImmutableArray<string> command, TimeSpan timeout, CancellationToken cancellation)
    {
        lock (_gate) { _calls.Enqueue($"exec {string.Join(' ', command)}"); }
        if (command is ["hang"]) { await Task.Delay(Timeout.Infinite, cancellation); }
        return new ExecOutcome(command is ["false"] ? 1 : 0, []);
    }

    public Task<Uri> GetExecAddressAsync(string id, ExecRequest request, CancellationToken cancellation) => Task.FromResult(new Uri("http://127.0.0.1:1/exec"));

    public Task<Uri> GetAttachAddressAsync(string id, ExecRequest request, CancellationToken cancellation) => Task.FromResult(new Uri("http://127.0.0.1:1/attach"));

    public Task<Uri> GetPortForwardAddressAsync(string sandboxId, ImmutableArray<int> ports, CancellationToken cancellation) => Task.FromResult(new Uri("http://127.0.0.1:1/portforward"));

    public Task<ImageActual?> FindImageAsync(string reference, CancellationToken cancellation) =>
        Task.FromResult(Images.Contains(reference) ? new ImageActual(reference, [reference], [], 1) { UserId = 0 } : null);

    public Task<ImmutableArray<ImageActual>> ListImagesAsync(CancellationToken cancellation) => Task.FromResult<ImmutableArray<ImageActual>>([]);

    public Task<string> PullImageAsync(string reference, RegistryLogin? login, SandboxConfig? sandbox, CancellationToken cancellation)
    {
        _calls.Enqueue($"pull {reference}");
        if (!Registry.Contains(reference)) { throw new RuntimeException($"{reference}: not found", "NotFound"); }
        if (Logins.TryGetValue(reference, out var user) && login?.Username != user) { throw new RuntimeException($"{reference}: pull access denied", "Unknown"); }
        Images.Add(reference);
        return Task.FromResult(reference);
    }

    public Task RemoveImageAsync(string reference, CancellationToken cancellation) => Task.CompletedTask;

    public Task<ImmutableArray<ContainerUsage>> GetUsageAsync(CancellationToken cancellation) => Task.FromResult(Usage);

    public Task SetPodRangeAsync(string podRange, CancellationToken cancellation) => Task.CompletedTask;
}
