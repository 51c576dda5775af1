using KubeSharp.Storage.Kit;
using KubeSharp.Storage.Memory;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.Storage.Tests.Memory;

public sealed class MemoryStoreConformance : StoreConformance
{
    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(new MemoryStore(TimeProvider.System));
}

public sealed class MemoryWatchConformance : WatchConformance
{
    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(new MemoryStore(TimeProvider.System));
}

public sealed class MemoryHistoryConformance : HistoryConformance
{
    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(new MemoryStore(TimeProvider.System));
}

public sealed class MemoryLeaseConformance : LeaseConformance
{
    private readonly FakeTimeProvider _time = new();

    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(new MemoryStore(_time));

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
