using System.Text;
using KubeSharp.ApiServer.Encryption;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;
using KubeSharp.Storage;
using KubeSharp.Storage.Memory;

namespace KubeSharp.ApiServer.Tests.Encryption;

/// <summary>What lies in the store, byte by byte, and what the API says of it.</summary>
public sealed class EncryptionTests : IDisposable
{
    private const string Key1 = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string Key2 = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    private readonly string _folder = Directory.CreateTempSubdirectory("kms").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static EncryptionConfiguration Configuration(string providers, string resources = "secrets") => EncryptionConfiguration.Read($$"""
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: [{{resources}}]
          providers: [{{providers}}]
        """, TimeProvider.System);

    private static string Keys(string kind, params string[] names) => $$"""{"{{kind}}":{"keys":[{{string.Join(',', names.Select(static n => $$"""{"name":"{{n}}","secret":"{{(n == "key1" ? Key1 : Key2)}}"}"""))}}]} }""";

    private static async Task<EncryptedStore> SealedAsync(IStore store, EncryptionConfiguration configuration)
    {
        var sealing = new EncryptedStore(store);
        await sealing.TakeAsync(configuration, default);
        return sealing;
    }

    private static async Task<string> RawAsync(IStore store, string key) =>
        Encoding.Latin1.GetString((await store.RangeAsync(new RangeRequest(Encoding.UTF8.GetBytes(key)), default)).Items.Single().Value.Span);

    private static async Task<string> SecretAsync(TestServer server, string name = "s")
    {
        var (code, made) = await server.SendAsync("POST", "/api/v1/namespaces/default/secrets", $$"""{"metadata":{"name":"{{name}}"},"stringData":{"password":"hunter2"} }""");
        Assert.Equal(201, code);
        return made.TextAt("metadata", "resourceVersion")!;
    }

    [Theory]
    [InlineData("aescbc")]
    [InlineData("aesgcm")]
    [InlineData("secretbox")]
    public async Task A_secret_lies_sealed_in_the_store_and_is_read_and_watched_as_it_is(string kind)
    {
        var raw = new MemoryStore(TimeProvider.System);
        await using var store = await SealedAsync(raw, Configuration(Keys(kind, "key1")));
        await using var server = await TestServer.StartAsync(store: store);
        var version = await SecretAsync(server);
        var stored = await RawAsync(raw, "/registry/secrets/default/s");
        Assert.StartsWith($"k8s:enc:{kind}:v1:key1:", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("password", stored, StringComparison.Ordinal);
        var (_, read) = await server.SendAsync("GET", "/api/v1/namespaces/default/secrets/s");
        Assert.Equal(("aHVudGVyMg==", version), (read.TextAt("data", "password"), read.TextAt("metadata", "resourceVersion")));
        var (_, list) = await server.SendAsync("GET", "/api/v1/namespaces/default/secrets");
        Assert.Equal(version, list.At("items")!.ToString().Contains("aHVudGVyMg==", StringComparison.Ordinal) ? ((ArrayNode)list.At("items")!)[0].TextAt("metadata", "resourceVersion") : "");
        var (code, changed) = await server.SendAsync("PATCH", "/api/v1/namespaces/default/secrets/s", """{"stringData":{"more":"x"}}""", "application/merge-patch+json");
        Assert.Equal(200, code);
        Assert.NotEqual(version, changed.TextAt("metadata", "resourceVersion"));
        await server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"c"},"data":{"plain":"text"}}""");
        Assert.Contains("\"plain\":\"text\"", await RawAsync(raw, "/registry/configmaps/default/c"), StringComparison.Ordinal);
        // Another server on the same store, as after a restart, reads it all.
        await using var again = await TestServer.StartAsync(store: store);
        Assert.Equal("eA==", (await again.SendAsync("GET", "/api/v1/namespaces/default/secrets/s")).Body.TextAt("data", "more"));
    }

    [Fact]
    public async Task Objects_are_sealed_anew_by_the_first_key_when_they_are_written_back_unchanged()
    {
        var raw = new MemoryStore(TimeProvider.System);
        await using var store = await SealedAsync(raw, EncryptionConfiguration.None);
        await using var server = await TestServer.StartAsync(store: store);
        await SecretAsync(server);
        Assert.StartsWith("{", await RawAsync(raw, "/registry/secrets/default/s"), StringComparison.Ordinal);
        async Task<string> WriteBackAsync()
        {
            var (_, read) = await server.SendAsync("GET", "/api/v1/namespaces/default/secrets/s");
            Assert.Equal(200, (await server.SendAsync("PUT", "/api/v1/namespaces/default/secrets/s", read.ToString())).Code);
            return await RawAsync(raw, "/registry/secrets/default/s");
        }
        await store.TakeAsync(Configuration($"{Keys("aesgcm", "key1")}, {{\"identity\":{{}}}}"), default);
        Assert.StartsWith("k8s:enc:aesgcm:v1:key1:", await WriteBackAsync(), StringComparison.Ordinal);
        await store.TakeAsync(Configuration(Keys("aesgcm", "key2", "key1")), default);
        Assert.StartsWith("k8s:enc:aesgcm:v1:key2:", await WriteBackAsync(), StringComparison.Ordinal);
        await store.TakeAsync(Configuration($"{Keys("secretbox", "key1")}, {Keys("aesgcm", "key2")}"), default);
        Assert.StartsWith("k8s:enc:secretbox:v1:key1:", await WriteBackAsync(), StringComparison.Ordinal);
        await store.TakeAsync(Configuration($"{{\"identity\":{{}}}}, {Keys("secretbox", "key1")}"), default);
        Assert.Contains("aHVudGVyMg==", await WriteBackAsync(), StringComparison.Ordinal);
        var before = await RawAsync(raw, "/registry/secrets/default/s");
        Assert.Equal(before, await WriteBackAsync());
    }

    [Fact]
    public async Task A_value_under_another_key_or_changed_is_not_opened()
    {
        var raw = new MemoryStore(TimeProvider.System);
        await using var store = await SealedAsync(raw, Configuration(Keys("aesgcm", "key1")));
        await using var server = await TestServer.StartAsync(store: store);
        await SecretAsync(server);
        var item = (await raw.RangeAsync(new RangeRequest("/registry/secrets/default/s"u8.ToArray()), default)).Items.Single();
        async Task<string> MistakeAsync(string key, byte[] value)
        {
            await raw.CommitAsync(new Transaction([], [new PutOperation(Encoding.UTF8.GetBytes(key), value)]), default);
            return (await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.RangeAsync(new RangeRequest(Encoding.UTF8.GetBytes(key)), default))).Message;
        }
        Assert.Contains("unable to transform key \"/registry/secrets/other/s\"", await MistakeAsync("/registry/secrets/other/s", item.Value.ToArray()), StringComparison.Ordinal);
        var changed = item.Value.ToArray();
        changed[^20] ^= 1;
        Assert.Contains("the value was changed", await MistakeAsync("/registry/secrets/other/t", changed), StringComparison.Ordinal);
        Assert.Contains("no matching prefix found", await MistakeAsync("/registry/secrets/other/u", "k8s:enc:aesgcm:v1:lost:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"u8.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"*.\"", "secrets", true)]
    [InlineData("\"*.\"", "deployments.apps", false)]
    [InlineData("\"*.apps\"", "deployments.apps", true)]
    [InlineData("\"*.*\"", "crontabs.stable.example.com", true)]
    [InlineData("crontabs.stable.example.com", "crontabs.stable.example.com", true)]
    [InlineData("secrets", "secrets.example.com", false)]
    public void Resources_are_named_with_their_group_or_by_stars(string pattern, string resource, bool isMeant) =>
        Assert.Equal(isMeant, Configuration(Keys("aescbc", "key1"), pattern).Find(resource) is not null);

    [Fact]
    public async Task A_key_service_seals_one_seed_and_is_asked_again_only_when_its_key_is_turned_over()
    {
        await using var service = await KeyServiceServer.StartAsync(_folder);
        var raw = new MemoryStore(TimeProvider.System);
        EncryptionConfiguration Read() => Configuration($$$"""{"kms":{"apiVersion":"v2","name":"vault","endpoint":"{{{service.Endpoint}}}","timeout":"30s"}}""");
        await using var store = await SealedAsync(raw, Read());
        await using var server = await TestServer.StartAsync(store: store);
        for (var i = 0; i < 5; i++) { await SecretAsync(server, $"s{i}"); }
        Assert.Equal(1, service.Seals);
        var stored = await RawAsync(raw, "/registry/secrets/default/s0");
        Assert.StartsWith("k8s:enc:kms:v2:vault:", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("password", stored, StringComparison.Ordinal);
        service.KeyId = "key-2";
        await store.Configuration.KeyServices[0].RefreshAsync(default);
        Assert.Equal(2, service.Seals);
        var (_, read) = await server.SendAsync("GET", "/api/v1/namespaces/default/secrets/s0");
        Assert.Equal(200, (await server.SendAsync("PUT", "/api/v1/namespaces/default/secrets/s0", read.ToString())).Code);
        Assert.Contains("key-2", await RawAsync(raw, "/registry/secrets/default/s0"), StringComparison.Ordinal);
        Assert.Contains("key-1", await RawAsync(raw, "/registry/secrets/default/s1"), StringComparison.Ordinal);
        // A server that starts later asks once for each seed.
        var later = await SealedAsync(raw, Read());
        await using var again = await TestServer.StartAsync(store: later);
        Assert.Equal("aHVudGVyMg==", (await again.SendAsync("GET", "/api/v1/namespaces/default/secrets/s1")).Body.TextAt("data", "password"));
        Assert.Equal(2, service.Opens);
    }

    [Fact]
    public async Task A_key_service_that_is_not_well_is_told_of_and_keeps_a_configuration_from_counting()
    {
        await using var service = await KeyServiceServer.StartAsync(_folder);
        await using var store = await SealedAsync(new MemoryStore(TimeProvider.System), Configuration($$$"""{"kms":{"apiVersion":"v2","name":"vault","endpoint":"{{{service.Endpoint}}}","timeout":"30s"}}"""));
        await using var server = await TestServer.StartAsync(o => o with { HealthChecks = [("kms-providers", () => store.Trouble.Length == 0)] }, store: store);
        async Task<int> LiveAsync()
        {
            using var response = await server.Client.GetAsync(new Uri("/livez", UriKind.Relative));
            return (int)response.StatusCode;
        }
        Assert.Equal(200, await LiveAsync());
        service.IsWell = false;
        await Assert.ThrowsAsync<EncryptionException>(async () => await store.Configuration.KeyServices[0].RefreshAsync(default));
        Assert.Equal(500, await LiveAsync());
        await SecretAsync(server);
        await Assert.ThrowsAsync<EncryptionException>(async () => await store.TakeAsync(Configuration($$$"""{"kms":{"apiVersion":"v2","name":"other","endpoint":"{{{service.Endpoint}}}","timeout":"30s"}}"""), default));
        await SecretAsync(server, "t");
    }

    [Theory]
    [InlineData("""{"aescbc":{"keys":[{"name":"k","secret":"c2hvcnQ="}]}}""", "resources[0].providers[0].aescbc.keys[0].secret: Invalid value: \"REDACTED\": secret is not of the expected length, got 5, expected one of [16 24 32]")]
    [InlineData("""{"aescbc":{"keys":[{"name":"k","secret":"%%"}]}}""", "secret must be base64 encoded")]
    [InlineData("""{"aescbc":{"keys":[]}}""", "resources[0].providers[0].aescbc.keys: Required value")]
    [InlineData("""{"aescbc":{"keys":[{"name":"k","secret":"MDEyMzQ1Njc4OWFiY2RlZg=="}]},"identity":{}}""", "more than one provider specified in a single element")]
    [InlineData("{}", "provider does not contain any of the expected providers")]
    [InlineData("""{"kms":{"name":"x","endpoint":"unix:///x"}}""", "KMSv1 is deprecated")]
    [InlineData("""{"kms":{"apiVersion":"v2","name":"x","endpoint":"tcp://x"}}""", "resources[0].providers[0].kms.endpoint: Invalid value: \"tcp://x\"")]
    public void A_configuration_that_does_not_hold_is_refused_and_shows_no_key(string provider, string expected)
    {
        var mistake = Assert.Throws<FormatException>(() => Configuration(provider)).Message;
        Assert.Contains(expected, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ", mistake, StringComparison.Ordinal);
    }
}
