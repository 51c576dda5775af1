using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Scheduler;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Conformance.Tests.Kit;

/// <summary>API server, controllers and scheduler in one process, with fake nodes.</summary>
public class ControlPlane : IAsyncLifetime
{
    /// <summary>Everything is there by then, or never will be.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(30);
    private readonly CancellationTokenSource _ending = new();
    private readonly double _speed;
    private readonly int _count;
    private Task _running = Task.CompletedTask;
    private int _namespaces;

    public ControlPlane() : this(1) { }

    protected ControlPlane(double speed, int nodes = 2) => (_speed, _count) = (speed, nodes);

    public TestServer Server { get; private set; } = null!;

    public ApiClient Client { get; private set; } = null!;

    public FakeNode[] Nodes { get; private set; } = [];

    public TimeProvider Time { get; private set; } = TimeProvider.System;

    /// <summary>What the server is told beside what tests tell it anyway.</summary>
    protected virtual KubeSharp.ApiServer.ApiServerOptions Configure(KubeSharp.ApiServer.ApiServerOptions options) => options;

    public virtual async Task InitializeAsync()
    {
        Time = _speed == 1 ? TimeProvider.System : new FastClock(_speed);
        Server = await TestServer.StartAsync(Configure, Time);
        Client = new ApiClient(new RestConfig { Server = Server.Address }, Time);
        var informers = new InformerFactory(Client, Time, NullLoggerFactory.Instance);
        Nodes = [.. Enumerable.Range(1, _count).Select(n => new FakeNode(Client, informers, $"node-{n}", Time))];
        var work = Nodes.Select(n => n.RunAsync(_ending.Token)).Append(informers.RunAsync(_ending.Token))
            .Append(new ControllersRole(new ControllersOptions { RootAuthorityPem = "test", SignCertificate = static (_, _, _) => throw new InvalidOperationException("nobody signs here") }, Client, Time, NullLoggerFactory.Instance).RunAsync(_ending.Token))
            .Append(new SchedulerRole(new SchedulerOptions(), Client, Time, NullLoggerFactory.Instance).RunAsync(_ending.Token)).ToArray();
        _running = Task.WhenAll(work);
        await AwaitAsync(async () => (await Client.ListAsync<Node>(null, ListOptions.All, default)).Items, n => n.Count == _count && n.All(static i => i.Spec.Taints.Count == 0 && i.Status.Allocatable.Count > 0), $"{_count} nodes");
    }

    public virtual async Task DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Client.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>What becomes of pods on all nodes.</summary>
    public void Behave(Func<Pod, PodOutcome> behaviour)
    {
        foreach (var node in Nodes) { node.Behave = behaviour; }
        foreach (var node in Nodes) { node.LookAgain(); }
    }

    /// <summary>A new namespace that is ready for pods.</summary>
    public async Task<string> NamespaceAsync()
    {
        var name = $"test-{Interlocked.Increment(ref _namespaces)}";
        await Client.CreateAsync(new Namespace { Metadata = new ObjectMeta { Name = name } }, default);
        await AwaitAsync<ServiceAccount>(name, "default", static a => a is not null, "the default account");
        return name;
    }

    /// <summary>Waits for a condition of an object; null: it is not there.</summary>
    public Task<T> AwaitAsync<T>(string ns, string name, Func<T?, bool> condition, string what) where T : class, IApiObject<T> => AwaitAsync(async () =>
    {
        try { return await Client.GetAsync<T>(ns, name, default); }
        catch (StatusException e) when (e.Status.Code == 404) { return null!; }
    }, condition!, what);

    /// <summary>Waits for a condition of all objects of a kind in a namespace.</summary>
    public Task<IReadOnlyList<T>> AwaitAllAsync<T>(string ns, Func<IReadOnlyList<T>, bool> condition, string what) where T : class, IApiObject<T> =>
        AwaitAsync(async () => (IReadOnlyList<T>)[.. (await Client.ListAsync<T>(ns, ListOptions.All, default)).Items], condition, what);

    /// <summary>Changes an object, again after a conflict.</summary>
    public async Task<T> ChangeAsync<T>(string ns, string name, Func<T, T> change) where T : class, IApiObject<T>
    {
        while (true)
        {
            try { return await Client.UpdateAsync(change(await Client.GetAsync<T>(ns, name, default)), default); }
            catch (StatusException e) when (e.Status.Code == 409) { }
        }
    }

    private static async Task<T> AwaitAsync<T>(Func<Task<T>> look, Func<T, bool> condition, string what)
    {
        using var ending = new CancellationTokenSource(Patience);
        while (true)
        {
            var seen = await look();
            if (condition(seen)) { return seen; }
            if (ending.IsCancellationRequested) { throw new TimeoutException($"waited {Patience} for {what}; there was: {Shown(seen)}"); }
            await Task.Delay(_lookEvery);
        }
    }

    private static string Shown<T>(T seen) => seen switch
    {
        null => "nothing",
        IApiObject one => Text(one),
        System.Collections.IEnumerable many => string.Join("\n", many.Cast<object>().Select(static o => o is IApiObject one ? Text(one) : $"{o}")),
        _ => $"{seen}",
    };

    private static string Text(IApiObject value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new System.Text.Json.Utf8JsonWriter(buffer)) { value.Write(writer); }
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
