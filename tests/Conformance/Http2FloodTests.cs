using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Hosting.Serving;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Conformance.Tests;

/// <summary>Connections that send what costs them little and the server much: each has a bound, and nobody else is disturbed.</summary>
public sealed class Http2FloodTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const byte Ok = 0x88;
    private const int EnhanceYourCalm = 11;
    private const long MemoryGrowthMaxBytes = 64L << 20, TakenMaxBytes = 16L << 20;
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _answerLimit = TimeSpan.FromSeconds(10);
    private TestServer _api = null!;
    private SecureServer _server = null!;
    private X509Certificate2 _certificate = null!;
    private long _memory;

    public async Task InitializeAsync()
    {
        _api = await TestServer.StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        _server = await SecureServer.StartAsync(new SecureServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Certificates = new(_certificate) }, _api.Server.HandleAsync, NullLoggerFactory.Instance, default);
        await AskAsync();
        _memory = GC.GetTotalMemory(forceFullCollection: true);
    }

    // Whatever was sent: others are answered, and what it took is given back.
    public async Task DisposeAsync()
    {
        await AskAsync();
        var grown = GC.GetTotalMemory(forceFullCollection: true) - _memory;
        await _server.DisposeAsync();
        await _api.DisposeAsync();
        _certificate.Dispose();
        Assert.InRange(grown, long.MinValue, MemoryGrowthMaxBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task A_connection_is_told_to_end_by_chance_and_each_of_its_requests_is_answered(double chance)
    {
        await using var api = await TestServer.StartAsync(o => o with { Edge = new EdgeOptions { GoawayChance = chance } });
        await using var server = await SecureServer.StartAsync(new SecureServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Certificates = new(_certificate) }, api.Server.HandleAsync, NullLoggerFactory.Instance, default);
        var connections = 0;
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new() { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
            ConnectCallback = async (context, cancellation) =>
            {
                Interlocked.Increment(ref connections);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        // The client learns of it beside the answer: a request may still go the old way.
        for (var i = 0; i < 50 && (i < 5 || (chance > 0 && connections == 1)); i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"https://localhost:{server.Port}/livez") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        Assert.Equal(chance > 0, connections > 1);
    }

    [Theory]
    [InlineData("/healthz", 200)]
    [InlineData("/openapi/v2", 200)]
    [InlineData("/version", 405)]
    [InlineData("/apis", 200)]
    [InlineData("/api/v1", 405)]
    [InlineData(Maps, 405)]
    [InlineData("/api/v1/namespaces/default", 405)]
    [InlineData("/api/v1/nonsense", 404)]
    public async Task Who_asks_for_the_head_only_gets_no_body(string path, int code)
    {
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = new() { RemoteCertificateValidationCallback = static (_, _, _, _) => true } });
        using var request = new HttpRequestMessage(HttpMethod.Head, $"https://localhost:{_server.Port}{path}") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.SendAsync(request);
        Assert.Equal((code, ""), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    // A command of many words stands in the path of an exec.
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_long_path_is_read(string version)
    {
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = new() { RemoteCertificateValidationCallback = static (_, _, _, _) => true } });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://localhost:{_server.Port}/version?command={new string('a', 60_000)}") { Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.SendAsync(request);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Who_is_refused_before_all_was_sent_is_answered_and_not_reset()
    {
        await using var late = await RawHttp2.OpenAsync(_server.Port);
        await late.SendAsync(RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders, 1, RawHttp2.Post(Maps + "/x")), default);
        Assert.NotEqual(Ok, (await late.AnswerAsync(1, _answerLimit))[0]);
        await late.SendAsync(RawHttp2.Frame(RawHttp2.Data, RawHttp2.EndStream, 1, "{}"u8), default);
        await late.SendAsync(RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders | RawHttp2.EndStream, 3, RawHttp2.Get(Maps)), default);
        Assert.Equal(Ok, (await late.AnswerAsync(3, _answerLimit))[0]);
        Assert.Empty(late.Resets);
    }

    [Fact]
    public async Task Requests_taken_back_at_once_disturb_nobody_else()
    {
        await using var flood = await RawHttp2.OpenAsync(_server.Port);
        var request = RawHttp2.Get(Maps);
        var sending = flood.FloodAsync(i => [.. RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders | RawHttp2.EndStream, (2 * i) + 1, request), .. RawHttp2.Frame(RawHttp2.Reset, 0, (2 * i) + 1, [0, 0, 0, 8])], 20_000, _limit);
        await AskAsync();
        // A server that cannot keep up with them says so and ends the connection; one that can has done with all of them.
        if (await sending == 20_000) { return; }
        await OverAsync(flood);
        // The farewell may be lost with the connection.
        Assert.Equal(EnhanceYourCalm, flood.Farewell ?? EnhanceYourCalm);
    }

    [Theory]
    [InlineData(RawHttp2.Settings)]
    [InlineData(RawHttp2.Ping)]
    public async Task Who_asks_for_acknowledgements_and_reads_none_is_read_no_further(byte type)
    {
        await using var flood = await RawHttp2.OpenAsync(_server.Port, isRead: false);
        var frame = RawHttp2.Frame(type, 0, 0, type == RawHttp2.Ping ? new byte[8] : []);
        // A server that went on reading would have to keep an answer to each of them.
        byte[] many = [.. Enumerable.Repeat(frame, 1000).SelectMany(static f => f)];
        var sending = flood.FloodAsync(_ => many, 20_000, TimeSpan.FromSeconds(5));
        await AskAsync();
        // What is taken is what fits between the two: the sockets' own buffers, and a little.
        Assert.InRange((long)await sending * many.Length, 0, TakenMaxBytes);
    }

    [Fact]
    public async Task Headers_without_an_end_end_the_connection()
    {
        await using var flood = await RawHttp2.OpenAsync(_server.Port);
        await flood.SendAsync(RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndStream, 1, RawHttp2.Get(Maps)), default);
        // Each a header of its own: "a: " with 1,000 letters.
        byte[] header = [0x00, 0x01, (byte)'a', 0x7F, 0xE9, 0x06, .. Enumerable.Repeat((byte)'x', 1000)];
        var sent = await flood.FloodAsync(_ => RawHttp2.Frame(RawHttp2.Continuation, 0, 1, header), 10_000, _limit);
        await OverAsync(flood);
        Assert.InRange(sent, 1, 9_999);
    }

    [Fact]
    public async Task A_few_bytes_that_stand_for_many_headers_are_refused()
    {
        await using var bomb = await RawHttp2.OpenAsync(_server.Port);
        // One header of 4,000 bytes into the table, then 8,000 times its one-byte name: 32 MB of headers.
        byte[] large = [0x40, 0x01, (byte)'a', 0x7F, 0xA1, 0x1E, .. Enumerable.Repeat((byte)'x', 4000)];
        byte[] block = [.. RawHttp2.Get(Maps), .. large, .. Enumerable.Repeat((byte)0xBE, 8000)];
        await bomb.SendAsync(RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders | RawHttp2.EndStream, 1, block), default);
        await RefusedAsync(bomb, 1);
    }

    [Fact]
    public async Task Who_asks_for_much_and_reads_nothing_holds_little_and_not_for_long()
    {
        var filling = new string('x', 900_000);
        for (var i = 0; i < 10; i++) { Assert.Equal(201, (await _api.SendAsync("POST", Maps, $$$"""{"metadata":{"name":"c{{{i}}}"},"data":{"a":"{{{filling}}}"}}""")).Code); }
        _memory = GC.GetTotalMemory(forceFullCollection: true);
        await using var slow = await RawHttp2.OpenAsync(_server.Port, window: 0);
        var request = RawHttp2.Get(Maps + "?timeout=2s");
        for (var i = 0; i < 50; i++) { await slow.SendAsync(RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders | RawHttp2.EndStream, (2 * i) + 1, request), default); }
        await slow.AnswerAsync(99, _answerLimit);
        // 50 answers of 9 MB are under way and none of them is read: what is held of them is small.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - _memory, long.MinValue, MemoryGrowthMaxBytes);
        await AskAsync();
        await AwaitAsync(async () => !(await _api.Client.GetStringAsync("/metrics")).Contains("apiserver_current_inflight_requests{request_kind=\"readOnly\"} 5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Streams_beyond_the_limit_are_refused_and_those_within_it_served()
    {
        await using var many = await RawHttp2.OpenAsync(_server.Port);
        var watch = RawHttp2.Get(Maps + "?watch=1");
        for (var i = 0; i < 300; i++) { await many.SendAsync(RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders | RawHttp2.EndStream, (2 * i) + 1, watch), default); }
        Assert.Equal(Ok, (await many.AnswerAsync(1, _answerLimit))[0]);
        Assert.Equal(Ok, (await many.AnswerAsync(497, _answerLimit))[0]);
        Assert.False(many.IsOver);
    }

    // Somebody else asks and is answered soon.
    private async Task AskAsync()
    {
        await using var other = await RawHttp2.OpenAsync(_server.Port);
        await other.SendAsync(RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders | RawHttp2.EndStream, 1, RawHttp2.Get("/api/v1/namespaces/default")), default);
        Assert.Equal(Ok, (await other.AnswerAsync(1, _answerLimit))[0]);
    }

    private static async Task RefusedAsync(RawHttp2 connection, int stream)
    {
        try { Assert.NotEqual(Ok, (await connection.AnswerAsync(stream, _answerLimit))[0]); }
        catch (IOException) { Assert.True(connection.IsOver); }
    }

    private static Task OverAsync(RawHttp2 connection) => AwaitAsync(() => Task.FromResult(connection.IsOver));

    private static async Task AwaitAsync(Func<Task<bool>> condition)
    {
        var start = Stopwatch.StartNew();
        while (!await condition())
        {
            if (start.Elapsed > _limit) { throw new TimeoutException($"not so after {_limit}"); }
            await Task.Delay(5);
        }
    }
}
