using System.Buffers.Binary;
using System.IO.Compression;
using KubeSharp.Api.Protobuf;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Endpoints;

/// <summary>Answers in protobuf, compressed, pretty; which of them a client gets.</summary>
public sealed class EncodingTests : IAsyncLifetime
{
    private const string Protobuf = "application/vnd.kubernetes.protobuf";
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_is_created_read_and_listed_in_protobuf_is_what_json_shows()
    {
        var body = ProtobufWriter.Object((ObjectNode)Node.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":{"l":"x"}},"data":{"k":"v"}}"""))!;
        var (made, _) = await SendAsync("POST", Maps, Protobuf + ", */*", body);
        var (one, type) = await SendAsync("GET", Maps + "/a", Protobuf + ", */*");
        Assert.Equal(Protobuf, type);
        var (_, json) = await _server.SendAsync("GET", Maps + "/a");
        Assert.True(one.Equals(json), $"{one}\n{json}");
        Assert.True(made.Equals(json), $"{made}\n{json}");
        var (list, _) = await SendAsync("GET", Maps + "?labelSelector=l", Protobuf);
        var (_, jsonList) = await _server.SendAsync("GET", Maps + "?labelSelector=l");
        Assert.True(list.Equals(jsonList), $"{list}\n{jsonList}");
    }

    [Fact]
    public async Task A_refusal_and_a_success_are_a_Status_in_protobuf()
    {
        var (status, _) = await SendAsync("GET", Maps + "/none", Protobuf);
        Assert.Equal(("Status", "NotFound", Node.Parse("404")), (status.TextAt("kind"), status.TextAt("reason"), status["code"]));
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a"}}""");
        var options = ProtobufWriter.Object((ObjectNode)Node.Parse("""{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Background"}"""))!;
        var (deleted, _) = await SendAsync("DELETE", Maps + "/a", Protobuf, options);
        Assert.Equal(("Success", "a"), (deleted.TextAt("status"), deleted.TextAt("details", "name")));
    }

    [Fact]
    public async Task Metadata_alone_travels_in_protobuf_too()
    {
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a","labels":{"l":"x"}},"data":{"k":"v"}}""");
        const string accept = Protobuf + ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
        var (list, _) = await SendAsync("GET", Maps + "?labelSelector=l", accept);
        Assert.Equal("PartialObjectMetadataList", list.TextAt("kind"));
        var item = Assert.Single((ArrayNode)list["items"]!);
        Assert.Equal("a", item.TextAt("metadata", "name"));
        Assert.Null(item.At("data"));
    }

    [Fact]
    public async Task A_watch_in_protobuf_sends_frames()
    {
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a","labels":{"l":"x"}}}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, Maps + "?watch=true&labelSelector=l&timeoutSeconds=20");
        request.Headers.TryAddWithoutValidation("Accept", Protobuf + ";stream=watch");
        using var response = await _server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(Protobuf + "; stream=watch", response.Content.Headers.ContentType!.ToString());
        await using var stream = await response.Content.ReadAsStreamAsync();
        Assert.Equal(("ADDED", "a"), await EventAsync(stream));
        await _server.SendAsync("PATCH", Maps + "/a", """{"data":{"k":"v"}}""", "application/merge-patch+json");
        Assert.Equal(("MODIFIED", "a"), await EventAsync(stream));
        await _server.SendAsync("DELETE", Maps + "/a");
        Assert.Equal(("DELETED", "a"), await EventAsync(stream));
    }

    [Theory]
    [InlineData("application/vnd.kubernetes.protobuf, */*", AnswerForm.Object, AnswerEncoding.Protobuf)]
    [InlineData("application/json;q=0.5, application/vnd.kubernetes.protobuf", AnswerForm.Object, AnswerEncoding.Protobuf)]
    [InlineData("application/json;as=Table;v=v1;g=meta.k8s.io, application/json", AnswerForm.Table, AnswerEncoding.Json)]
    [InlineData("application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io, application/json", AnswerForm.Object, AnswerEncoding.Json)]
    [InlineData("application/json;as=Table;v=v2;g=meta.k8s.io, application/yaml", AnswerForm.Object, AnswerEncoding.Yaml)]
    [InlineData("text/html, */*", AnswerForm.Object, AnswerEncoding.Json)]
    public void Accept_is_read_in_its_order(string accept, AnswerForm form, AnswerEncoding encoding) =>
        Assert.Equal(new MediaType(form, encoding), MediaType.Negotiate(accept, true, true));

    [Fact]
    public void What_is_not_served_is_not_accepted() => Assert.Null(MediaType.Negotiate("application/cbor, text/html", true, true));

    [Fact]
    public async Task Large_answers_are_compressed_for_those_who_accept_it()
    {
        await _server.SendAsync("POST", Maps, "{\"metadata\":{\"name\":\"large\"},\"data\":{\"k\":\"" + new string('x', AnswerSizes.Large) + "\"}}");
        foreach (var path in new[] { Maps, Maps + "/large" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
            using var response = await _server.Client.SendAsync(request);
            Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
            await using var unpacked = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
            using var whole = new MemoryStream();
            await unpacked.CopyToAsync(whole);
            Assert.True(whole.Length > AnswerSizes.Large);
            Assert.IsType<ObjectNode>(Node.Parse(whole.ToArray()));
        }
        using var small = new HttpRequestMessage(HttpMethod.Get, "/api/v1/namespaces/default");
        small.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        Assert.Empty((await _server.Client.SendAsync(small)).Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("application/json", "")]
    [InlineData(Protobuf, "")]
    [InlineData("application/json", "?labelSelector=l=x")]
    [InlineData(Protobuf, "?labelSelector=l=x")]
    public async Task A_compressed_list_is_the_list_whatever_came_went_or_changed_since_it_was_compressed(string accept, string query)
    {
        for (var i = 0; i < 200; i++) { await _server.SendAsync("POST", Maps, $$$"""{"metadata":{"name":"m{{{i:000}}}","labels":{"l":"{{{(i % 20 == 0 ? 'y' : 'x')}}}"}},"data":{"k":"{{{new string('x', 1000)}}}"}}"""); }
        string?[][] changes = [[], [], ["PATCH", "/m050", """{"data":{"k":"other"}}"""], ["DELETE", "/m051", null], ["POST", "", """{"metadata":{"name":"m100a"}}"""], ["DELETE", "/m199", null], ["DELETE", "/m000", null], ["PATCH", "/m060", """{"metadata":{"labels":{"l":"x"}}}"""]];
        foreach (var change in changes)
        {
            if (change is [{ } method, { } path, var body]) { await _server.SendAsync(method, Maps + path, body, method == "PATCH" ? "application/merge-patch+json" : "application/json"); }
            var plain = await ListAsync(query, accept, isCompressed: false);
            var compressed = await ListAsync(query, accept, isCompressed: true);
            Assert.True(plain.Length > AnswerBody.CompressedFromBytes);
            Assert.Equal(plain, compressed);
        }
    }

    private async Task<byte[]> ListAsync(string query, string accept, bool isCompressed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Maps + query);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (isCompressed) { request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip"); }
        using var response = await _server.Client.SendAsync(request);
        Assert.Equal(isCompressed, response.Content.Headers.ContentEncoding.Contains("gzip"));
        var bytes = await response.Content.ReadAsByteArrayAsync();
        if (!isCompressed) { return bytes; }
        // The reader checks the sum and the length.
        await using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        await unpacked.CopyToAsync(whole);
        return whole.ToArray();
    }

    [Fact]
    public async Task Json_is_pretty_for_those_who_ask()
    {
        var text = await _server.Client.GetStringAsync("/api/v1/namespaces/default?pretty=true");
        Assert.StartsWith("{\n  \"kind\": \"Namespace\",\n  \"apiVersion\": \"v1\",\n  \"metadata\": {\n    \"name\": \"default\",", text, StringComparison.Ordinal);
        var line = await _server.Client.GetStringAsync("/api/v1/namespaces/default");
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_watched_table_has_its_headings_once()
    {
        foreach (var name in new[] { "a", "b" }) { await _server.SendAsync("POST", Maps, "{\"metadata\":{\"labels\":{\"l\":\"x\"},\"name\":\"" + name + "\"}}"); }
        using var request = new HttpRequestMessage(HttpMethod.Get, Maps + "?watch=true&labelSelector=l&timeoutSeconds=1");
        request.Headers.TryAddWithoutValidation("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
        using var response = await _server.Client.SendAsync(request);
        var events = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Node.Parse).ToArray();
        Assert.Equal(2, events.Length);
        Assert.IsType<ArrayNode>(events[0].At("object", "columnDefinitions"));
        Assert.IsType<NullNode>(events[1].At("object", "columnDefinitions"));
    }

    [Fact]
    public async Task A_watch_through_a_websocket_sends_a_message_an_event_and_closes_in_the_end()
    {
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a","labels":{"l":"x"}}}""");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        await socket.ConnectAsync(new Uri(_server.Address.ToString().Replace("http://", "ws://", StringComparison.Ordinal) + Maps[1..] + "?watch=true&labelSelector=l&timeoutSeconds=2"), patience.Token);
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
        Assert.True(received.EndOfMessage);
        var message = Node.Parse(buffer.AsSpan(0, received.Count));
        Assert.Equal(("ADDED", "a"), (message.TextAt("type"), message.TextAt("object", "metadata", "name")));
        Assert.Equal(System.Net.WebSockets.WebSocketMessageType.Close, (await socket.ReceiveAsync(buffer.AsMemory(), patience.Token)).MessageType);
    }

    private async Task<(ObjectNode Value, string Type)> SendAsync(string method, string path, string accept, byte[]? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Protobuf);
        }
        using var response = await _server.Client.SendAsync(request);
        return (ProtobufReader.Read(await response.Content.ReadAsByteArrayAsync()), response.Content.Headers.ContentType!.ToString());
    }

    private static async Task<(string? Type, string? Name)> EventAsync(Stream stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, patience.Token);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(frame, patience.Token);
        // Type is the first field, and the object's envelope ends the frame.
        var type = System.Text.Encoding.ASCII.GetString(frame, 2, frame[1]);
        var start = frame.AsSpan().IndexOf("k8s\0"u8);
        return (type, ProtobufReader.Read(frame.AsSpan(start)).TextAt("metadata", "name"));
    }

    private static class AnswerSizes
    {
        public const int Large = 300_000;
    }
}
