using System.Net;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Facade;
using KubeSharp.Storage.Tests.Embedded;

namespace KubeSharp.Storage.Tests.Facade;

public sealed class EtcdFacadeTests
{
    [Fact]
    public async Task Without_a_certificate_only_this_machine_is_served()
    {
        using var folder = new TemporaryFolder();
        await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = folder.Path }, TimeProvider.System, default);
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => EtcdFacade.StartAsync(store, new EtcdFacadeOptions(new IPEndPoint(IPAddress.Any, 0)), default));
        Assert.Contains("needs a certificate", refused.Message);
    }
}
