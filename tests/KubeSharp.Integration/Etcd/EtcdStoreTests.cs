using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Storage;
using KubeSharp.Storage.Etcd;
using KubeSharp.Storage.Kit;
using static KubeSharp.Storage.Kit.Words;

namespace KubeSharp.Integration.Tests.Etcd;

public sealed class EtcdStoreTests
{
    [Fact]
    public async Task A_watch_goes_on_after_etcd_was_killed_and_came_back()
    {
        using var server = new EtcdServer();
        await using var store = await server.ConnectAsync();
        await store.PutAsync("a", "1");
        await using var watch = new Watcher(store, Watch(2));
        Assert.Equal("2+a=1", Show(await watch.UntilAsync(2)));
        server.Restart();
        await using var other = await server.ConnectAsync();
        await other.PutAsync("a", "2");
        Assert.Equal("2+a=1 3+a=2", Show(await watch.UntilAsync(3)));
    }

    [Fact]
    public async Task An_etcd_that_is_not_there_is_told()
    {
        await using var store = new EtcdStore(new EtcdStoreOptions { Endpoints = [new Uri("http://127.0.0.1:1")], DeadlineSeconds = 2 }, TimeProvider.System);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PutAsync("a", "1"));
        Assert.Contains("127.0.0.1:1", error.Message);
    }

    [Fact]
    public async Task History_is_forgotten_up_to_the_turn_before_by_one_of_several_servers()
    {
        using var server = new EtcdServer();
        await using var store = await server.ConnectAsync();
        var (one, other) = (new StoreCompaction(store, TimeSpan.FromMinutes(5), TimeProvider.System), new StoreCompaction(store, TimeSpan.FromMinutes(5), TimeProvider.System));
        var first = await store.PutAsync("a", "1");
        await store.PutAsync("a", "2");
        // The first turn only looks where the store stands.
        Assert.False(await one.TakeTurnAsync(default));
        Assert.False(await other.TakeTurnAsync(default));
        Assert.Equal("a=1", Show((await store.ReadAsync("a", revision: first)).Items));
        await store.PutAsync("a", "3");
        Assert.True(await one.TakeTurnAsync(default));
        Assert.False(await other.TakeTurnAsync(default));
        await Assert.ThrowsAsync<CompactedException>(() => store.ReadAsync("a", revision: first));
        Assert.Equal("a=3", Show((await store.ReadAsync("a")).Items));
    }

    [Fact]
    public async Task Values_are_spliced_when_they_are_read()
    {
        using var server = new EtcdServer();
        await using var store = await server.ConnectAsync(static o => o with { SpliceOnRead = static (value, revision) => Bytes($"{Text(value)}@{revision}") });
        var told = 0L;
        await store.CommitAsync(Always(Put("a", "v")) with { Splice = (value, revision) => { told = revision; return value; } }, default);
        Assert.Equal((2L, "a=v@2"), (told, Show((await store.ReadAsync("a")).Items)));
        await using var watch = new Watcher(store, Watch(2));
        Assert.Equal("2+a=v@2", Show(await watch.UntilAsync(2)));
    }

    [Fact]
    public async Task With_tls_both_sides_show_certificates_and_a_stranger_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("kubesharp-etcd-pki-");
        try
        {
            var (authority, certificate, key) = WritePki(folder.FullName);
            using var server = new EtcdServer("--cert-file", certificate, "--key-file", key, "--trusted-ca-file", authority, "--client-cert-auth");
            await using var store = await server.ConnectAsync(o => o with { AuthorityFile = authority, CertificateFile = certificate, KeyFile = key });
            Assert.Equal(2, await store.PutAsync("a", "1"));
            await using var stranger = await server.ConnectAsync(o => o with { AuthorityFile = authority, DeadlineSeconds = 3 });
            await Assert.ThrowsAsync<StoreUnavailableException>(() => stranger.PutAsync("a", "2"));
            await using var deceived = await server.ConnectAsync(o => o with { CertificateFile = certificate, KeyFile = key, DeadlineSeconds = 3 });
            await Assert.ThrowsAsync<StoreUnavailableException>(() => deceived.PutAsync("a", "2"));
        }
        finally { folder.Delete(recursive: true); }
    }

    private static (string Authority, string Certificate, string Key) WritePki(string folder)
    {
        var (authority, certificate, key) = (Path.Combine(folder, "ca.crt"), Path.Combine(folder, "one.crt"), Path.Combine(folder, "one.key"));
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=authority", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(from, to);
        using var ownKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=one", ownKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var own = request.Create(root, from, to, [1, 2, 3]);
        File.WriteAllText(authority, root.ExportCertificatePem());
        File.WriteAllText(certificate, own.ExportCertificatePem());
        File.WriteAllText(key, ownKey.ExportPkcs8PrivateKeyPem());
        return (authority, certificate, key);
    }
}
