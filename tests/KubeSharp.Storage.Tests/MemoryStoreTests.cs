using KubeSharp.Storage.Kit;
using KubeSharp.Storage.Memory;

namespace KubeSharp.Storage.Tests;

public sealed class MemoryStoreTests : StoreConformance
{
    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(new MemoryStore(TimeProvider.System));
}
