using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Devices;
using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Probes;
using KubeSharp.Kubelet.Status;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Machinery.Tracing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Kubelet.Tests.Kit;

/// <summary>One pod's worker on a fake runtime and a standing clock, with what it reported.</summary>
public sealed class PodBench : IAsyncDisposable
{
    private static readonly NodeFacts _facts = new() { Name = "n1", Addresses = ["192.0.2.7"] };
    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("kubelet-tests").FullName;
    private readonly Recorder _recorder = new();
    private readonly NodeAgentOptions _options = new() { NodeName = "n1", Addresses = ["192.0.2.7"] };
    private readonly Prober _prober;
    private Task _running = Task.CompletedTask;

    public PodBench(Pod pod, Func<NodeFacts, NodeFacts>? node = null, Tracer? tracer = null)
    {
        Runtime = new FakeRuntime(Clock);
        _prober = new Prober(Runtime);
        var paths = new PodPaths(_folder, Path.Combine(_folder, "logs"));
        var images = new PodImages(_options, Runtime, _recorder, PullCredentials.OfSecretsOnly, new PullRecords(_folder, ImageVerification.Default, Clock), Clock);
        Services = new PodWorkerServices
        {
            Runtime = Runtime,
            Node = () => node?.Invoke(_facts) ?? _facts,
            Paths = paths,
            Objects = _recorder,
            Images = images,
            Volumes = new PodVolumes(paths, new PersistentVolumes(paths, new NoClaims(), null, new NetworkShares()), new NetworkShares(), new ImageVolumes(images, null), Clock, NullLogger.Instance),
            Mounts = new VolumeMounts(paths),
            Users = new UserMappings(paths),
            Devices = new AllDevices([], new NamedDevices(), static () => true),
            Prober = _prober,
            Events = _recorder,
            Reports = _recorder,
            RuntimeHandler = static (_, _) => Task.FromResult<string?>(null),
            Tracer = tracer,
            Time = Clock,
            Logger = NullLogger.Instance,
        };
        Worker = new PodWorker(Services, pod);
        _recorder.Pod = pod;
    }

    public TestClock Clock { get; } = new();
    /// <summary>The agent's folder.</summary>
    public string Folder => _folder;
    public FakeRuntime Runtime { get; }
    public PodWorkerServices Services { get; }
    public PodWorker Worker { get; }
    public PodStatus Status => _recorder.Status;
    public IReadOnlyList<string> Events { get { lock (_recorder.Said) { return [.. _recorder.Said]; } } }
    public bool IsConfirmedDeleted => _recorder.Deleted;
    public Task Running => _running;

    public void Start() => _running = Worker.RunAsync(_stop.Token);

    /// <summary>Waits until the condition holds; says what was there where it does not come.</summary>
    public async Task UntilAsync(Func<bool> holds, string what)
    {
        for (var i = 0; i < 2000; i++)
        {
            if (holds()) { return; }
            await Task.WhenAny(_recorder.NextAsync(), Task.Delay(5));
        }
        Assert.Fail($"{what} did not come: {Worker.State}, phase {Status.Phase}, calls [{string.Join(", ", Runtime.Calls)}], events [{string.Join(", ", Events)}], containers {Status.ContainerStatuses}");
    }

    public static Pod Pod(string policy = "Always", params Container[] containers) => new()
    {
        Metadata = new ObjectMeta { Name = "pod", Namespace = "ns", Uid = "u1", ResourceVersion = "1" },
        Spec = new PodSpec { NodeName = "n1", RestartPolicy = policy, TerminationGracePeriodSeconds = 30, Containers = containers.Length == 0 ? [new Container { Name = "web", Image = "web:1" }] : containers },
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try { await _running; }
        catch (OperationCanceledException) { }
        _prober.Dispose();
        Directory.Delete(_folder, recursive: true);
        _stop.Dispose();
    }

    private sealed class NoClaims : IVolumeClaims
    {
        public Task<(PersistentVolumeClaim Claim, PersistentVolume Volume)> FindAsync(Pod pod, string claim, bool isOwn, CancellationToken cancellation) => throw new VolumeException("no claims here");
    }

    private sealed class Recorder : IPodEvents, IPodReports, IPodObjectSource
    {
        private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Said { get; } = [];
        public PodStatus Status { get; private set; } = PodStatus.Empty;
        public Pod Pod { get; set; } = Pod.Empty;
        public bool Deleted { get; private set; }

        public Task NextAsync() => _next.Task;

        public void Record(Pod pod, string fieldPath, bool warning, string reason, string message)
        {
            lock (Said) { Said.Add(reason); }
        }

        public Task<Pod?> ReportAsync(Pod pod, PodStatus status, CancellationToken cancellation)
        {
            Status = status;
            Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            return Task.FromResult<Pod?>(pod with { Status = status });
        }

        public Task ConfirmDeletedAsync(Pod pod, CancellationToken cancellation) { Deleted = true; return Task.CompletedTask; }

        public Task<PodObjects> ObserveAsync(Pod pod, CancellationToken cancellation) => Task.FromResult(PodObjects.Empty);

        public DateTimeOffset? RenewAt(Pod pod) => null;

        public void Release(string podUid) { }
    }
}
